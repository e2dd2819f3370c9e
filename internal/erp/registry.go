package erp

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"slices"
)

// ErrUnknown names a connector that is not registered.
var ErrUnknown = errors.New("unknown ERP")

// Env is what a connector gets from its surroundings.
type Env struct {
	HTTP *http.Client // never nil; has no overall time-out, calls use the context
	Log  *slog.Logger
	// Probing tells that only Ping and ListReference will be asked: what they can
	// do without may be missing.
	Probing bool
}

// Factory makes a connector from its settings.
type Factory struct {
	Name     string
	Title    string // as people write it: "Sitoo"
	Settings []Setting
	// More are the settings that follow from those given, such as the entries of a
	// Map that are known by now; nil where there never are any. New checks them.
	More func(Settings) ([]Setting, error)
	New  func(context.Context, Settings, Env) (Connector, error)
	// Allowance reads what an answer's headers say about the request budget; nil
	// where the system says nothing. It must not change the response.
	Allowance func(*http.Response) Allowance
	// Transport makes the transport for settings that choose how connections are
	// secured; nil where they do not. It returns base unless they do.
	Transport func(s Settings, base http.RoundTripper) (http.RoundTripper, error)
}

// Registry holds factories by name.
type Registry struct{ byName map[string]Factory }

// NewRegistry panics on a name given twice: it is called with literals.
func NewRegistry(fs ...Factory) *Registry {
	r := &Registry{byName: make(map[string]Factory, len(fs))}
	for _, f := range fs {
		if _, dup := r.byName[f.Name]; dup {
			panic("erp: connector " + f.Name + " registered twice")
		}
		r.byName[f.Name] = f
	}
	return r
}

// Names lists the registered connectors in alphabetical order.
func (r *Registry) Names() []string { return slices.Sorted(maps.Keys(r.byName)) }

// Factory returns the one called name, or an error that lists the known ones.
func (r *Registry) Factory(name string) (Factory, error) {
	f, ok := r.byName[name]
	if !ok {
		return f, fmt.Errorf("%w %q: erp.name must be one of %v", ErrUnknown, name, r.Names())
	}
	return f, nil
}

// Open checks the settings against the connector's own list, fills defaults,
// makes the connector and resolves it. All faults are reported at once.
func (r *Registry) Open(ctx context.Context, name string, given Settings, env Env) (*Ops, error) {
	f, err := r.Factory(name)
	if err != nil {
		return nil, err
	}
	return f.open(ctx, given, env)
}

// Probe opens only Ping and ListReference, and does without the settings whose
// choices ListReference offers: a person must be able to test the login and to
// look at the lists before choosing from them.
func (r *Registry) Probe(ctx context.Context, name string, given Settings, env Env) (*Ops, error) {
	f, err := r.Factory(name)
	if err != nil {
		return nil, err
	}
	env.Probing = true
	f.Settings = slices.Clone(f.Settings)
	for i, s := range f.Settings {
		f.Settings[i].Required = s.Required && s.Reference == ""
	}
	o, err := f.open(ctx, given, env)
	if err != nil {
		return nil, err
	}
	return &Ops{Name: o.Name, Traits: o.Traits, Ping: o.Ping, ListReference: o.ListReference}, nil
}

func (f Factory) open(ctx context.Context, given Settings, env Env) (*Ops, error) {
	settings, err := f.complete(given)
	if err != nil {
		return nil, err
	}
	c, err := f.New(ctx, settings, env)
	if err != nil {
		return nil, fmt.Errorf("set up %s: %w", f.Title, err)
	}
	return Resolve(f.Name, c), nil
}
