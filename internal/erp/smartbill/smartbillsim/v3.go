package smartbillsim

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"wpbridge/internal/erp/simkit"
)

// name is V3's id of a product.
func (e *entry) name() string { return "prod_" + strconv.Itoa(1_000_000_000+e.id) }

func idOf(name string) int {
	n, err := strconv.Atoi(strings.TrimPrefix(name, "prod_"))
	if err != nil {
		return 0
	}
	return n - 1_000_000_000
}

func (s *Sim) v3(h http.Header, r *http.Request, m simkit.Mishap) reply {
	if !same(r.Header.Get("Authorization"), "Bearer "+s.opt.ProductsToken) {
		return problem(http.StatusUnauthorized, "authentication_error", "invalid_token", "Invalid token.")
	}
	if !s.spendV3(h) {
		return faultV3(http.StatusTooManyRequests)
	}
	return simkit.Mangle(m, faultV3, func() reply {
		rest, ok := strings.CutPrefix(r.URL.Path, s.Path()+"/v3/companies/"+s.opt.CIF+"/")
		switch {
		case !ok || s.opt.NoProducts:
			return faultV3(http.StatusForbidden)
		case r.Method != http.MethodGet:
			return malformed(http.StatusMethodNotAllowed, r, "method_not_allowed", "Method not allowed.")
		case rest == "products":
			return s.productList(request{r.URL.Query(), m.Spoil}, r)
		}
		if id, ok := strings.CutPrefix(rest, "products/"); ok {
			return s.productByID(id, m.Spoil, r)
		}
		return malformed(http.StatusNotFound, r, "resource_not_found", "The requested resource was not found.")
	})
}

func (s *Sim) productByID(id string, sp spoil, r *http.Request) reply {
	s.mu.RLock()
	defer s.mu.RUnlock()
	i, found := s.position(idOf(id))
	if !found {
		return malformed(http.StatusNotFound, r, "resource_not_found", "The product was not found.")
	}
	return ok(appendProduct(nil, s.products[i], sp))
}

// position is where the product with this id is, or would be.
func (s *Sim) position(id int) (int, bool) {
	return slices.BinarySearchFunc(s.products, id, func(e *entry, id int) int { return e.id - id })
}

func (s *Sim) productList(q request, r *http.Request) reply {
	limit, err := strconv.Atoi(q.Get("limit"))
	if q.Get("limit") == "" {
		limit, err = 20, nil
	}
	if err != nil || limit < 1 || limit > 100 {
		return problem(http.StatusBadRequest, "validation_error", "invalid_limit", "limit must be between 1 and 100")
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	all := s.products
	if code := q.Get("code"); code != "" {
		all = slices.DeleteFunc(slices.Clone(all), func(e *entry) bool { return e.Code != code })
	}
	if after := q.Get("after"); after != "" {
		i, found := s.position(idOf(after))
		if found {
			i++
		}
		all = all[min(i, len(all)):]
	}
	part := all[:min(limit, s.opt.MaxLimit, len(all))]
	if q.spoil.Empty {
		part, all = nil, nil
	}
	b := []byte(`{"items":[`)
	for i, e := range part {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendProduct(b, e, q.spoil)
	}
	b = append(b, `],"pagination":{"next":`...)
	if len(part) < len(all) {
		next := url.Values{"limit": {strconv.Itoa(limit)}, "after": {part[len(part)-1].name()}}
		b = simkit.AppendString(b, "https://ws.smartbill.ro"+r.URL.Path+"?"+next.Encode())
	} else {
		b = append(b, "null"...)
	}
	return ok(append(b, `,"previous":null}}`...))
}
