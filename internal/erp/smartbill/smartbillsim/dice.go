package smartbillsim

import (
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"wpbridge/internal/erp/sitoo/sitoosim"
)

// The kinds of faults that are no status; see sitoosim.ParseFaults.
const (
	faultEmpty      = "empty"
	faultZeros      = "zeros"
	faultNulls      = "nulls"
	faultWrongType  = "wrongtype"
	faultSlow       = "slow"
	faultHTML       = "html"
	faultTruncate   = "truncate"
	faultDropBefore = "drop-before"
	faultDropAfter  = "drop-after"
	fault429After   = "429-after"
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
	d.faults, d.rand = slices.Clone(f), rand.New(rand.NewPCG(seed, 2))
}

func (d *dice) get() sitoosim.Faults {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.faults)
}

// roll tries the faults in order. Of those that replace the answer one strikes.
func (d *dice) roll() mishap {
	d.mu.Lock()
	defer d.mu.Unlock()
	var m mishap
	for i := range d.faults {
		f := &d.faults[i]
		if (m.kind == "" || isMild(f.Kind)) && d.strikes(f) {
			m.take(*f)
		}
	}
	d.faults = slices.DeleteFunc(d.faults, func(f sitoosim.Fault) bool { return f.Count == 0 && f.Rate == 0 })
	return m
}

// isMild reports a kind that may come with others.
func isMild(kind string) bool {
	return slices.Contains([]string{faultSlow, faultEmpty, faultZeros, faultNulls, faultWrongType}, kind)
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
func (s *Sim) SetFaults(f sitoosim.Faults) { s.faults.set(f, s.opt.Seed) }

// Faults are those in force, with what is left of the counted ones.
func (s *Sim) Faults() sitoosim.Faults { return s.faults.get() }
