package config

import (
	"fmt"
	"os"
	"strings"

	"github.com/knadh/koanf/v2"
	"github.com/spf13/pflag"
)

// Key is one key of a connector's section.
type Key struct {
	Name   string
	Secret bool // masked, and readable from a file named by Name_file
	List   bool // several values
	// Map is a section of values by names that nobody knows beforehand. Names that
	// begin with "secret_" hold secrets.
	Map bool
	// Entries are the names that a Map has where the other values of its section
	// are these; none: whatever is given.
	Entries func(section map[string]string) []string
	// Local keys name files of this machine: the shop can say only one of Offered.
	Local   bool
	Offered []string
}

// Sources are the places that settings come from, in rising order of rank.
type Sources struct {
	Shop Options // settings kept by the shop itself
	// Later says that the shop's settings, which only these here lead to, come in
	// a second Load: what they may complete is not missed yet.
	Later      bool
	File       string         // path of the YAML file; empty: none
	Environ    []string       // "NAME=value", as from os.Environ
	Flags      *pflag.FlagSet // --log-level sets log.level; only changed flags count; nil: none
	Connectors map[string][]Key
}

// Load merges the sources over the defaults. Its error is Faults: everything
// that is wrong, in one go.
func Load(src Sources) (*Config, error) {
	c := Default()
	l := &loader{options: src.Shop, settings: bind(c, src.Connectors), free: freeOf(c, src.Connectors), merged: koanf.New("."), origins: map[string]Origin{}}
	l.index()
	l.shop()
	l.file(src.File)
	l.environ(src.Environ)
	l.flags(src.Flags)
	l.confine()
	l.enter()
	l.apply(c)
	l.readFiles()
	if !src.Later {
		l.checkMode(c)
	}
	c.settings, c.origins = l.settings, l.origins
	if err := l.faults.orNil(); err != nil {
		return nil, err
	}
	return c, nil
}

// loader gathers values, their origins and faults on the way to a Config.
type loader struct {
	options  Options
	settings []setting
	byKey    map[string]setting
	free     []free
	merged   *koanf.Koanf
	origins  map[string]Origin
	faults   Faults
}

func (l *loader) index() {
	l.byKey = make(map[string]setting, len(l.settings))
	for _, s := range l.settings {
		l.byKey[s.key] = s
	}
}

func (l *loader) fault(o Origin, key, format string, args ...any) {
	l.faults = append(l.faults, Fault{o, key, fmt.Sprintf(format, args...)})
}

// apply hands every merged value to its setting.
func (l *loader) apply(c *Config) {
	for _, s := range l.settings {
		value := l.merged.Get(s.key)
		if l.origins[s.key].Kind == fromShop && s.secret {
			value = l.unseal(c, s, fmt.Sprint(value))
		}
		if value == nil {
			l.origins[s.key] = Origin{Kind: "default"}
			continue
		}
		l.assign(s, value)
	}
}

func (l *loader) assign(s setting, found any) {
	value, single := found.(string)
	if many, ok := found.([]string); ok {
		value, single = strings.Join(many, ","), s.list || s.joins
	}
	if !single {
		l.fault(l.origins[s.key], s.key, "holds several values: it must be one")
		return
	}
	err := s.set(value)
	switch {
	case err != nil && s.secret:
		l.fault(l.origins[s.key], s.key, "%v", err)
	case err != nil:
		l.fault(l.origins[s.key], s.key, "is %s: %v", show(value), err)
	}
}

// readFiles fills each secret whose _file twin is given.
func (l *loader) readFiles() {
	for _, twin := range l.settings {
		if twin.fileOf == "" || twin.get() == "" {
			continue
		}
		s, o := l.byKey[twin.fileOf], l.origins[twin.key]
		if s.get() != "" {
			l.fault(o, twin.key, "and %s are both given: keep one", s.key)
			continue
		}
		b, err := os.ReadFile(twin.get())
		if err != nil {
			l.fault(o, twin.key, "cannot be used: %v", err)
			continue
		}
		l.origins[s.key] = Origin{o.Kind, twin.key}
		l.assign(s, strings.TrimSuffix(strings.TrimSuffix(string(b), "\n"), "\r"))
	}
}

// checkMode keeps test mode from ever falling back on the live login.
func (l *loader) checkMode(c *Config) {
	if c.ERP.Mode != "test" || c.ERP.Name == "" || len(c.sections[c.ERP.Name].test) > 0 {
		return
	}
	l.fault(l.origins["erp.mode"], "erp.mode", "is \"test\" but there is no section %s.test: give the test login there", c.ERP.Name)
}
