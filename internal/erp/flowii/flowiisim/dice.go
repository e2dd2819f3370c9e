package flowiisim

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
	kind  string // the fault that replaces the answer, if any
	after time.Duration
	delay time.Duration
	spoil spoil
}

// spoil says how the values of an answer are falsified.
type spoil struct{ empty, zeros, nulls, wrongType bool }

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
		f := &d.faults[i]
		if m.kind != "" && replaces(f.Kind) || !d.strikes(f) {
			continue
		}
		m.take(*f)
	}
	d.faults = slices.DeleteFunc(d.faults, func(f sitoosim.Fault) bool { return f.Count == 0 && f.Rate == 0 })
	return m
}

// replaces reports whether a fault takes the place of the answer, which only one
// can do.
func replaces(kind string) bool {
	return !slices.Contains([]string{"slow", "empty", "zeros", "nulls", "wrongtype"}, kind)
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
		m.spoil.empty = true
	case "zeros":
		m.spoil.zeros = true
	case "nulls":
		m.spoil.nulls = true
	case "wrongtype":
		m.spoil.wrongType = true
	default:
		m.kind, m.after = f.Kind, f.Delay
	}
}

// SetFaults replaces the faults in force.
func (s *Sim) SetFaults(f sitoosim.Faults) { s.faults.set(f, s.opt.Seed) }

// Faults are those in force, with what is left of the counted ones.
func (s *Sim) Faults() sitoosim.Faults { return s.faults.get() }
