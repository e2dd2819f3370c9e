package smartbillsim

import (
	"crypto/subtle"
	"net/http"
	"strings"

	"wpbridge/internal/erp/simkit"
)

type (
	reply = simkit.Reply
	spoil = simkit.Spoil
)

const (
	kindJSON = "application/json"
	kindHTML = "text/html;charset=utf-8"
)

func page(status int) reply {
	return reply{Status: status, Kind: kindHTML, Body: []byte("<!DOCTYPE html><title>" + http.StatusText(status) + "</title>")}
}

func ok(body []byte) reply { return reply{Status: http.StatusOK, Kind: kindJSON, Body: body} }

// ServeHTTP answers one request.
func (s *Sim) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

func (s *Sim) routes() *http.ServeMux {
	m := http.NewServeMux()
	m.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, s.v1) })
	m.HandleFunc(s.Path()+"/v3/", func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, s.v3) })
	s.adminRoutes(m)
	return m
}

func (s *Sim) serve(w http.ResponseWriter, r *http.Request, api func(http.Header, *http.Request, simkit.Mishap) reply) {
	s.Serve(w, r, func(m simkit.Mishap, _ bool) reply { return api(w.Header(), r, m) })
}

// v1 first looks at the request's form, then at the login, as SmartBill does.
func (s *Sim) v1(h http.Header, r *http.Request, m simkit.Mishap) reply {
	answer := s.resource(r)
	switch {
	case answer == nil:
		return malformed(http.StatusNotFound, r, "resource_not_found", "The requested resource was not found.")
	case r.Method != http.MethodGet:
		return malformed(http.StatusMethodNotAllowed, r, "method_not_allowed", "Method not allowed.")
	case !strings.Contains(r.Header.Get("Accept"), kindJSON) && !strings.Contains(r.Header.Get("Accept"), "*/*"):
		return malformed(http.StatusNotAcceptable, r, "invalid_accept_header", "Invalid Accept header.")
	}
	email, token, _ := r.BasicAuth()
	if !same(email, s.opt.Email) || !same(token, s.opt.Token) {
		return unauthorized("Autentificare esuata. Va rugam verificati datele si incercati din nou.")
	}
	if !s.spendV1(h) {
		return reply{Status: s.opt.LockoutStatus, Kind: "text/plain"}
	}
	return simkit.Mangle(m, faultV1, func() reply {
		if r.URL.Query().Get("cif") != s.opt.CIF {
			return unauthorized("Firma la care incercati sa va conectati nu exista sau nu aveti acces la ea.")
		}
		return answer(request{r.URL.Query(), m.Spoil})
	})
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
