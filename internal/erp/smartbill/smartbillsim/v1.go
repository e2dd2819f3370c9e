package smartbillsim

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"wpbridge/internal/erp/simkit"
)

// request is the parameters of one request, with what falsifies its answer.
type request struct {
	url.Values
	spoil spoil
}

// resource is what answers under a path of V1; nil: nothing does.
func (s *Sim) resource(r *http.Request) func(request) reply {
	path, _ := strings.CutPrefix(r.URL.Path, s.Path()+"/")
	switch path {
	case "stocks":
		return s.stocks
	case "series":
		return s.series
	case "tax":
		return s.tax
	case "company/warehouses":
		return func(request) reply {
			names := make([]string, len(s.warehouses))
			for i, w := range s.warehouses {
				names[i] = w.Name
			}
			return ok(simkit.AppendJSON(nil, map[string][]string{"warehouses": names}))
		}
	case "company/mu":
		return func(request) reply { return ok([]byte(`{"mu":["buc","kg","ora"]}`)) }
	}
	return nil
}

// stocks answers with the chosen products of the chosen warehouses. Products that
// a warehouse does not know are not listed.
func (s *Sim) stocks(q request) reply {
	if _, err := time.Parse(time.DateOnly, q.Get("date")); err != nil {
		return business(http.StatusBadRequest, "Data trebuie sa fie in formatul yyyy-MM-dd.")
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	at, name := s.warehouses, q.Get("warehouseName")
	if name != "" {
		i := s.warehouse(name)
		if i < 0 {
			return business(http.StatusBadRequest, "Gestiunea "+name+" nu a fost gasita pe server.")
		}
		at = at[i : i+1]
	}
	b := []byte(`{"errorText":"","message":"","number":"","series":"","url":"","list":[`)
	first := true
	for _, w := range at {
		rows := s.rows(q, w)
		if len(rows) == 0 || q.spoil.Empty {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = s.appendShelf(b, w, rows, q.spoil)
	}
	return ok(append(b, "]}"...))
}

func (s *Sim) rows(q request, w Warehouse) []*entry {
	code, name, i := q.Get("productCode"), q.Get("productName"), s.warehouse(w.Name)
	var out []*entry
	for _, e := range s.candidates(code) {
		c := e.held[i]
		if c.there && !e.Service && (c.quantity != 0 || !s.opt.HideZero) && (code == "" || e.Code == code) && (name == "" || strings.EqualFold(e.Name, name)) {
			out = append(out, e)
		}
	}
	return out
}

func (s *Sim) candidates(code string) []*entry {
	if code == "" {
		return s.products
	}
	if e := s.byKey[code]; e != nil {
		return []*entry{e}
	}
	return nil
}

func (s *Sim) appendShelf(b []byte, w Warehouse, rows []*entry, sp spoil) []byte {
	i := s.warehouse(w.Name)
	b = simkit.AppendString(append(b, `{"warehouse":{"warehouseName":`...), w.Name)
	b = append(b, `,"warehouseType":"en gros"},"products":`...)
	if w.Retail {
		b = append(b[:len(b)-len(`gros"},"products":`)], `detail"},"products":`...)
	}
	alone := s.opt.OneAsObject && len(rows) == 1
	if !alone {
		b = append(b, '[')
	}
	for n, e := range rows {
		if n > 0 {
			b = append(b, ',')
		}
		b = s.appendStock(b, e, e.held[i].quantity, sp)
	}
	if !alone {
		b = append(b, ']')
	}
	return append(b, '}')
}

// series lists the series of a type, or of all.
func (s *Sim) series(q request) reply {
	names := map[string]string{"f": "FCT", "p": "PRF", "c": "CHT"}
	var list []map[string]any
	for i, kind := range []string{"f", "p", "c"} {
		if want := q.Get("type"); want == "" || want == kind {
			var next any = 17 + i
			if kind == "c" {
				next = "00" + strconv.Itoa(17+i)
			}
			list = append(list, map[string]any{"name": names[kind], "nextNumber": next, "type": kind})
		}
	}
	return ok(simkit.AppendJSON(nil, map[string]any{"list": list}))
}

func (s *Sim) tax(request) reply {
	if s.opt.NoVAT {
		return business(http.StatusOK, "Firma este neplatitoare de tva.")
	}
	return ok([]byte(`{"taxes":[{"name":"Normala","percentage":21},{"name":"Redusa","percentage":11},{"name":"SDD","percentage":0}]}`))
}
