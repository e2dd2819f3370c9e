package app

import (
	"context"
	"slices"

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
	out := []httpapi.Connector{}
	for _, name := range s.opt.Registry.Names() {
		f, err := s.opt.Registry.Factory(name)
		if err != nil {
			continue // not possible: the registry named it itself
		}
		c := httpapi.Connector{Name: f.Name, Title: f.Title, Capabilities: s.capabilities(ctx, name), References: []string{}, Settings: []httpapi.ConnectorSetting{}}
		for _, x := range f.Settings {
			c.Settings = append(c.Settings, httpapi.ConnectorSetting{
				Name: x.Name, Help: x.Help, Default: x.Default, Required: x.Required, Secret: x.Secret, List: x.List,
				OneOf: append([]string{}, x.OneOf...), Reference: x.Reference,
			})
			if x.Reference != "" && !slices.Contains(c.References, x.Reference) {
				c.References = append(c.References, x.Reference)
			}
		}
		out = append(out, c)
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
