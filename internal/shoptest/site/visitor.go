package site

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"
)

// Visitor is a browser without scripts.
type Visitor struct {
	Nonce string // of the REST API, sent with JSON; empty for who is not logged in

	site *Site
	http *http.Client
}

// Answer is what the shop said.
type Answer struct {
	Status int
	Header http.Header
	Body   string
}

// JSON decodes the answer's body.
func (a Answer) JSON(t testing.TB, out any) {
	t.Helper()
	if err := json.Unmarshal([]byte(a.Body), out); err != nil {
		t.Fatalf("answer %d is no JSON: %v\n%s", a.Status, err, a.Body)
	}
}

// Visitor is somebody who is not logged in.
func (s *Site) Visitor(t testing.TB) *Visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &Visitor{site: s, http: &http.Client{Jar: jar, Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}}
}

// Login is somebody who is; the owner of the shop is admin, with password admin.
func (s *Site) Login(t testing.TB, user, password string) *Visitor {
	t.Helper()
	v := s.Visitor(t)
	a := v.Post(t, "/wp-login.php", url.Values{"log": {user}, "pwd": {password}})
	if a.Status != http.StatusFound {
		t.Fatalf("login of %s: status %d", user, a.Status)
	}
	v.Nonce = v.Get(t, "/wp-admin/admin-ajax.php?action=rest-nonce").Body
	return v
}

// Get reads a page.
func (v *Visitor) Get(t testing.TB, path string) Answer {
	t.Helper()
	return v.Do(t, http.MethodGet, path, "", nil)
}

// Post sends a form.
func (v *Visitor) Post(t testing.TB, path string, form url.Values) Answer {
	t.Helper()
	return v.Do(t, http.MethodPost, path, form.Encode(), http.Header{"Content-Type": {"application/x-www-form-urlencoded"}})
}

// REST calls the shop's API as its own pages do. Path begins after wp-json/; a
// body goes as JSON.
func (v *Visitor) REST(t testing.TB, method, path string, body any) Answer {
	t.Helper()
	header := http.Header{}
	if v.Nonce != "" {
		header.Set("X-Wp-Nonce", v.Nonce)
	}
	text := ""
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		text = string(raw)
		header.Set("Content-Type", "application/json")
	}
	return v.Do(t, method, "/wp-json/"+path, text, header)
}

// Do sends what it is given.
func (v *Visitor) Do(t testing.TB, method, path, body string, header http.Header) Answer {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, v.site.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	maps.Copy(r.Header, header)
	resp, err := v.http.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var out bytes.Buffer
	if _, err := io.Copy(&out, resp.Body); err != nil {
		t.Fatal(err)
	}
	return Answer{Status: resp.StatusCode, Header: resp.Header, Body: out.String()}
}
