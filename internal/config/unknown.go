package config

import (
	"maps"
	"slices"
	"strings"

	"github.com/knadh/koanf/v2"
)

// layer lays one source's known keys over what is merged so far; every other
// key is a fault.
func (l *loader) layer(flat *koanf.Koanf, where func(string) Origin) {
	all := flat.All()
	for _, key := range slices.Sorted(maps.Keys(all)) {
		_, known := l.byKey[key]
		known = known || l.bindFree(key)
		_, section := all[key].(map[string]any)
		switch {
		case known:
			l.origins[key] = where(key)
		case section && l.isSection(key): // empty: says nothing
			flat.Delete(key)
		default:
			l.refuse(key, where(key))
			flat.Delete(key)
		}
	}
	if err := l.merged.Merge(flat); err != nil {
		l.fault(where(""), "", "cannot be merged: %v", err)
	}
}

// refuse never shows the value: a password put in the wrong place stays one.
func (l *loader) refuse(key string, o Origin) {
	if l.isSection(key) {
		l.fault(o, key, "has a value of its own: it must hold keys, indented below it")
		return
	}
	for at := key; strings.Contains(at, "."); {
		at = at[:strings.LastIndexByte(at, '.')]
		if _, known := l.byKey[at]; known {
			l.fault(o, at, "holds keys: it must be one value")
			return
		}
	}
	l.unknown(key, o, keyName)
}

func (l *loader) isSection(key string) bool {
	return l.isFree(key) || slices.ContainsFunc(l.settings, func(s setting) bool { return strings.HasPrefix(s.key, key+".") })
}

// unknown reports a name that is no setting, with the nearest one; form makes
// the written name from a key.
func (l *loader) unknown(name string, o Origin, form func(string) string) {
	best, least := "", 1+max(2, len(name)/5)
	for _, s := range l.settings {
		candidate := form(s.key)
		d := distance(name, candidate)
		if last := candidate[strings.LastIndexByte(candidate, '.')+1:]; last == name {
			d = 1
		}
		if d < least {
			best, least = candidate, d
		}
	}
	if best == "" {
		l.fault(o, name, "is no setting; wpbridge config print lists them all")
		return
	}
	l.fault(o, name, "is no setting; did you mean %s?", best)
}

// distance is Levenshtein's: how many letters to add, drop or change.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
