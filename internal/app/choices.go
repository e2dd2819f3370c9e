package app

import (
	"context"
	"slices"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/chain"
	"wpbridge/internal/httpapi"
)

var _ httpapi.Settings = (*Service)(nil)

// Settings implements httpapi.Settings.
func (s *Service) Settings(ctx context.Context) []httpapi.Setting {
	s.look(ctx)
	var out []httpapi.Setting
	for _, l := range s.Config().List() {
		out = append(out, httpapi.Setting{
			Key: l.Key, Value: l.Value, Origin: l.Origin.Kind, Detail: l.Origin.Detail, Fixed: l.Origin.Fixed(), Secret: l.Secret, Set: l.Set,
		})
	}
	return out
}

// Connectors implements httpapi.Settings.
func (s *Service) Connectors(ctx context.Context) []httpapi.Connector {
	s.look(ctx)
	out := []httpapi.Connector{}
	for _, name := range s.opt.Registry.Names() {
		f, err := s.opt.Registry.Factory(name)
		if err != nil {
			continue // not possible: the registry named it itself
		}
		out = append(out, httpapi.Connector{
			Name: f.Name, Title: f.Title, Settings: s.fields(f), References: s.references(f), Capabilities: s.capabilities(ctx, name),
		})
	}
	return out
}

// fields are what a settings page asks for: the connector's own settings, and
// for each login those that follow from what is stored. What keeps them from
// being known is told by whatever opens the connector.
func (s *Service) fields(f erp.Factory) []httpapi.ConnectorSetting {
	out := []httpapi.ConnectorSetting{}
	for _, x := range f.Settings {
		if !x.Map && (!x.Local || len(x.Offered) > 0) {
			out = append(out, field(x, ""))
		}
	}
	for _, mode := range []string{"live", "test"} {
		all, err := f.All(s.Config().Section(f.Name, mode))
		if err != nil {
			continue
		}
		for _, x := range all[len(f.Settings):] {
			out = append(out, field(x, mode))
		}
	}
	return out
}

func field(x erp.Setting, mode string) httpapi.ConnectorSetting {
	return httpapi.ConnectorSetting{
		Name: x.Name, Help: x.Help, Default: x.Default, Required: x.Required, Secret: x.Secret, List: x.List,
		OneOf: append(append([]string{}, x.OneOf...), x.Offered...), Reference: x.Reference, Newest: x.Newest, Unverified: x.Unverified, Mode: mode,
	}
}

// references are the lists that offer choices for a connector's settings.
func (s *Service) references(f erp.Factory) []string {
	out := []string{}
	for _, x := range s.fields(f) {
		if x.Reference != "" && !slices.Contains(out, x.Reference) {
			out = append(out, x.Reference)
		}
	}
	return out
}

// capabilities are those of the connector with its stored settings; none where
// they do not suffice to open it.
func (s *Service) capabilities(ctx context.Context, name string) []string {
	given := s.Config().Connector(name)
	conn, same := s.login.is(name, given)
	if !same {
		var err error
		if conn, err = chain.Open(ctx, s.opt.Registry, name, given, chain.Options{}); err != nil {
			return []string{}
		}
	}
	return conn.Capabilities()
}
