package config

import (
	"maps"
	"slices"
)

// Listed is one setting as a settings page may see it.
type Listed struct {
	Key    string
	Value  string // empty of a secret
	Origin Origin
	Secret bool
	Set    bool // it has a value
}

// List lists every setting, those of connectors that nobody gave too. Of a
// secret and the file that may hold it, only the secret is listed.
func (c *Config) List() []Listed {
	var out []Listed
	for _, s := range c.settings {
		if s.fileOf != "" {
			continue
		}
		l := Listed{Key: s.key, Value: s.get(), Origin: c.origins[s.key], Secret: s.secret, Set: s.get() != ""}
		if s.secret {
			l.Value = ""
		}
		out = append(out, l)
	}
	return out
}

// Fixed tells whether the setting is out of a settings page's reach: the file,
// the environment or a flag says it.
func (o Origin) Fixed() bool { return slices.Contains([]string{"file", "env", "flag"}, o.Kind) }

// Section is Connector for any mode, live or test.
func (c *Config) Section(name, mode string) map[string]string {
	other := *c
	other.ERP.Mode = mode
	return other.Connector(name)
}

// Same reports whether two configurations say the same in every setting.
func Same(a, b *Config) bool { return maps.Equal(a.plain(), b.plain()) }

func (c *Config) plain() map[string]string {
	out := make(map[string]string, len(c.settings))
	for _, s := range c.settings {
		out[s.key] = s.get()
	}
	return out
}
