package sitoosim

import (
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

func (s *Sim) routes() *http.ServeMux {
	m := http.NewServeMux()
	m.HandleFunc("/v2/accounts/", s.api)
	s.adminRoutes(m)
	return m
}

// resource answers a request that was let in.
func (s *Sim) resource(r *http.Request, sp spoil) reply {
	path, ok := strings.CutPrefix(r.URL.Path, s.Path())
	if !ok {
		return notFound()
	}
	seg := strings.Split(strings.TrimSuffix(path, ".json"), "/")
	all := len(seg) == 1 && seg[0] == "orders"
	if !all && seg[0] != "sites" || len(seg) > 1 && seg[1] != strconv.Itoa(s.opt.Site) {
		return notFound()
	}
	if r.Method == http.MethodPut && len(seg) == 5 && seg[2] == "warehouses" && seg[4] == "warehouseitems" {
		return s.putStock(seg[3], r.Body)
	}
	if r.Method != http.MethodGet && len(seg) > 2 && seg[2] == "orders" {
		body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
		if err != nil {
			return fail(http.StatusBadRequest, "Invalid JSON") // half an order is none
		}
		return s.orderWrite(r.Method, seg[3:], r.URL.Query().Get("ignorestock") == "true", body)
	}
	if r.Method != http.MethodGet {
		return fail(http.StatusMethodNotAllowed, "Method not allowed")
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	q := query{Values: r.URL.Query(), spoil: sp, max: s.opt.MaxNum}
	switch {
	case all:
		return s.orderRead(nil, q)
	case len(seg) == 1:
		return listOf(q, siteColumns(), []*Sim{s}, "")
	case len(seg) == 2:
		return one(q, siteColumns(), s, "")
	case seg[2] == "warehouses":
		return s.warehouses(seg[3:], q)
	case seg[2] == "orders":
		return s.orderRead(seg[3:], q)
	case seg[2] == "products":
		return s.productPath(seg[3:], q)
	}
	return notFound()
}

func notFound() reply { return fail(http.StatusNotFound, "Not found") }

func (s *Sim) warehouses(seg []string, q query) reply {
	if len(seg) == 0 {
		return listOf(q, warehouseColumns(), s.shelves, "")
	}
	id, err := strconv.Atoi(seg[0])
	w := s.shelf(id)
	switch {
	case err != nil || w < 0:
		return notFound()
	case len(seg) == 1:
		return one(q, warehouseColumns(), s.shelves[w], "")
	case len(seg) == 2 && seg[1] == "warehouseitems":
		return s.stockList(w, q)
	}
	return notFound()
}

func (s *Sim) productPath(seg []string, q query) reply {
	if len(seg) == 0 {
		return s.productList(q)
	}
	id, err := strconv.Atoi(seg[0])
	e := s.byID(id)
	switch {
	case err != nil || e == nil:
		return notFound()
	case len(seg) == 1:
		return one(q, productColumns(s), e, productDefaults)
	case len(seg) == 2 && seg[1] == "productvariants":
		return s.variants(e)
	}
	return notFound()
}

// query is the parameters of one request, with what falsifies its answer.
type query struct {
	url.Values
	spoil spoil
	max   int
}

const defaultNum = 10

func (q query) number(name string, otherwise int64) int64 {
	n, err := strconv.ParseInt(q.Get(name), 10, 64)
	if err != nil || n < 0 {
		return otherwise
	}
	return n
}

// window is start and end of the asked part of a list of n entries.
func (q query) window(n int) (start, end int) {
	num := int(min(q.number("num", defaultNum), 1<<30))
	if q.max > 0 {
		num = min(num, q.max)
	}
	start = int(min(q.number("start", 0), int64(n)))
	return start, min(start+num, n)
}

// values splits a filter at its commas; nil where it is not given. Repeated keys
// count only once, the last.
func (q query) values(name string) []string {
	all := q.Values[name]
	if len(all) == 0 || all[len(all)-1] == "" {
		return nil
	}
	return strings.Split(all[len(all)-1], ",")
}

func (q query) yes(name string) bool { return q.Get(name) == "true" || q.Get(name) == "1" }
