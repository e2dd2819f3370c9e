package profile

import (
	"context"
	"slices"
	"strings"

	"wpbridge/internal/commerce"
)

func (op *operation) complete() bool { return op.since != nil && op.since.complete }

// complete makes the changes of one answer hold every location of their codes.
func (c *client) complete(ctx context.Context, s *sheet) error {
	if c.several() && !c.stock.complete() {
		var codes []commerce.Code
		for _, l := range s.levels {
			codes = append(codes, l.Code)
		}
		unknown := s.unknown
		full, err := c.CheckStock(ctx, codes)
		if err != nil {
			return err
		}
		s.levels, s.unknown = full, unknown
	}
	s.levels = s.settled()
	return nil
}

// settled is the levels of those codes of which nothing is unknown.
func (s *sheet) settled() []commerce.StockLevel {
	return slices.DeleteFunc(s.levels, func(l commerce.StockLevel) bool { return s.unknown[l.Code] })
}

// CheckStock asks for these codes, at every location. A code of which a
// quantity is unknown is absent from the answer.
func (c *client) CheckStock(ctx context.Context, codes []commerce.Code) ([]commerce.StockLevel, error) {
	if c.check == nil {
		return nil, c.lacking("check")
	}
	texts := make([]string, len(codes))
	for i, code := range codes {
		texts[i] = string(code)
	}
	locations := []string{""}
	if c.check.locations.Each != "" {
		locations = c.vars.texts(c.check.locations.Each)
	}
	s := &sheet{unknown: map[commerce.Code]bool{}}
	for _, l := range locations {
		add := c.level(c.check, l, s)
		err := c.batches(ctx, c.check, l, texts, func(rec any, asked map[string]bool) error {
			if v, err := c.check.fields["code"].of(rec); err == nil && !asked[c.check.fields["code"].clean(v)] {
				return nil // the system compares less exactly than we do
			}
			return add(rec)
		})
		if err != nil {
			return nil, err
		}
	}
	return s.settled(), nil
}

// askable are the texts that a request can name, each once.
func (c *client) askable(op *operation, texts []string) []string {
	seps := op.request.separators()
	out := slices.Clone(texts)
	slices.Sort(out)
	out = slices.DeleteFunc(slices.Compact(out), func(t string) bool {
		odd := slices.ContainsFunc(seps, func(s string) bool { return strings.Contains(t, s) })
		if odd {
			c.log.Warn("the system cannot be asked for a code that holds its separator; a full reading has it", "code", t)
		}
		return odd || t == ""
	})
	return out
}
