package checkup

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

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
		r.noPing(ctx, c, err, section)
		return
	}
	r.OK("erp", "%s answers and accepts the login, in %s", cmp.Or(o.Traits.Title, c.Factory.Title), time.Since(start).Round(time.Millisecond))
	if !r.references(ctx, c, o) {
		return
	}
	if o, err = c.Open(ctx); err != nil {
		r.Fail("erp settings", err, section)
		return
	}
	r.prices(ctx, o, shop)
}

// noPing reports a ping that failed; where settings are missing for it, all that
// are.
func (r *Report) noPing(ctx context.Context, c Connector, err error, section string) {
	if !errors.Is(err, erp.ErrIncomplete) {
		r.Fail("erp", err, pingCure(err))
		return
	}
	if _, missing := c.Open(ctx); missing != nil {
		err = missing
	}
	r.Fail("erp settings", err, section)
}

// references looks up each setting that names an entry of a list.
func (r *Report) references(ctx context.Context, c Connector, o *erp.Ops) bool {
	before := len(r.Findings)
	all, err := c.Factory.All(c.Given)
	if err != nil {
		r.Fail("erp settings", err, "")
	}
	for _, s := range all {
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
