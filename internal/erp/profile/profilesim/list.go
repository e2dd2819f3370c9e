package profilesim

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"wpbridge/internal/commerce"
)

// level is one line of a stock list.
type level struct {
	*row
	warehouse int
	quantity  commerce.Quantity
}

// question is what a list is asked for.
type question struct {
	since     time.Time
	codes     []string // of SKUs; nil: all
	ids       []string // of numbers; nil: all
	warehouse int      // 0: all
	after     int      // items with a greater number only
}

func (q question) wants(r *row, stamp time.Time) bool {
	return !stamp.Before(q.since) && r.id > q.after && (q.codes == nil || slices.Contains(q.codes, r.SKU)) &&
		(q.ids == nil || slices.Contains(q.ids, strconv.Itoa(r.id)))
}

func (s *Sim) items(q question, m spoil) []row {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var out []row
	for _, r := range s.rows {
		if !m.Empty && q.wants(r, r.changed) {
			out = append(out, *r)
		}
	}
	return out
}

func (s *Sim) levels(q question, m spoil) []level {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var out []level
	for _, r := range s.rows {
		if m.Empty || !q.wants(r, r.moved) {
			continue
		}
		c := *r
		for _, h := range r.stock {
			if q.warehouse == 0 || q.warehouse == h.warehouse {
				out = append(out, level{&c, h.warehouse, h.quantity})
			}
		}
	}
	return out
}

// amount is a quantity as it is written, falsified by m.
func amount(q commerce.Quantity, m spoil) string {
	if m.Zeros {
		q = 0
	}
	return q.String()
}

func part[T any](all []T, from, n int) []T {
	from = min(max(from, 0), len(all))
	return all[from:min(from+max(n, 0), len(all))]
}

func number(r *http.Request, name string, otherwise int) int {
	n, err := strconv.Atoi(r.FormValue(name))
	if err != nil {
		return otherwise
	}
	return n
}

func listOf(s, sep string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, sep)
}

func moment(text, layout string) time.Time {
	t, err := time.Parse(layout, text)
	if err != nil {
		return time.Time{}
	}
	return t
}

func comma(s string) string { return strings.ReplaceAll(s, ".", ",") }
