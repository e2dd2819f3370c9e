package flowiisim

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

// sessions are the tokens in force.
type sessions struct {
	mu      sync.Mutex
	access  map[string]time.Time // until when
	refresh map[string]bool
	issued  int
}

// expire ends all access tokens, with refresh also those that renew them.
func (x *sessions) expire(refresh bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.access = map[string]time.Time{}
	if refresh {
		x.refresh = map[string]bool{}
	}
}

// issue makes a new pair of tokens.
func (x *sessions) issue(until time.Time) (access, refresh string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.issued++
	access, refresh = fmt.Sprintf("secret-token-%d", x.issued), fmt.Sprintf("secret-renewal-%d", x.issued)
	x.access[access], x.refresh[refresh] = until, true
	return access, refresh
}

// redeem uses a refresh token up.
func (x *sessions) redeem(token string) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	ok := x.refresh[token]
	delete(x.refresh, token)
	return ok
}

func (x *sessions) valid(token string, now time.Time) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	until, ok := x.access[token]
	return ok && now.Before(until)
}

// Expire ends all access tokens; with refresh also those that renew them.
func (s *Sim) Expire(refresh bool) { s.sessions.expire(refresh) }

// Logins counts the tokens issued so far.
func (s *Sim) Logins() int {
	s.sessions.mu.Lock()
	defer s.sessions.mu.Unlock()
	return s.sessions.issued
}

// token answers a login or a renewal, in the manner of OAuth.
func (s *Sim) token(r *http.Request, sp spoil) reply {
	switch {
	case r.Method != http.MethodPost:
		return fail(http.StatusMethodNotAllowed, "Method not allowed")
	case r.ParseForm() != nil:
		return refuse("invalid_request", "The form cannot be read.")
	case r.Header.Get("Api-Key") != s.opt.APIKey:
		return refuse("invalid_client", "The API key is unknown.")
	case !s.grant(r):
		return refuse("invalid_grant", "The user name or password is incorrect.")
	}
	now := s.opt.Now()
	access, refresh := s.sessions.issue(now.Add(s.opt.TokenLife))
	return answer(object{
		"access_token": sp.text(access), "token_type": "bearer", "expires_in": sp.number(fmt.Sprint(int(s.opt.TokenLife.Seconds()))),
		"refresh_token": refresh, "userName": s.opt.Email,
		".issued": now.UTC().Format(http.TimeFormat), ".expires": now.Add(s.opt.TokenLife).UTC().Format(http.TimeFormat),
	})
}

func (s *Sim) grant(r *http.Request) bool {
	switch r.PostForm.Get("grant_type") {
	case "password":
		return strings.EqualFold(r.PostForm.Get("username"), s.opt.Email) && r.PostForm.Get("password") == s.opt.Password
	case "refresh_token":
		return strings.EqualFold(r.PostForm.Get("client_id"), s.opt.Email) && s.sessions.redeem(r.PostForm.Get("refresh_token"))
	}
	return false
}

func refuse(code, text string) reply {
	out := answer(object{"error": code, "error_description": text})
	out.Status = http.StatusBadRequest
	return out
}
