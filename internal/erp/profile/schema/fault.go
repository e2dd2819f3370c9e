package schema

import (
	"fmt"
	"slices"
	"strings"
)

// Fault is one thing that is wrong with a profile.
type Fault struct {
	File    string // empty: what is wrong is a setting
	Line    int    // 0: the file as a whole
	Key     string
	Problem string // what was found and what was expected
}

func (f Fault) String() string {
	what := strings.TrimSpace(f.Key + " " + f.Problem)
	switch {
	case f.File == "":
		return what
	case f.Line > 0:
		return fmt.Sprintf("%s:%d: %s", f.File, f.Line, what)
	}
	return f.File + ": " + what
}

// Faults is everything that is wrong with a profile, in the order of the lines.
type Faults []Fault //nolint:errname // a list that is also an error

func (fs Faults) Error() string {
	switch {
	case len(fs) == 1 && fs[0].File == "":
		return fs[0].String()
	case len(fs) == 1:
		return "profile: " + fs[0].String()
	}
	var b strings.Builder
	if fs[0].File == "" {
		fmt.Fprintf(&b, "%d variables of the profile must be set right:", len(fs))
	} else {
		fmt.Fprintf(&b, "the profile has %d faults:", len(fs))
	}
	for _, f := range fs {
		b.WriteString("\n  " + f.String())
	}
	return b.String()
}

// faults collects what is wrong with one file.
type faults struct {
	file string
	list Faults
}

func (f *faults) add(line int, key, format string, args ...any) {
	f.list = append(f.list, Fault{f.file, line, key, fmt.Sprintf(format, args...)})
}

// at reports a fault of a key inside a part.
func (f *faults) at(a At, key, format string, args ...any) {
	full := a.Key
	if key != "" {
		full = join(a.Key, key)
	}
	f.add(a.of(key), full, format, args...)
}

// join adds what does not follow from faults there are already: a misspelt key
// would be missed once more.
func (f *faults) join(more Faults) {
	parts := map[string]bool{}
	for _, x := range f.list {
		parts[part(x.Key)] = true
		parts[x.Key] = true
	}
	for _, x := range more {
		if !parts[part(x.Key)] && !parts[x.Key] {
			f.list = append(f.list, x)
		}
	}
}

// part is the key of the part that a key belongs to.
func part(key string) string { return key[:max(strings.LastIndexByte(key, '.'), 0)] }

func (f *faults) orNil() error {
	if len(f.list) == 0 {
		return nil
	}
	slices.SortStableFunc(f.list, func(a, b Fault) int { return a.Line - b.Line })
	return f.list
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
