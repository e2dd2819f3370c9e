package erp

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Setting describes one key of a connector's own section of the configuration:
// the one source for validation, masking, documentation and settings pages.
type Setting struct {
	Name      string // as in YAML: api_id
	Help      string // one sentence for a shop owner
	Default   string
	Required  bool
	Secret    bool
	List      bool     // several values, joined by commas
	OneOf     []string // the only values allowed, if any
	Reference string   // the reference list that offers choices
	// Newest: NAME* stands for the entry of Reference that is called NAME and has
	// the greatest number.
	Newest bool
	// Unverified: the vendor has not published it; who sets it must ask for it.
	Unverified bool
	// Local: it names files of this machine. The shop, whose administrators need
	// not be trusted with those, can say only one of Offered.
	Local   bool
	Offered []string
	// Map is a section of values by names that only the system described knows;
	// they come as "vars.NAME". Names that begin with "secret_" hold secrets.
	Map bool
}

// Settings are the values of one section by Setting.Name; a list is joined by
// commas.
type Settings map[string]string

// ShopMaySay reports whether the shop can set this value.
func (s Setting) ShopMaySay(value string) bool {
	return !s.Local || value == "" || slices.Contains(s.Offered, value)
}

// All are the connector's settings and those that follow from the given ones.
func (f Factory) All(given Settings) ([]Setting, error) {
	more, err := f.more(given)
	return slices.Concat(f.Settings, more), err
}

func (f Factory) more(given Settings) ([]Setting, error) {
	if f.More == nil {
		return nil, nil
	}
	return f.More(given)
}

func (f Factory) complete(given Settings) (Settings, error) {
	out, faults := Settings{}, []error{}
	for _, s := range f.Settings {
		if s.Map {
			s.entries(given, out)
			continue
		}
		v := given[s.Name]
		if v == "" {
			v = s.Default
		}
		switch {
		case v == "" && s.Required:
			faults = append(faults, fmt.Errorf("%s.%s is missing: %s", f.Name, s.Name, s.Help))
		case v != "" && len(s.OneOf) > 0 && !slices.Contains(s.OneOf, v):
			faults = append(faults, fmt.Errorf("%s.%s is %q: must be one of %v", f.Name, s.Name, v, s.OneOf))
		}
		out[s.Name] = v
	}
	for _, k := range slices.Sorted(maps.Keys(given)) {
		if _, known := out[k]; !known {
			faults = append(faults, fmt.Errorf("%s.%s: unknown key", f.Name, k))
		}
	}
	return out, errors.Join(faults...)
}

// entries takes over the values of a Map.
func (s Setting) entries(given, out Settings) {
	for k, v := range given {
		if strings.HasPrefix(k, s.Name+".") {
			out[k] = v
		}
	}
}
