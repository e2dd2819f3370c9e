package smartbill

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/wire"
)

// DecodePush reads what SmartBill posts when stock moves: the new stock of
// products in a warehouse, without any stamp or number. So nothing tells a late
// push from a new one, and a push is trusted for what has moved rather than for
// how much there is now: the answer is always Unordered.
//
// A level is stated only where all chosen warehouses are; in several warehouses
// that is rare. A code goes to Reread where its quantity cannot be read, comes
// twice with different quantities, or where its warehouse is missing or written
// in other capitals than a chosen one.
func (c *client) DecodePush(_ context.Context, p erp.Push) (erp.Pushed, error) {
	if err := c.admit(p.Header); err != nil {
		return erp.Pushed{}, err
	}
	entries, err := pushed(p.Body)
	if err != nil {
		return erp.Pushed{}, fmt.Errorf("read a push of SmartBill: %w", err)
	}
	if len(entries) == 0 {
		return erp.Pushed{Probe: true, Answer: "Testul de sincronizare stoc a fost facut cu succes!"}, nil
	}
	s := c.statement()
	for _, e := range entries {
		s.take(e)
	}
	return s.pushed(), nil
}

// admit compares in a time that depends on neither text.
func (c *client) admit(h http.Header) error {
	if c.webhookToken == "" {
		return fmt.Errorf("%w: smartbill.webhook_token is empty; enter there what SmartBill has under Token autentificare", erp.ErrUnauthorized)
	}
	scheme, token, _ := strings.Cut(strings.TrimSpace(h.Get("Authorization")), " ")
	given, want := sha256.Sum256([]byte(strings.TrimSpace(token))), sha256.Sum256([]byte(c.webhookToken))
	switch {
	case h.Get("Authorization") == "":
		return fmt.Errorf("%w: the push has no Authorization header; either SmartBill has no Token autentificare, or the web server does not pass the header on", erp.ErrUnauthorized)
	case subtle.ConstantTimeCompare(given[:], want[:]) != 1 || !strings.EqualFold(scheme, "Bearer"):
		return fmt.Errorf("%w: the push has another token than smartbill.webhook_token", erp.ErrUnauthorized)
	}
	return nil
}

// statement is what a push says of the chosen warehouses.
type statement struct {
	*client
	levels  map[commerce.Code]map[string]commerce.Quantity
	doubt   map[commerce.Code]bool
	ignored int
}

func (c *client) statement() *statement {
	return &statement{client: c, levels: map[commerce.Code]map[string]commerce.Quantity{}, doubt: map[commerce.Code]bool{}}
}

func (s *statement) take(p pushEntry) {
	code, exact := p.key(s.byName)
	warehouse, chosen, sure := s.chosen(p)
	switch {
	case code == "" || !chosen:
		s.ignored++
		return
	case !exact || !sure:
		s.doubt[code] = true
		return
	}
	var e entry
	q, known := e.quantity("quantity", p.Quantity)
	before, twice := s.levels[code][warehouse]
	if e.Err != nil || !known || twice && before != q {
		s.doubt[code] = true
		return
	}
	if s.levels[code] == nil {
		s.levels[code] = map[string]commerce.Quantity{}
	}
	s.levels[code][warehouse] = q
}

// chosen is the warehouse of an entry, whether it may be a chosen one, and
// whether that is sure.
func (s *statement) chosen(p pushEntry) (name string, chosen, sure bool) {
	name, ok := wire.Unquote(p.Warehouse)
	if !ok {
		return "", true, false
	}
	if slices.Contains(s.warehouses, name) {
		return name, true, true
	}
	like := func(w string) bool { return strings.EqualFold(w, strings.TrimSpace(name)) }
	return name, slices.ContainsFunc(s.warehouses, like), false
}

// pushed sorts the codes into those whose levels are complete and the others.
func (s *statement) pushed() erp.Pushed {
	out := erp.Pushed{Unordered: true, Ignored: s.ignored, Answer: "Stocul a fost preluat."}
	for code, at := range s.levels {
		if s.doubt[code] || len(at) < len(s.warehouses) {
			s.doubt[code] = true
			continue
		}
		for _, w := range s.warehouses {
			out.Levels = append(out.Levels, commerce.StockLevel{Code: code, Location: w, Available: at[w]})
		}
	}
	for code := range s.doubt {
		out.Reread = append(out.Reread, code)
	}
	slices.Sort(out.Reread)
	slices.SortStableFunc(out.Levels, func(a, b commerce.StockLevel) int { return strings.Compare(string(a.Code), string(b.Code)) })
	return out
}
