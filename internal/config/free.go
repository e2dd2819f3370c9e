package config

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// secretName begins the names of those entries of a Map that hold secrets.
const secretName = "secret_"

// free is a section whose keys nobody knows beforehand: a Key with Map.
type free struct {
	key  string            // profile.vars
	in   map[string]Secret // the connector's values
	name string            // vars
	own  Key
	keys []Key // of the whole section
}

// freeOf lists the free sections of the connectors, live and test.
func freeOf(c *Config, connectors map[string][]Key) []free {
	var out []free
	for _, name := range slices.Sorted(maps.Keys(connectors)) {
		for _, k := range connectors[name] {
			if k.Map {
				out = append(out, free{name + "." + k.Name, c.sections[name].live, k.Name, k, connectors[name]},
					free{name + ".test." + k.Name, c.sections[name].test, k.Name, k, connectors[name]})
			}
		}
	}
	return out
}

var freeName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// bindFree makes a setting of a key in a free section, the first time it comes.
func (l *loader) bindFree(key string) (known bool) {
	for _, f := range l.free {
		name, ok := strings.CutPrefix(key, f.key+".")
		if !ok || !freeName.MatchString(name) {
			continue
		}
		of, file := strings.CutSuffix(name, "_file")
		if file && strings.HasPrefix(of, secretName) {
			l.bindFree(f.key + "." + of)
			twin := text(key, new(string))
			twin.fileOf = f.key + "." + of
			l.bind(twin)
			return true
		}
		s := entry(key, f.in, f.name+"."+name)
		s.joins = true
		s.secret = strings.HasPrefix(name, secretName)
		l.bind(s)
		return true
	}
	return false
}

func (l *loader) bind(s setting) {
	if _, known := l.byKey[s.key]; !known {
		l.settings, l.byKey[s.key] = append(l.settings, s), s
	}
}

// freeKey is the key in a free section that people write like this elsewhere,
// empty for none; form makes the written name from a key.
func (l *loader) freeKey(written string, form func(string) string) string {
	for _, f := range l.free {
		if name, ok := strings.CutPrefix(written, form(f.key)+"__"); ok && l.bindFree(f.key+"."+strings.ToLower(name)) {
			return f.key + "." + strings.ToLower(name)
		}
	}
	return ""
}

// isFree tells whether key is a free section or lies above one.
func (l *loader) isFree(key string) bool {
	return slices.ContainsFunc(l.free, func(f free) bool { return f.key == key || strings.HasPrefix(f.key, key+".") })
}

// enter makes settings of the entries that free sections have, so that they are
// known before anybody gives them. What the shop keeps for another system than
// the chosen one says nothing; it waits there until that one is chosen again.
func (l *loader) enter() {
	for _, f := range l.free {
		names := l.entries(f)
		for _, name := range names {
			l.bindFree(f.key + "." + name)
		}
		if len(names) > 0 {
			l.forget(func(key string) bool {
				name, ok := strings.CutPrefix(key, f.key+".")
				_, inFile := l.origins[key+"_file"]
				return ok && !inFile && !slices.Contains(names, name)
			})
		}
	}
}

func (l *loader) entries(f free) []string {
	if f.own.Entries == nil {
		return nil
	}
	section := map[string]string{}
	for _, k := range f.keys {
		if !k.Map {
			section[k.Name] = l.merged.String(strings.TrimSuffix(f.key, f.name) + k.Name)
		}
	}
	return f.own.Entries(section)
}

// forget drops those settings of the shop that gone says do not exist.
func (l *loader) forget(gone func(key string) bool) {
	l.settings = slices.DeleteFunc(l.settings, func(s setting) bool {
		if o, given := l.origins[s.key]; given && o.Kind != fromShop || !gone(s.key) {
			return false
		}
		delete(l.byKey, s.key)
		delete(l.origins, s.key)
		l.merged.Delete(s.key)
		return true
	})
}
