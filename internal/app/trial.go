package app

import (
	"cmp"
	"context"
	"fmt"
	"maps"
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
func (s *Service) trial(ctx context.Context, l httpapi.Login) (trial, error) {
	s.look(ctx)
	c := s.Config()
	name, mode := cmp.Or(l.Name, c.ERP.Name), cmp.Or(l.Mode, c.ERP.Mode)
	if name == "" {
		return trial{}, httpapi.Invalid("erp.name", fmt.Sprintf("no business system is chosen: erp.name must be one of %v", s.opt.Registry.Names()))
	}
	f, err := s.opt.Registry.Factory(name)
	if err != nil {
		return trial{}, httpapi.Invalid("erp.name", err.Error())
	}
	t := trial{f, c.Section(name, mode)}
	fixed := func(key string) bool { return c.Origin(sectionKey(name, mode, key)).Fixed() }
	return t, t.lay(l.Settings, fixed)
}

// lay lays what was entered over what is given. The connector's own settings
// come first: they decide which others there are.
func (t trial) lay(entered map[string]string, fixed func(key string) bool) error {
	if err := t.put(t.factory.Settings, entered, fixed); err != nil {
		return err
	}
	all, err := t.factory.All(t.given)
	if err != nil {
		return httpapi.Invalid("settings", err.Error())
	}
	known := func(key string) bool {
		return slices.ContainsFunc(all, func(x erp.Setting) bool { return x.Name == key && !x.Map })
	}
	for _, key := range slices.Sorted(maps.Keys(entered)) {
		if !known(key) {
			return httpapi.Invalid("settings."+key, fmt.Sprintf("%s has no setting %q", t.factory.Title, key))
		}
	}
	maps.DeleteFunc(t.given, func(key, _ string) bool { return !known(key) && !fixed(key) })
	return t.put(all, entered, fixed)
}

func (t trial) put(settings []erp.Setting, entered map[string]string, fixed func(key string) bool) error {
	for _, x := range settings {
		value, said := entered[x.Name]
		switch {
		case !said, fixed(x.Name), x.Secret && value == "":
		case !x.ShopMaySay(value):
			return httpapi.Invalid("settings."+x.Name, fmt.Sprintf("%s.%s names files of the machine: here it can only be one of %v", t.factory.Name, x.Name, x.Offered))
		default:
			t.given[x.Name] = value
		}
	}
	return nil
}

func sectionKey(name, mode, key string) string {
	if mode == "test" {
		name += ".test"
	}
	return name + "." + key
}

// CheckLogin implements httpapi.ERP.
func (s *Service) CheckLogin(ctx context.Context, l httpapi.Login) (*checkup.Report, error) {
	t, err := s.trial(ctx, l)
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
	t, err := s.trial(ctx, l)
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
