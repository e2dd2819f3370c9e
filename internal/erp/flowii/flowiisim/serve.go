package flowiisim

import (
	"net/http"
	"strconv"
	"strings"
	"sync"

	"wpbridge/internal/erp/simkit"
)

type (
	reply  = simkit.Reply
	object = map[string]any
)

// spoil says how the values of an answer are falsified.
type spoil struct{ simkit.Spoil }

const kindJSON = "application/vnd.api+json; charset=utf-8"

func answer(x any) reply {
	return reply{Status: http.StatusOK, Kind: kindJSON, Body: simkit.AppendJSON(nil, x)}
}

func fail(status int, title string) reply {
	out := answer(object{"errors": []object{{"title": title}}})
	out.Status = status
	return out
}

const quotaTitle = "Request quota exceeded, come back later"

// trouble words a status that has nothing to do with the request.
func trouble(status int) reply {
	if status == http.StatusTooManyRequests {
		return fail(status, quotaTitle)
	}
	return fail(status, http.StatusText(status))
}

// ServeHTTP answers one request.
func (s *Sim) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

func (s *Sim) api(w http.ResponseWriter, r *http.Request) {
	s.trail.add(strings.Trim(r.URL.Path, "/"))
	s.Serve(w, r, func(m simkit.Mishap, _ bool) reply {
		return simkit.Mangle(m, trouble, func() reply {
			if _, _, ok := s.quota.Spend(s.opt.Now()); !ok {
				return fail(s.opt.QuotaStatus, quotaTitle)
			}
			return s.resource(r, spoil{m.Spoil})
		})
	})
}

// resource answers a request whose login it checks.
func (s *Sim) resource(r *http.Request, sp spoil) reply {
	path := strings.Trim(r.URL.Path, "/")
	if path == "token" {
		return s.token(r, sp)
	}
	bearer, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	switch company := r.URL.Query().Get("companyId"); {
	case r.Header.Get("Api-Key") != s.opt.APIKey || !s.sessions.valid(bearer, s.opt.Now()):
		return fail(http.StatusUnauthorized, "Unauthorized")
	case r.Method != http.MethodGet:
		return fail(http.StatusMethodNotAllowed, "Method not allowed")
	case path == "companies":
		own := rows("company", entry{s.opt.Company, "Example s.r.o.", nil})
		return s.list(r, sp, len(own), func(i int) object { return own[i](sp) })
	case company == "":
		return fail(http.StatusBadRequest, "companyId is missing")
	case company != strconv.Itoa(s.opt.Company):
		return fail(http.StatusForbidden, "The user has no access to this company")
	}
	return s.route(r, strings.Split(path, "/"), sp)
}

// trail remembers the latest requests.
type trail struct {
	mu    sync.Mutex
	paths []string
}

func (t *trail) add(path string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.paths = append(t.paths, path)
	if len(t.paths) > 4096 {
		t.paths = t.paths[2048:]
	}
}

// Paths are the latest requests, such as "goods/93001", oldest first.
func (s *Sim) Paths() []string {
	s.trail.mu.Lock()
	defer s.trail.mu.Unlock()
	return append([]string(nil), s.trail.paths...)
}
