package sitoosim

import (
	"crypto/subtle"
	"math"
	"net/http"
	"strconv"

	"wpbridge/internal/erp/simkit"
)

type (
	reply = simkit.Reply
	spoil = simkit.Spoil
)

const kindJSON = "application/json; charset=utf-8"

func ok(body []byte) reply { return reply{Status: http.StatusOK, Kind: kindJSON, Body: body} }

func fail(status int, text string) reply {
	b := append([]byte(`{"statuscode":`), strconv.Itoa(status)...)
	b = simkit.AppendString(append(b, `,"errortext":`...), text)
	return reply{Status: status, Kind: kindJSON, Body: append(b, '}')}
}

// refuse words a status that has nothing to do with the request.
func refuse(status int) reply { return fail(status, http.StatusText(status)) }

// ServeHTTP answers one request.
func (s *Sim) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

func (s *Sim) api(w http.ResponseWriter, r *http.Request) {
	s.Serve(w, r, func(m simkit.Mishap, alone bool) reply {
		switch {
		case !s.allowed(r):
			return refuse(http.StatusUnauthorized)
		case !alone:
			return fail(http.StatusTooManyRequests, "Too many connections")
		case !s.spend(w.Header()):
			return refuse(http.StatusTooManyRequests)
		}
		return simkit.Mangle(m, refuse, func() reply { return s.resource(r, m.Spoil) })
	})
}

func (s *Sim) allowed(r *http.Request) bool {
	id, password, _ := r.BasicAuth()
	a := subtle.ConstantTimeCompare([]byte(id), []byte(s.opt.APIID))
	b := subtle.ConstantTimeCompare([]byte(password), []byte(s.opt.Password))
	return a&b == 1
}

// spend takes one request from the window's budget and says what is left of it.
func (s *Sim) spend(h http.Header) bool {
	if s.quota.Calls == 0 {
		return true
	}
	left, reset, ok := s.quota.Spend(s.opt.Now())
	h.Set("X-Rate-Limit-Remaining", strconv.Itoa(left))
	h.Set("X-Rate-Limit-Reset", strconv.FormatInt(int64(math.Ceil(float64(reset.UnixNano())/1e9)), 10))
	return ok
}
