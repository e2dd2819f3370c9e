package smartbillsim

import (
	"context"
	"crypto/subtle"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// reply is an answer before anything goes wrong with it.
type reply struct {
	status int
	kind   string
	body   []byte
}

const (
	kindJSON = "application/json"
	kindHTML = "text/html;charset=utf-8"
)

func page(status int) reply {
	return reply{status, kindHTML, []byte("<!DOCTYPE html><title>" + http.StatusText(status) + "</title>")}
}

func ok(body []byte) reply { return reply{http.StatusOK, kindJSON, body} }

// ServeHTTP answers one request.
func (s *Sim) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

func (s *Sim) routes() *http.ServeMux {
	m := http.NewServeMux()
	m.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, s.v1) })
	m.HandleFunc(s.Path()+"/v3/", func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, s.v3) })
	s.adminRoutes(m)
	return m
}

func (s *Sim) serve(w http.ResponseWriter, r *http.Request, api func(http.Header, *http.Request, mishap) reply) {
	w.Header().Set("Date", s.opt.Now().UTC().Format(http.TimeFormat))
	s.enter()
	m := s.faults.roll()
	if m.kind == faultDropBefore {
		s.leave(0)
		panic(http.ErrAbortHandler)
	}
	late := pause(r.Context(), m.delay)
	out := api(w.Header(), r, m)
	if m.kind == faultDropAfter || late != nil {
		s.leave(0)
		panic(http.ErrAbortHandler)
	}
	s.leave(out.status)
	w.Header().Set("Content-Type", out.kind)
	w.Header().Set("Content-Length", strconv.Itoa(len(out.body)))
	w.WriteHeader(out.status)
	_, _ = w.Write(out.body) // a client that went away is its own affair
}

// v1 first looks at the request's form, then at the login, as SmartBill does.
func (s *Sim) v1(h http.Header, r *http.Request, m mishap) reply {
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
		return reply{s.opt.LockoutStatus, "text/plain", nil}
	}
	return mangle(h, m, faultV1, func() reply {
		if r.URL.Query().Get("cif") != s.opt.CIF {
			return unauthorized("Firma la care incercati sa va conectati nu exista sau nu aveti acces la ea.")
		}
		return answer(request{r.URL.Query(), m.spoil})
	})
}

// mangle lets the mishap replace or cut the answer. fault is how this API words a
// status.
func mangle(h http.Header, m mishap, fault func(status int) reply, answer func() reply) reply {
	switch m.kind {
	case "", faultDropAfter:
		return answer()
	case faultHTML:
		return page(http.StatusOK)
	case faultTruncate:
		out := answer()
		out.body = out.body[:len(out.body)*2/3]
		return out
	case fault429After:
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(m.after.Seconds()))))
		return fault(http.StatusTooManyRequests)
	}
	status, _ := strconv.Atoi(m.kind) // the remaining kinds are numbers
	return fault(status)
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

func pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
