package config

import (
	"errors"
	"io/fs"
	"strings"

	"github.com/knadh/koanf/providers/env/v2"
	"github.com/knadh/koanf/providers/file"
	"github.com/knadh/koanf/providers/posflag"
	"github.com/knadh/koanf/v2"
	"github.com/spf13/pflag"
)

const envPrefix = "WPBRIDGE_"

// EnvName is the environment variable of a key: WPBRIDGE_STOCK__BUFFER.
func EnvName(key string) string {
	return envPrefix + strings.ToUpper(strings.NewReplacer(".", "__", "-", "_").Replace(key))
}

// FlagName is the flag of a key, for those keys that have one: log-level.
func FlagName(key string) string {
	return strings.NewReplacer(".", "-", "_", "-").Replace(key)
}

func keyName(key string) string { return key }

func (l *loader) file(path string) {
	if path == "" {
		return
	}
	doc := &document{name: path, lines: map[string]int{}}
	l.load(file.Provider(path), doc, func(key string) Origin { return doc.origin(doc.lines[key]) })
	l.faults = append(l.faults, doc.faults...)
}

func (l *loader) environ(environ []string) {
	keys := l.namesBy(EnvName)
	l.load(env.Provider(".", env.Opt{
		Prefix:      envPrefix,
		EnvironFunc: func() []string { return environ },
		TransformFunc: func(name, value string) (string, any) {
			key, known := keys[name]
			if !known {
				key = l.freeKey(name, EnvName)
				known = key != ""
			}
			if !known && !notASetting(name) {
				l.unknown(name, Origin{Kind: "env", Detail: "environment"}, EnvName)
			}
			return key, value
		},
	}), nil, func(key string) Origin { return Origin{"env", EnvName(key)} })
}

// notASetting knows the variables that steer the program or its tests.
func notASetting(name string) bool {
	name = strings.TrimPrefix(name, envPrefix)
	return name == "CONFIG" || name == "CACHE" || strings.HasPrefix(name, "TEST_") || strings.HasPrefix(name, "UPDATE")
}

func (l *loader) flags(set *pflag.FlagSet) {
	if set == nil {
		return
	}
	keys := l.namesBy(FlagName)
	l.load(posflag.ProviderWithFlag(set, ".", nil, func(f *pflag.Flag) (string, any) {
		if many, ok := f.Value.(pflag.SliceValue); ok {
			return keys[f.Name], many.GetSlice()
		}
		return keys[f.Name], f.Value.String()
	}), nil, func(key string) Origin { return Origin{"flag", "--" + FlagName(key)} })
}

// load reads one layer and lays it over the ones before.
func (l *loader) load(p koanf.Provider, parser koanf.Parser, where func(key string) Origin) {
	flat := koanf.New(".")
	var path *fs.PathError
	switch err := flat.Load(p, parser); {
	case errors.As(err, &path):
		l.fault(where(""), "", "cannot be read: %v", path.Err)
	case err != nil:
		l.fault(where(""), "", "cannot be read: %v", err)
	}
	l.layer(flat, where)
}

// namesBy maps the form of each key that people write elsewhere to the key.
func (l *loader) namesBy(form func(string) string) map[string]string {
	out := make(map[string]string, len(l.settings))
	for _, s := range l.settings {
		out[form(s.key)] = s.key
	}
	return out
}
