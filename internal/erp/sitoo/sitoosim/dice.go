package sitoosim

import (
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

// dice decide which faults strike a request.
type dice struct {
	mu     sync.Mutex
	faults Faults
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

func (d *dice) set(f Faults, seed uint64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.faults = slices.Clone(f)
	d.rand = rand.New(rand.NewPCG(seed, 2))
}

func (d *dice) get() Faults {
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
		if m.full(f.Kind) || !d.strikes(f) {
			continue
		}
		m.take(*f)
	}
	d.faults = slices.DeleteFunc(d.faults, func(f Fault) bool { return f.Count == 0 && f.Rate == 0 })
	return m
}

// full reports whether m already has a fault that excludes this kind.
func (m *mishap) full(kind string) bool {
	switch kind {
	case faultSlow, faultEmpty, faultZeros, faultNulls, faultWrongType:
		return false
	}
	return m.kind != ""
}

func (d *dice) strikes(f *Fault) bool {
	if f.Count > 0 {
		f.Count--
		return true
	}
	return d.rand.Float64() < f.Rate
}

func (m *mishap) take(f Fault) {
	switch f.Kind {
	case faultSlow:
		m.delay = f.Delay
	case faultEmpty:
		m.spoil.empty = true
	case faultZeros:
		m.spoil.zeros = true
	case faultNulls:
		m.spoil.nulls = true
	case faultWrongType:
		m.spoil.wrongType = true
	default:
		m.kind, m.after = f.Kind, f.Delay
	}
}

// SetFaults replaces the faults in force.
func (s *Sim) SetFaults(f Faults) { s.faults.set(f, s.opt.Seed) }

// Faults are those in force, with what is left of the counted ones.
func (s *Sim) Faults() Faults { return s.faults.get() }
