package profile

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/profile/folder"
	"wpbridge/internal/erp/profile/schema"
)

// client is one profile with the values of one installation.
type client struct {
	title   string
	base    *url.URL // ends in a slash; nil where only files are read
	folder  folder.Folder
	limits  schema.Limits
	headers []pair
	auth    *login
	vars    vars
	secrets []string // never shown

	ping, products, find, stock, check *operation
	references                         map[string]*operation
	gone                               map[string][]string // operations that lack variables

	http  *http.Client
	log   *slog.Logger
	trace func(*Exchange) // nil: nobody looks on
}

// newClient loads the profile that s names and fills in its variables. With
// lenient, operations that lack a required variable are left out.
func newClient(s erp.Settings, lenient bool) (*client, error) {
	p, err := Load(s["file"])
	if err != nil {
		return nil, err
	}
	values, err := p.Complete(given(s), lenient)
	if err != nil {
		return nil, err
	}
	c := &client{
		title: p.Title, folder: folder.Folder{Dir: s["folder"]}, limits: p.Limits,
		vars: newVars(p, values, s["secret"]), secrets: secretsOf(s), gone: p.Drop(values),
	}
	if c.title == "" {
		c.title = p.Name
	}
	if s["base_url"] != "" {
		p.BaseURL = s["base_url"]
	}
	if err := p.Bind(s["file"], values); err != nil {
		_, missing := p.Complete(given(s), false) // says more plainly why
		return nil, cmp.Or(missing, err)
	}
	return c, errors.Join(c.address(p, s), c.compile(p))
}

func given(s erp.Settings) map[string]string {
	out := map[string]string{}
	for k, v := range s {
		if name, ok := strings.CutPrefix(k, "vars."); ok {
			out[name] = v
		}
	}
	return out
}

// secretsOf are the texts that must not be shown, the longest first.
func secretsOf(s erp.Settings) []string {
	out := []string{s["secret"]}
	for k, v := range s {
		if strings.HasPrefix(k, "vars.secret_") {
			out = append(out, v)
		}
	}
	slices.SortFunc(out, func(a, b string) int { return len(b) - len(a) })
	return slices.DeleteFunc(out, func(s string) bool { return s == "" })
}

// address takes over where requests go and files lie. It never repeats the
// address: somebody may have pasted a password in it.
func (c *client) address(p *schema.Profile, s erp.Settings) error {
	calls, files := transports(p)
	if files && s["folder"] == "" {
		return errors.New("profile.folder is missing: this profile reads files, name the directory they lie in")
	}
	if p.BaseURL == "" {
		if calls {
			return errors.New("profile.base_url is missing: the profile does not know the address of the business system")
		}
		return nil
	}
	u, err := url.Parse(strings.TrimSpace(p.BaseURL))
	if err != nil || u.Host == "" {
		return errors.New("profile.base_url is not a web address")
	}
	c.base = u.JoinPath("/")
	return nil
}

// transports tells whether a profile sends requests and whether it reads files.
func transports(p *schema.Profile) (calls, files bool) {
	for _, op := range p.Operations.All() {
		calls = calls || op.Files == ""
		files = files || op.Files != ""
	}
	return calls, files
}

// compile makes operations of what the profile has.
func (c *client) compile(p *schema.Profile) error {
	var faults []error
	one := func(name string, op *schema.Operation) *operation {
		if op == nil {
			return nil
		}
		o, err := newOperation(name, op, p)
		faults = append(faults, err)
		return o
	}
	o := p.Operations
	c.ping, c.products, c.find = one("ping", o.Ping), one("products", o.Products), one("find", o.Find)
	c.stock, c.check = one("stock", o.Stock), one("check", o.Check)
	c.references = map[string]*operation{}
	for kind, op := range o.References {
		c.references[kind] = one("references."+kind, op)
	}
	var err error
	c.headers, err = pairs(p.Headers, scope(p))
	faults = append(faults, err)
	c.auth, err = newLogin(p)
	return errors.Join(append(faults, err)...)
}

func (c *client) kinds() []string { return slices.Sorted(maps.Keys(c.references)) }

// mask takes the secrets out of a text.
func (c *client) mask(s string) string {
	for _, x := range append(c.auth.secret(), c.secrets...) {
		s = strings.ReplaceAll(s, x, "***")
		s = strings.ReplaceAll(s, url.QueryEscape(x), "***")
	}
	return s
}

// warnPlain says that a secret travels readable. Addresses inside the house are
// taken for safe.
func (c *client) warnPlain() {
	if c.base == nil || c.base.Scheme != "http" || len(c.secrets) == 0 {
		return
	}
	ip, err := netip.ParseAddr(c.base.Hostname())
	if c.base.Hostname() == "localhost" || err == nil && (ip.IsLoopback() || ip.IsPrivate()) {
		return
	}
	c.log.Warn("the login travels unencrypted: use https, or a VPN", "host", c.base.Host)
}

// lacking explains an operation that is not offered.
func (c *client) lacking(name string) error {
	if vars := c.gone[name]; len(vars) > 0 {
		return fmt.Errorf("%w: %s is not offered: set %s.%s", erp.ErrIncomplete, name, schema.VarsKey, strings.Join(vars, ", "+schema.VarsKey+"."))
	}
	return fmt.Errorf("%s is not part of this profile", name)
}
