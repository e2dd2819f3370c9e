package erptest

import (
	"bytes"
	"log/slog"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/chain"
)

// World is one simulated ERP, a test's own, and the ways to change it. A nil
// hook skips the cases that need it. The ERP's clock is time.Now.
type World struct {
	Factory erp.Factory
	// Settings make the connector ask for so many entries at a time.
	Settings func(page int) erp.Settings
	// HTTP reaches the simulator without sockets: cases run in synctest bubbles.
	HTTP      *http.Client
	Locations []string
	Secrets   []string // texts that must appear nowhere
	// NoFeed: the ERP has no feed of changes, so that every reading holds
	// everything and the mark stays the same.
	NoFeed bool

	Levels func() []commerce.StockLevel // the whole truth
	Items  func() []commerce.Item
	// Categories is the whole tree; nil where the ERP has none.
	Categories func() []commerce.Category
	SetStock   func(code commerce.Code, location string, q commerce.Quantity)
	DropStock  func(code commerce.Code, location string)
	Touch      func(code commerce.Code) // changes the item's price
	Remove     func(code commerce.Code)
	// Push is what the ERP sends about these levels, none being a probe; Settings
	// hold what proves its sender.
	Push   func(levels ...commerce.StockLevel) erp.Push
	Faults func(spec string) // in the language of simkit.ParseFaults
}

// Opt says what is proven.
type Opt struct {
	// New makes an ERP with at least twenty items, each held at every location.
	New func(t *testing.T) World
}

// Run proves a connector against its simulator.
func Run(t *testing.T, opt Opt) {
	t.Helper()
	cases := []struct {
		name string
		run  func(*testing.T, World)
	}{
		{"ping", ping},
		{"references", references},
		{"full reading equals the truth", fullReading},
		{"a bare reading lacks nothing but categories", bare},
		{"category tree equals the truth", categories},
		{"any connector continues any reading", resume},
		{"incremental reading finds the changes", incremental},
		{"incremental reading of items", incrementalItems},
		{"a quiet reading keeps its mark", quiet},
		{"changes while reading arrive", restless},
		{"absent is not zero", absent},
		{"check of single codes", check},
		{"find by id", find},
		{"pushes", push},
		{"pushes of strangers", strangers},
		{"foreign cursors and marks are refused", foreign},
		{"cancellation", cancellation},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { c.run(t, opt.New(t)) })
		})
	}
	t.Run("faults", func(t *testing.T) { t.Parallel(); faults(t, opt) })
}

// open makes a fresh connector without decorators.
func (w World) open(t *testing.T, page int) *erp.Ops {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	env := erp.Env{HTTP: w.HTTP, Log: log}
	o, err := erp.NewRegistry(w.Factory).Open(t.Context(), w.Factory.Name, w.Settings(page), env)
	require.NoError(t, err)
	return o
}

// chain makes a connection as the program uses it, with its log.
func (w World) chain(t *testing.T, page int) (*chain.Connection, *text) {
	t.Helper()
	log := &text{}
	opt := chain.Options{HTTP: w.HTTP, Log: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))}
	c, err := chain.Open(t.Context(), erp.NewRegistry(w.Factory), w.Factory.Name, w.Settings(page), opt)
	require.NoError(t, err)
	return c, log
}

func (w World) codes() []commerce.Code {
	var out []commerce.Code
	for _, it := range w.Items() {
		out = append(out, it.Code)
	}
	return out
}

// later lets the bubble's clock go on.
func later(d time.Duration) { <-time.After(d) }

func need(t *testing.T, hooks ...bool) {
	t.Helper()
	for _, ok := range hooks {
		if !ok {
			t.Skip("the simulator has no hook for this")
		}
	}
}

// text is a log that can be read while it is written.
type text struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (x *text) Write(b []byte) (int, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.b.Write(b)
}

func (x *text) String() string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.b.String()
}
