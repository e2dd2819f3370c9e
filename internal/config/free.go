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
}

// freeOf lists the free sections of the connectors, live and test.
func freeOf(c *Config, connectors map[string][]Key) []free {
	var out []free
	for _, name := range slices.Sorted(maps.Keys(connectors)) {
		for _, k := range connectors[name] {
			if k.Map {
				out = append(out, free{name + "." + k.Name, c.sections[name].live, k.Name},
					free{name + ".test." + k.Name, c.sections[name].test, k.Name})
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

// freeKey is the key that an environment variable of a free section stands for.
func (l *loader) freeKey(variable string) string {
	for _, f := range l.free {
		if name, ok := strings.CutPrefix(variable, EnvName(f.key)+"__"); ok && l.bindFree(f.key+"."+strings.ToLower(name)) {
			return f.key + "." + strings.ToLower(name)
		}
	}
	return ""
}

// isFree tells whether key is a free section or lies above one.
func (l *loader) isFree(key string) bool {
	return slices.ContainsFunc(l.free, func(f free) bool { return f.key == key || strings.HasPrefix(f.key, key+".") })
}
