// Package checkup looks at everything wpbridge depends on and says of each
// thing whether it is in order and, if not, what cures it.
package checkup

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"wpbridge/internal/erp"
)

// Level says how bad a finding is.
type Level string

// The levels.
const (
	OK   Level = "ok"
	Warn Level = "warn" // works, but somebody should look
	Fail Level = "fail" // a run would not work
)

// Finding is one line of the report. Code says in one word what failed, for who
// has words of his own for it; empty where there is none.
type Finding struct {
	Name  string `json:"name"`
	Level Level  `json:"level"`
	Code  string `json:"code,omitempty"`
	Text  string `json:"text"`
	Cure  string `json:"cure,omitempty"`
	err   error  // for the exit code
}

// Report is what a check-up found, in the order looked at.
type Report struct {
	Findings []Finding `json:"checks"`
}

// OK notes that something is in order.
func (r *Report) OK(name, format string, args ...any) {
	r.add(Finding{Name: name, Level: OK, Text: fmt.Sprintf(format, args...)})
}

// Warn notes something that a person should look at.
func (r *Report) Warn(name, text, cure string) {
	r.add(Finding{Name: name, Level: Warn, Text: text, Cure: cure})
}

// Fail notes what would make a run fail. Cure may be empty where the error
// holds it.
func (r *Report) Fail(name string, err error, cure string) {
	r.add(Finding{Name: name, Level: Fail, Code: code(err), Text: err.Error(), Cure: cure, err: err})
}

// code is the word for errors that shop owners meet.
func code(err error) string {
	switch {
	case errors.Is(err, erp.ErrUnauthorized):
		return "unauthorized"
	case errors.Is(err, erp.ErrUnreachable):
		return "unreachable"
	}
	return ""
}

func (r *Report) add(f Finding) { r.Findings = append(r.Findings, f) }

// Err is nil where nothing failed; else it names the first failure, and wraps
// its error, whose text stands in the report already.
func (r *Report) Err() error {
	for _, f := range r.Findings {
		if f.err != nil {
			return failure{f}
		}
	}
	return nil
}

type failure struct{ Finding }

func (f failure) Error() string { return "check failed: " + f.Name }

func (f failure) Unwrap() error { return f.err }

// Status is the worst level found.
func (r *Report) Status() Level {
	worst := OK
	for _, f := range r.Findings {
		switch f.Level {
		case Fail:
			return Fail
		case Warn:
			worst = Warn
		}
	}
	return worst
}

// Print writes one line for each finding, and the cure below it.
func (r *Report) Print(w io.Writer) error {
	const margin = 22
	var b strings.Builder
	for _, f := range r.Findings {
		level := string(f.Level)
		if f.Level == Fail {
			level = "FAIL"
		}
		text := strings.ReplaceAll(f.Text, "\n", "\n"+strings.Repeat(" ", margin))
		fmt.Fprintf(&b, "%-4s  %-14s  %s\n", level, f.Name, text)
		if f.Cure != "" {
			fmt.Fprintf(&b, "%*s→ %s\n", margin, "", f.Cure)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
