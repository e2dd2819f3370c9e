package checkup

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/woo"
)

const erpTime = 20 * time.Second

var errSlow = errors.New("the ERP took longer than the time for a check")

// Connector is the ERP to look at, and how to open it: Probe for what can be
// done before choices are made, Open with every setting in place.
type Connector struct {
	Factory erp.Factory
	Given   erp.Settings
	Probe   func(context.Context) (*erp.Ops, error)
	Open    func(context.Context) (*erp.Ops, error)
}

// ERP tries the login, looks whether what the settings name exists there, and
// compares its prices with the shop's settings, nil where those are unknown.
func (r *Report) ERP(ctx context.Context, c Connector, shop *woo.Settings) {
	ctx, cancel := context.WithTimeoutCause(ctx, erpTime, errSlow)
	defer cancel()
	section := "complete the section " + c.Factory.Name + " of the settings"
	o, err := c.Probe(ctx)
	if err != nil {
		r.Fail("erp settings", err, section)
		return
	}
	start := time.Now()
	if err := o.Ping(ctx); err != nil {
		r.Fail("erp", err, pingCure(err))
		return
	}
	r.OK("erp", "%s answers and accepts the login, in %s", c.Factory.Title, time.Since(start).Round(time.Millisecond))
	if !r.references(ctx, c, o) {
		return
	}
	if o, err = c.Open(ctx); err != nil {
		r.Fail("erp settings", err, section)
		return
	}
	r.prices(ctx, o, shop)
}

// references looks up each setting that names an entry of a list.
func (r *Report) references(ctx context.Context, c Connector, o *erp.Ops) bool {
	before := len(r.Findings)
	for _, s := range c.Factory.Settings {
		if s.Reference != "" && o.ListReference != nil && slices.Contains(o.Traits.References, s.Reference) {
			r.reference(ctx, c.Factory, s, c.Given[s.Name], o)
		}
	}
	return !slices.ContainsFunc(r.Findings[before:], func(f Finding) bool { return f.Level == Fail })
}

func pingCure(err error) string {
	switch {
	case errors.Is(err, erp.ErrUnauthorized):
		return "check the login in the settings, and that the ERP allows this machine's address"
	case errors.Is(err, erp.ErrUnreachable):
		return "check the address in the settings, this machine's DNS and firewall, and that the ERP is up"
	}
	return ""
}

// reference compares a setting's values with the list that offers its choices.
func (r *Report) reference(ctx context.Context, f erp.Factory, s erp.Setting, value string, o *erp.Ops) {
	name, key := "erp "+s.Name, f.Name+"."+s.Name
	list, err := o.ListReference(ctx, s.Reference)
	if err != nil {
		r.Fail(name, fmt.Errorf("fetch the list of %s: %w", s.Reference, err), "")
		return
	}
	if value == "" {
		value = s.Default
	}
	chosen, missing := choose(list, value)
	choices := "there are: " + names(list)
	switch {
	case len(missing) > 0:
		r.Fail(name, fmt.Errorf("%s names %s, which %s does not have", key, strings.Join(missing, ", "), f.Title), choices)
	case len(chosen) == 0 && s.Required:
		r.Fail(name, fmt.Errorf("%s is missing: %s", key, s.Help), choices)
	case len(chosen) == 0:
		r.OK(name, "nothing chosen; %s", choices)
	default:
		r.OK(name, "%s", names(chosen))
	}
}

func choose(list []commerce.Reference, value string) (chosen []commerce.Reference, missing []string) {
	for id := range strings.SplitSeq(value, ",") {
		if id = strings.TrimSpace(id); id == "" {
			continue
		}
		i := slices.IndexFunc(list, func(x commerce.Reference) bool { return x.ID == id })
		if i < 0 {
			missing = append(missing, id)
			continue
		}
		chosen = append(chosen, list[i])
	}
	return chosen, missing
}

func names(list []commerce.Reference) string {
	const most = 12
	var out []string
	for i, x := range list {
		if i == most {
			out = append(out, fmt.Sprintf("and %d more", len(list)-most))
			break
		}
		if x.Name == x.ID {
			x.Name = ""
		}
		out = append(out, strings.TrimSpace(x.ID+" "+x.Name))
	}
	if len(out) == 0 {
		return "none"
	}
	return strings.Join(out, ", ")
}
