package flowiisim

import (
	"net/http"
	"net/url"
	"strconv"
)

func (s *Sim) routes() *http.ServeMux {
	m := http.NewServeMux()
	m.HandleFunc("/", s.api)
	s.adminRoutes(m)
	return m
}

// entry is one entry of a short list.
type entry struct {
	id     int
	name   string
	parent *relation
}

type relation struct {
	name, kind string
	id         int
}

// row writes one entry of a list.
type row func(sp spoil) object

func rows(kind string, entries ...entry) []row {
	out := make([]row, len(entries))
	for i, e := range entries {
		out[i] = func(sp spoil) object {
			o := object{"type": kind, "id": sp.id(e.id), "attributes": object{"name": e.name}}
			if e.parent != nil {
				o["relationships"] = object{e.parent.name: related(*e.parent, sp)}
			}
			return o
		}
	}
	return out
}

func related(r relation, sp spoil) object {
	if r.id == 0 {
		return object{"data": nil}
	}
	return object{"data": object{"type": r.kind, "id": sp.id(r.id)}}
}

// route answers a request that was let in.
func (s *Sim) route(r *http.Request, seg []string, sp spoil) reply {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if list, ok := fixed(r.URL.Query())[seg[0]]; ok && len(seg) == 1 {
		return answer(object{"data": list.write(sp)})
	}
	switch {
	case seg[0] == "goods":
		return s.goodsPath(r, seg[1:], sp)
	case seg[0] == "goodcategories" && len(seg) == 1:
		return answer(object{"data": s.branch(0).write(sp)})
	case seg[0] == "goodcategories" && len(seg) == 3 && seg[2] == "goodcategories":
		id, err := strconv.Atoi(seg[1])
		if err != nil || id == 0 {
			return notFound()
		}
		return answer(object{"data": s.branch(id).write(sp)})
	case len(seg) == 2 && seg[0] == "users" && seg[1] == "self":
		return answer(object{"data": rows("user", entry{77, "Novák Ján", nil})[0](sp)})
	}
	return notFound()
}

func notFound() reply { return fail(http.StatusNotFound, "Not found") }

type listing []row

func (l listing) write(sp spoil) []object {
	out := []object{}
	for _, r := range l {
		if !sp.Empty {
			out = append(out, r(sp))
		}
	}
	return out
}

// fixed are the enumerations, which know no pages.
func fixed(q url.Values) map[string]listing {
	out := map[string]listing{
		"users":                 rows("user", entry{77, "Novák Ján", nil}),
		"companydata":           rows("company-data", entry{6021, "Example s.r.o.", nil}),
		"businessrelationships": rows("business-relationship", entry{135904, "Customer", nil}, entry{135905, "Supplier", nil}),
		"units":                 rows("unit", entry{25359, "ks", nil}, entry{25360, "m", nil}),
		"paymentmethods":        rows("payment-method", entry{31, "Prevodom", nil}, entry{32, "Dobierkou", nil}),
		"deliverytypes":         rows("delivery-type", entry{41, "Kuriérom", nil}, entry{42, "Osobne", nil}),
		"countries":             rows("country", entry{1, "Slovensko", nil}, entry{2, "Česko", nil}),
		"bankaccounts":          rows("bank-account", entry{51, "SK0000000000000000000051", nil}),
	}
	if q.Get("documentType") != "" {
		out["documentcategories"] = rows("document-category", entry{61, "Eshop", nil})
	}
	return out
}

func (s *Sim) branch(parent int) listing {
	var out []entry
	for _, c := range s.opt.Categories {
		if c.Parent == parent {
			out = append(out, entry{c.ID, c.Name, &relation{"parent", "good-category", c.Parent}})
		}
	}
	return rows("good-category", out...)
}
