package schema

import (
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"wpbridge/internal/erp/profile/fill"
	"wpbridge/internal/erp/profile/hint"
)

// check says whether a profile makes sense. What holds variables is judged only
// when it is bound.
type check struct {
	*faults
	p     *Profile
	bound bool
}

var (
	names   = regexp.MustCompile(`^[a-z][a-z0-9_]{0,63}$`)
	headers = regexp.MustCompile(`^[A-Za-z0-9!#$%&'*+.^_|~-]{1,100}$`)
)

func (c *check) profile() {
	p := c.p
	if p.Version != Version {
		c.at(p.At, "profile", "must be %d: the version of this form of file", Version)
	}
	if !names.MatchString(strings.ReplaceAll(p.Name, "-", "_")) {
		c.at(p.At, "name", "is %q: must be a short name of lower case letters, digits, _ and -", p.Name)
	}
	c.base()
	c.tls()
	c.between(p.Limits.At, "limits.parallel", p.Limits.Parallel, 0, 32)
	c.vars()
	c.headers(p.At, p.Headers)
	c.auth()
	if p.Operations == nil {
		c.at(p.At, "operations", "is missing: say how products and stock are asked for")
		return
	}
	c.operations()
	if !c.bound {
		c.unused()
	}
}

func (c *check) base() {
	b := c.p.BaseURL
	if b == "" || open(b) {
		return
	}
	u, err := url.Parse(b)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		c.at(c.p.At, "base_url", "must be an address such as https://erp.example:8020/api, without login, question mark and #")
	}
}

func (c *check) tls() {
	t := c.p.TLS
	if t == nil {
		return
	}
	if t.Min != "" && t.Min != "1.2" && t.Min != "1.3" {
		c.at(t.At, "min_version", "is %q: must be \"1.2\" or \"1.3\"", t.Min)
	}
	if t.CA != "" && !strings.Contains(t.CA, "-----BEGIN CERTIFICATE-----") {
		c.at(t.At, "ca", "must hold the certificate itself, as PEM: -----BEGIN CERTIFICATE----- …")
	}
}

func (c *check) vars() {
	for _, name := range slices.Sorted(maps.Keys(c.p.Vars)) {
		v := c.p.Vars[name]
		if v == nil {
			continue
		}
		if !names.MatchString(name) {
			c.at(v.At, "", "must be named with lower case letters, digits and _")
		}
		if v.Help == "" {
			c.at(v.At, "help", "is missing: one sentence for the person who sets it")
		}
		if v.Required && v.Default != nil {
			c.at(v.At, "default", "and required: true exclude each other")
		}
		if v.Unverified && v.Default != nil && *v.Default != "" {
			c.at(v.At, "default", "is not possible with unverified: true: what is not published has no value until somebody sets it")
		}
		c.kind(v.At, "reference", v.Reference)
		c.kind(v.At, "newest_of", v.NewestOf)
	}
}

func (c *check) kind(a At, key, kind string) {
	if kind != "" && c.reference(kind) == nil {
		c.at(a, key, "is %q: must be one of operations.references%s", kind, hint.Mean(kind, c.kinds()))
	}
}

func (c *check) reference(kind string) *Operation {
	if c.p.Operations == nil {
		return nil
	}
	op := c.p.Operations.References[kind]
	if op == nil && c.bound { // dropped, because its own variables have no value
		return &Operation{}
	}
	return op
}

func (c *check) kinds() []string {
	if c.p.Operations == nil {
		return nil
	}
	return slices.Collect(maps.Keys(c.p.Operations.References))
}

func (c *check) unused() {
	mentioned := Uses(c.p)
	for _, op := range c.p.Operations.All() {
		mentioned = append(mentioned, Uses(op)...)
	}
	for _, name := range slices.Sorted(maps.Keys(c.p.Vars)) {
		if !slices.Contains(mentioned, name) {
			c.at(c.p.Vars[name].At, "", "is used nowhere: use it as {{.vars.%s}} or take it out", name)
		}
	}
}

// template checks a text that is filled in with every request.
func (c *check) template(a At, key, text string, s fill.Scope) *fill.Template {
	s.Vars = slices.Collect(maps.Keys(c.p.Vars))
	t, err := fill.Compile(text, s)
	if err != nil {
		c.at(a, key, "%v", err)
	}
	return t
}

// fixed checks a text that is filled in when the profile is opened, and tells
// whether it is final already.
func (c *check) fixed(a At, key, text string) bool {
	if !open(text) {
		return true
	}
	if t := c.template(a, key, text, fill.Scope{}); t != nil {
		for _, v := range t.Vars() {
			if c.p.Vars[v].NewestOf != "" {
				c.at(a, key, "uses {{.vars.%s}}, which is chosen from a list while running: it can be part of a request only", v)
			}
		}
	}
	return false
}

func (c *check) oneOf(a At, key, value string, allowed ...string) {
	if value != "" && c.fixed(a, key, value) && !slices.Contains(allowed, value) {
		c.at(a, key, "is %q: must be one of %s%s", value, strings.Join(allowed, ", "), hint.Mean(value, allowed))
	}
}

func (c *check) between(a At, key string, n, least, most int) {
	if n < least || n > most {
		c.at(a, key, "is %d: must be from %d to %d", n, least, most)
	}
}

func (c *check) headers(a At, hs map[string]string) {
	for name, value := range hs {
		if !headers.MatchString(name) || strings.EqualFold(name, "host") {
			c.at(a, "headers", "has the name %q, which no header can have", name)
		}
		c.template(a, "headers", value, fill.Scope{Names: c.login()})
	}
}

// login are the names that the login brings.
func (c *check) login() []string {
	if a := c.p.Auth; a != nil && a.Kind == KindToken {
		return []string{"secret", "token"}
	}
	return []string{"secret"}
}

// open tells whether a text waits for variables.
func open(text string) bool { return strings.Contains(text, "{{") }

// relative tells whether an address stays on its host and below its base.
func relative(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Scheme == "" && u.Host == "" && u.User == nil && u.Opaque == "" && !strings.HasPrefix(address, "//") &&
		!strings.Contains(address, `\`) && !slices.Contains(strings.Split(u.Path, "/"), "..")
}
