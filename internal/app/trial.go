package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"wpbridge/internal/checkup"
	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/chain"
	"wpbridge/internal/httpapi"
	"wpbridge/internal/woo"
)

var _ httpapi.ERP = (*Service)(nil)

// trial is a login to be tried, with the stored settings filled in.
type trial struct {
	factory erp.Factory
	given   map[string]string
}

// trial lays what a page has over what is stored. What file, environment or
// flag say stays: a page cannot change it.
func (s *Service) trial(l httpapi.Login) (trial, error) {
	c := s.Config()
	name, mode := cmp.Or(l.Name, c.ERP.Name), cmp.Or(l.Mode, c.ERP.Mode)
	if name == "" {
		return trial{}, httpapi.Invalid("erp.name", fmt.Sprintf("no business system is chosen: erp.name must be one of %v", s.opt.Registry.Names()))
	}
	f, err := s.opt.Registry.Factory(name)
	if err != nil {
		return trial{}, httpapi.Invalid("erp.name", err.Error())
	}
	given := c.Section(name, mode)
	for key, value := range l.Settings {
		i := slices.IndexFunc(f.Settings, func(x erp.Setting) bool { return x.Name == key })
		switch {
		case i < 0:
			return trial{}, httpapi.Invalid("settings."+key, fmt.Sprintf("%s has no setting %q", f.Title, key))
		case c.Origin(sectionKey(name, mode, key)).Fixed(), f.Settings[i].Secret && value == "":
		default:
			given[key] = value
		}
	}
	return trial{f, given}, nil
}

func sectionKey(name, mode, key string) string {
	if mode == "test" {
		name += ".test"
	}
	return name + "." + key
}

// CheckLogin implements httpapi.ERP.
func (s *Service) CheckLogin(ctx context.Context, l httpapi.Login) (*checkup.Report, error) {
	t, err := s.trial(l)
	if err != nil {
		return nil, err
	}
	shop, err := woo.Open(ctx, s.DB, s.Prefix)
	if err != nil {
		return nil, err
	}
	settings := shop.Settings()
	var r checkup.Report
	r.ERP(ctx, checkup.Connector{
		Factory: t.factory, Given: t.given,
		Probe: func(ctx context.Context) (*erp.Ops, error) { return ops(s.try(ctx, t, chain.Probe)) },
		Open:  func(ctx context.Context) (*erp.Ops, error) { return ops(s.try(ctx, t, chain.Open)) },
	}, &settings)
	return &r, nil
}

// Reference implements httpapi.ERP.
func (s *Service) Reference(ctx context.Context, kind string, l httpapi.Login) ([]commerce.Reference, error) {
	t, err := s.trial(l)
	if err != nil {
		return nil, err
	}
	o, err := ops(s.try(ctx, t, chain.Probe))
	if err != nil {
		return nil, httpapi.Invalid("settings", err.Error())
	}
	if o.ListReference == nil || !slices.Contains(o.Traits.References, kind) {
		return nil, fmt.Errorf("%w: %s has no list of %s; it has %v", erp.ErrNotFound, t.factory.Title, kind, o.Traits.References)
	}
	return o.ListReference(ctx, kind)
}

type opener func(context.Context, *erp.Registry, string, erp.Settings, chain.Options) (*chain.Connection, error)

// try opens a login of its own, unless it is the one in use: that one's gate
// must count its calls.
func (s *Service) try(ctx context.Context, t trial, open opener) (*chain.Connection, error) {
	if conn, same := s.login.is(t.factory.Name, t.given); same {
		return conn, nil
	}
	return open(ctx, s.opt.Registry, t.factory.Name, t.given, s.login.options())
}

// ops are a connection's operations, as a report takes them.
func ops(c *chain.Connection, err error) (*erp.Ops, error) {
	if err != nil {
		return nil, err
	}
	return c.Ops, nil
}
