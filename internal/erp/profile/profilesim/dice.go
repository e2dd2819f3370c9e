package profilesim

import (
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"wpbridge/internal/erp/sitoo/sitoosim"
)

// dice decide which faults strike a request.
type dice struct {
	mu     sync.Mutex
	faults sitoosim.Faults
	rand   *rand.Rand
}

// mishap is what goes wrong with one request. The zero value is nothing.
type mishap struct {
	kind                           string // replaces the answer, if any
	after, delay                   time.Duration
	empty, zeros, nulls, wrongType bool
}

func (d *dice) set(f sitoosim.Faults, seed uint64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.faults = slices.Clone(f)
	d.rand = rand.New(rand.NewPCG(seed, 2))
}

func (d *dice) get() sitoosim.Faults {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.faults)
}

func (d *dice) roll() mishap {
	d.mu.Lock()
	defer d.mu.Unlock()
	var m mishap
	for i := range d.faults {
		if f := &d.faults[i]; !m.full(f.Kind) && d.strikes(f) {
			m.take(*f)
		}
	}
	d.faults = slices.DeleteFunc(d.faults, func(f sitoosim.Fault) bool { return f.Count == 0 && f.Rate == 0 })
	return m
}

// full reports whether m already has a fault that excludes this kind.
func (m *mishap) full(kind string) bool {
	return m.kind != "" && !slices.Contains([]string{"slow", "empty", "zeros", "nulls", "wrongtype"}, kind)
}

func (d *dice) strikes(f *sitoosim.Fault) bool {
	if f.Count > 0 {
		f.Count--
		return true
	}
	return d.rand.Float64() < f.Rate
}

func (m *mishap) take(f sitoosim.Fault) {
	switch f.Kind {
	case "slow":
		m.delay = f.Delay
	case "empty":
		m.empty = true
	case "zeros":
		m.zeros = true
	case "nulls":
		m.nulls = true
	case "wrongtype":
		m.wrongType = true
	default:
		m.kind, m.after = f.Kind, f.Delay
	}
}

// SetFaults replaces the faults in force.
func (s *Sim) SetFaults(f sitoosim.Faults) { s.dice.set(f, s.opt.Seed) }
