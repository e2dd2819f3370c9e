package config

import (
	"fmt"
	"strings"
)

// Origin says where a value was given.
type Origin struct {
	Kind   string // default, shop, file, env, flag
	Detail string // "wpbridge.yaml:4", "WPBRIDGE_STOCK__BUFFER", "--log-level"
}

func (o Origin) String() string {
	return strings.TrimSpace(o.Kind + " " + o.Detail)
}

// Fault is one thing that is wrong with the configuration.
type Fault struct {
	Origin  Origin
	Key     string // "stock.buffer"; empty if the fault is not about one key
	Problem string // what was found and what was expected
}

func (f Fault) String() string {
	out := strings.TrimSpace(f.Key + " " + f.Problem)
	if f.Origin.Detail != "" {
		out = f.Origin.Detail + ": " + out
	}
	return out
}

// Faults is everything that is wrong with the configuration, found in one go.
type Faults []Fault //nolint:errname // a list that is also an error

func (fs Faults) Error() string {
	if len(fs) == 1 {
		return "configuration: " + fs[0].String()
	}
	var b strings.Builder
	fmt.Fprintf(&b, "configuration has %d faults:", len(fs))
	for _, f := range fs {
		b.WriteString("\n  " + f.String())
	}
	return b.String()
}

// orNil keeps an empty list from becoming a non-nil error.
func (fs Faults) orNil() error {
	if len(fs) == 0 {
		return nil
	}
	return fs
}

// show quotes a value for a message, cut to a readable length.
func show(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return fmt.Sprintf("%q…", string(r[:most]))
	}
	return fmt.Sprintf("%q", s)
}
