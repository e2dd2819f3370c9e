package schema

import (
	"wpbridge/internal/erp/profile/fill"
	"wpbridge/internal/erp/profile/record"
)

// The kinds of login and of paging.
const (
	KindNone   = "none"
	KindHeader = "header"
	KindBasic  = "basic"
	KindQuery  = "query"
	KindToken  = "token"
	KindPage   = "page"
	KindOffset = "offset"
	KindCursor = "cursor"
	KindLink   = "link"
)

func (c *check) auth() {
	a := c.p.Auth
	if a == nil {
		return
	}
	c.oneOf(a.At, "kind", a.Kind, KindNone, KindHeader, KindBasic, KindQuery, KindToken)
	if (a.Kind == KindQuery || a.Kind == KindHeader || a.Kind == KindToken) && !c.bound {
		c.need(a.At, "name", a.Name)
		c.need(a.At, "value", a.Value)
	}
	if c.fixed(a.At, "name", a.Name) && a.Name != "" && !headers.MatchString(a.Name) {
		c.at(a.At, "name", "is %q, which no header or parameter can have", a.Name)
	}
	for key, text := range map[string]string{"value": a.Value, "user": a.User, "password": a.Password} {
		c.template(a.At, key, text, fill.Scope{Names: c.login()})
	}
	switch {
	case a.Kind != KindToken:
	case a.Token == nil:
		c.at(a.At, "token", "is missing: say by which request the token is fetched")
	default:
		c.request(a.Token.At, &a.Token.Request, []string{"secret"}, "")
		c.need(a.Token.At, "token", a.Token.Path)
		if a.Token.Expires == "" && a.Token.Lifetime == 0 {
			c.at(a.Token.At, "lifetime", "is missing: say how long a token is good for, or with expires_in where the answer says it")
		}
		c.path(a.Token.At, "token", a.Token.Path, record.JSON)
		c.path(a.Token.At, "expires_in", a.Token.Expires, record.JSON)
	}
}

func (c *check) need(a At, key, value string) {
	if value == "" {
		c.at(a, key, "is missing")
	}
}

// addresses are the variables that are paths.
func (c *check) addresses() []string {
	var out []string
	for name, v := range c.p.Vars {
		if v.Address {
			out = append(out, name)
		}
	}
	return out
}
