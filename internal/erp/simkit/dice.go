package simkit

import (
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

// Mishap is what goes wrong with one request. The zero value is nothing.
type Mishap struct {
	Spoil
	kind  string // the fault that replaces the answer, if any
	after time.Duration
	delay time.Duration
}

// Spoil says how the values of an answer are falsified.
type Spoil struct{ Empty, Zeros, Nulls, WrongType bool }

// dice decide which faults strike a request.
type dice struct {
	mu     sync.Mutex
	faults Faults
	seed   uint64
	rand   *rand.Rand
}

// SetFaults replaces the faults in force.
func (d *dice) SetFaults(f Faults) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.faults = slices.Clone(f)
	d.rand = rand.New(rand.NewPCG(d.seed, 2))
}

// Faults are those in force, with what is left of the counted ones.
func (d *dice) Faults() Faults {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.faults)
}

// roll tries the faults in order. Of those that replace the answer one strikes.
func (d *dice) roll() Mishap {
	d.mu.Lock()
	defer d.mu.Unlock()
	var m Mishap
	for i := range d.faults {
		f := &d.faults[i]
		if (m.kind == "" || mild(f.Kind)) && d.strikes(f) {
			m.take(*f)
		}
	}
	d.faults = slices.DeleteFunc(d.faults, func(f Fault) bool { return f.Count == 0 && f.Rate == 0 })
	return m
}

// mild tells of a kind that may come with others.
func mild(kind string) bool {
	return slices.Contains([]string{slow, empty, zeros, nulls, wrongType}, kind)
}

func (d *dice) strikes(f *Fault) bool {
	if f.Count > 0 {
		f.Count--
		return true
	}
	return d.rand.Float64() < f.Rate
}

func (m *Mishap) take(f Fault) {
	switch f.Kind {
	case slow:
		m.delay = f.Delay
	case empty:
		m.Empty = true
	case zeros:
		m.Zeros = true
	case nulls:
		m.Nulls = true
	case wrongType:
		m.WrongType = true
	default:
		m.kind, m.after = f.Kind, f.Delay
	}
}
