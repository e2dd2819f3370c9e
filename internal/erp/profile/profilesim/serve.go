package profilesim

import (
	"net/http"

	"wpbridge/internal/erp/simkit"
)

type (
	reply = simkit.Reply
	spoil = simkit.Spoil
)

// ServeHTTP answers one request.
func (s *Sim) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// handle makes a handler of a function that answers a request as m falsifies it.
// An open one needs no login.
func (s *Sim) handle(open bool, answer func(r *http.Request, m spoil) reply) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.Serve(w, r, func(m simkit.Mishap, _ bool) reply {
			if !open && !s.form.allowed(s, r) {
				return s.refuse(http.StatusUnauthorized)
			}
			return simkit.Mangle(m, s.refuse, func() reply { return answer(r, m.Spoil) })
		})
	}
}

func (s *Sim) refuse(status int) reply { return s.form.fail(status, http.StatusText(status)) }
