package config

import (
	"slices"
	"strings"

	"github.com/knadh/koanf/providers/confmap"
)

const (
	fromShop     = "shop"
	optionPrefix = "wpbridge_"
)

// Options are the settings that the shop keeps. They rank below the file, so
// that who runs the machine has the last word.
type Options struct {
	// Facts are settings by key that follow from what the shop is; whatever
	// anybody says is above them.
	Facts map[string]string
	// Values are the shop's options as stored, by names such as OptionName makes;
	// others among them mean nothing.
	Values map[string]string
	// Unseal gives the text of a secret from the form in which it is stored.
	Unseal func(box string) (string, error)
}

// OptionName is the WordPress option of a key: wpbridge_stock__buffer.
func OptionName(key string) string {
	return optionPrefix + strings.ReplaceAll(key, ".", "__")
}

// shop lays the shop's options down. What is no setting there is none of ours,
// or of a connector that is gone; an empty one says nothing.
func (l *loader) shop() {
	facts, layer := map[string]any{}, map[string]any{}
	for key, value := range l.options.Facts {
		facts[key] = value
	}
	l.load(confmap.Provider(facts, "."), nil, func(string) Origin { return Origin{fromShop, "as its plugin finds"} })
	for name, key := range l.namesBy(OptionName) {
		if value := l.options.Values[name]; value != "" && l.byKey[key].inShop() {
			layer[key] = value
		}
	}
	for name, value := range l.options.Values {
		if key := l.freeKey(name, OptionName); key != "" && value != "" && l.byKey[key].inShop() {
			layer[key] = value
		}
	}
	l.load(confmap.Provider(layer, "."), nil, func(key string) Origin { return Origin{fromShop, OptionName(key)} })
}

// confine refuses what the shop says of files of this machine beyond what it is
// offered, before anything looks at them.
func (l *loader) confine() {
	for _, s := range l.settings {
		o, value := l.origins[s.key], l.merged.String(s.key)
		if s.local && o.Kind == fromShop && !slices.Contains(s.offered, value) {
			l.fault(o, s.key, "is %s: there it can only be %s; a path must be given in the settings file or the environment", show(value), strings.Join(s.offered, " or "))
			l.merged.Delete(s.key)
		}
	}
}

// inShop tells whether the shop may say it. Not where it is itself or how it
// is let in, and not which files of this machine are read.
func (s setting) inShop() bool {
	return s.fileOf == "" && (!s.local || len(s.offered) > 0) && !strings.HasPrefix(s.key, "shop.") && !strings.HasPrefix(s.key, "server.")
}

// unseal opens a secret that the shop keeps; nil where it is not to be used. A
// box that belongs to another login than the chosen one may stay closed.
func (l *loader) unseal(c *Config, s setting, box string) any {
	if twin := s.key + "_file"; l.merged.String(twin) != "" {
		return nil // the file wins
	}
	text, err := l.options.Unseal(box)
	if err == nil {
		return text
	}
	if c.inUse(s.key) {
		l.fault(l.origins[s.key], s.key, "%v", err)
	}
	return nil
}

// inUse tells whether a key counts: in a connector's section only that of the
// chosen login does.
func (c *Config) inUse(key string) bool {
	name, _, _ := strings.Cut(key, ".")
	if _, connector := c.sections[name]; !connector {
		return true
	}
	return name == c.ERP.Name && strings.HasPrefix(key, name+".test.") == (c.ERP.Mode == "test")
}
