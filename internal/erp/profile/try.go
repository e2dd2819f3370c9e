package profile

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/profile/record"
)

// Trial is one question tried out while somebody looks on.
type Trial struct {
	Operation string   // ping, products, stock, find, check, or the kind of a reference list
	Texts     []string // the ids to find, the codes to check
	Settings  erp.Settings
	Env       erp.Env
	Look      func(Exchange) // gets each request and each answer
}

// Try asks once, for the first part of a list, and returns what the answer is
// understood as: a slice of items, levels or references; nil for ping.
func Try(ctx context.Context, t Trial) (any, error) {
	rt, err := transport(t.Settings, t.Env.HTTP.Transport)
	if err != nil {
		return nil, err
	}
	h := *t.Env.HTTP
	h.Transport, t.Env.HTTP = rt, &h
	opened, err := open(ctx, t.Settings, t.Env)
	if err != nil {
		return nil, err
	}
	c, ok := opened.(*client)
	if !ok {
		return nil, fmt.Errorf("try %s: not a profile", t.Operation)
	}
	c.trace = func(e *Exchange) {
		e.Answer = []byte(c.mask(record.Readable(e.Answer, c.charset(t.Operation))))
		t.Look(*e)
	}
	return c.try(ctx, t)
}

func (c *client) try(ctx context.Context, t Trial) (any, error) {
	switch t.Operation {
	case "ping":
		return nil, c.Ping(ctx)
	case "products":
		p, err := c.ReadItems(ctx, erp.Query{})
		return p.Items, err
	case "stock":
		p, err := c.ReadStock(ctx, erp.Query{})
		return p.Items, err
	case "find":
		return c.FindItems(ctx, typed[commerce.ItemID](t.Texts))
	case "check":
		return c.CheckStock(ctx, typed[commerce.Code](t.Texts))
	}
	if !slices.Contains(c.kinds(), t.Operation) {
		if c.gone["references."+t.Operation] != nil {
			return nil, c.lacking("references." + t.Operation)
		}
		return nil, fmt.Errorf("there is no %q to try: there are ping, products, stock, find, check%s", t.Operation, more(c.kinds()))
	}
	return c.ListReference(ctx, t.Operation)
}

func more(kinds []string) string {
	if len(kinds) == 0 {
		return ""
	}
	return " and the lists " + strings.Join(kinds, ", ")
}

func typed[T ~string](texts []string) []T {
	out := make([]T, len(texts))
	for i, t := range texts {
		out[i] = T(t)
	}
	return out
}

func (c *client) charset(name string) string {
	all := map[string]*operation{"ping": c.ping, "products": c.products, "stock": c.stock, "find": c.find, "check": c.check}
	op := all[name]
	if op == nil {
		op = c.references[name]
	}
	if op == nil {
		return ""
	}
	return op.shape.Charset
}
