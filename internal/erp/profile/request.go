package profile

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"wpbridge/internal/erp/profile/fill"
	"wpbridge/internal/erp/profile/record"
	"wpbridge/internal/erp/profile/schema"
)

// data is what templates are filled in with.
type data map[string]any

// pair is a header, a query parameter or a form value.
type pair struct {
	name string
	text *fill.Template
}

func pairs(m map[string]string, s fill.Scope) ([]pair, error) {
	var out []pair
	var faults []error
	for _, name := range slices.Sorted(maps.Keys(m)) {
		t, err := fill.Compile(m[name], s)
		out, faults = append(out, pair{name, t}), append(faults, err)
	}
	return out, errors.Join(faults...)
}

// request is a question ready to be filled in.
type request struct {
	method  string
	path    *fill.Template
	query   []pair
	form    []pair
	headers []pair
	body    *fill.Template
	kind    string // content type
	charset string
}

// scope lets templates use everything: that each one uses only what exists at
// its place was checked with the file.
func scope(p *schema.Profile) fill.Scope {
	s := fill.Scope{
		Names: []string{
			"secret", "token", "since", "codes", "code", "ids", "id", "location",
			"page.number", "page.size", "page.offset", "page.cursor",
		},
	}
	for name, v := range p.Vars {
		s.Vars = append(s.Vars, name)
		if v.Address {
			s.Raw = append(s.Raw, name)
		}
	}
	return s
}

func newRequest(r schema.Request, charset string, p *schema.Profile) (request, error) {
	out := request{method: cmp.Or(r.Method, http.MethodGet), kind: r.ContentType, charset: charset}
	errs := make([]error, 5)
	s := scope(p)
	out.query, errs[0] = pairs(r.Query, s)
	out.form, errs[1] = pairs(r.Form, s)
	out.headers, errs[2] = pairs(r.Headers, s)
	s.Escape = "path"
	out.path, errs[3] = fill.Compile(r.Address, s)
	s.Escape = schema.EscapeOf(r.ContentType)
	out.body, errs[4] = fill.Compile(r.Body, s)
	return out, errors.Join(errs...)
}

// separators are the texts by which lists are joined in the request.
func (r request) separators() []string {
	out := append(r.path.Separators(), r.body.Separators()...)
	for _, p := range slices.Concat(r.query, r.form, r.headers) {
		out = append(out, p.text.Separators()...)
	}
	return out
}

// values fills in parameters. What becomes empty is left out.
func values(ps []pair, d data) (url.Values, error) {
	out := url.Values{}
	for _, p := range ps {
		s, err := p.text.Expand(d)
		if err != nil {
			return nil, err
		}
		if s != "" {
			out.Set(p.name, s)
		}
	}
	return out, nil
}

// address is the URL of a request: below base, whatever is filled in.
func (r request) address(base *url.URL, d data) (*url.URL, error) {
	path, err := r.path.Expand(d)
	if err != nil {
		return nil, err
	}
	ref, err := url.Parse(strings.TrimLeft(path, "/"))
	if err != nil || ref.Host != "" || ref.Scheme != "" || slices.Contains(strings.Split(ref.Path, "/"), "..") {
		return nil, fmt.Errorf("the path %q leads away from profile.base_url", path)
	}
	u := base.JoinPath(ref.EscapedPath())
	q, err := values(r.query, d)
	if err != nil {
		return nil, err
	}
	u.RawQuery = ref.RawQuery
	if len(q) > 0 {
		u.RawQuery = strings.TrimPrefix(u.RawQuery+"&"+q.Encode(), "&")
	}
	return u, nil
}

// content is the body of a request and its type.
func (r request) content(d data) ([]byte, string, error) {
	if len(r.form) > 0 {
		v, err := values(r.form, d)
		return []byte(v.Encode()), "application/x-www-form-urlencoded", err
	}
	s, err := r.body.Expand(d)
	if err != nil || s == "" {
		return nil, "", err
	}
	b, err := record.Encode(s, r.charset)
	if err != nil {
		return nil, "", fmt.Errorf("the request holds a letter that %s does not have: %w", r.charset, err)
	}
	return b, r.kind, nil
}
