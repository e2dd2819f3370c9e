// Package outbox brings orders into the ERP exactly once.
//
// What is to be made there of an order is a row of the outbox (state.Export):
// its document, and later one for its cancellation or for each refund. Find and
// Enqueue put rows in; decide.go says which. Work takes one after the other by
// lease, writes the attempt down, calls the ERP once and notes the answer.
//
// An attempt whose answer nobody has noted may have made the document all the
// same: then the ERP is asked (ask.go), and only its word that there is none,
// given when the lost request cannot have an effect any more, lets the order be
// sent again. Where the ERP cannot tell, a person is asked.
package outbox

import (
	"cmp"
	"log/slog"
	"time"

	"wpbridge/internal/erp"
	"wpbridge/internal/state"
	"wpbridge/internal/woo"
)

// Times bound what is waited for. Zero values stand for the defaults given.
type Times struct {
	Call    time.Duration // for one request to the ERP, from the claim on: 90 s
	Doubt   time.Duration // how long a lost request may still have an effect: 60 s
	Overlap time.Duration // how far back each sweep looks: 2 min
	First   time.Duration // of the pauses after failures, doubled each time: 5 s
	Longest time.Duration // of the pauses: 5 min
	Patient time.Duration // the longest pause that Work waits out: 30 s
	Grace   time.Duration // a request may take when the program is to end: 10 s
}

// Engine has all that exports orders. Its methods are safe for concurrent use,
// and any number of engines may work on one shop.
type Engine struct {
	ERP   *erp.Ops
	Shop  *woo.Shop
	Store *state.Store
	Log   *slog.Logger
	// Label begins every reference; see Label. The first one ever used stays.
	Label    string
	Document erp.DocumentKind // what an order becomes
	Statuses []string         // in which orders are exported
	// Automatic lets Find export new orders; without, it only follows those that
	// were exported by hand.
	Automatic bool
	MetaKeys  []string // see woo.OrderOptions
	Times     Times
	// Progress hears how far a step is; nil: nobody does.
	Progress func(step string, done, total int)
}

func (e *Engine) times() Times {
	t := e.Times
	t.Call = cmp.Or(t.Call, 90*time.Second)
	t.Doubt = cmp.Or(t.Doubt, time.Minute)
	t.Overlap = cmp.Or(t.Overlap, 2*time.Minute)
	t.First = cmp.Or(t.First, 5*time.Second)
	t.Longest = cmp.Or(t.Longest, 5*time.Minute)
	t.Patient = cmp.Or(t.Patient, 30*time.Second)
	t.Grace = cmp.Or(t.Grace, 10*time.Second)
	return t
}

func (e *Engine) progress(step string, done, total int) {
	if e.Progress != nil {
		e.Progress(step, done, total)
	}
}

// Priorities of exports; the smallest goes first.
const (
	byHand   = 0 // somebody waits for it
	usual    = 1
	historic = 9 // thousands at a time
)

// Tally counts what was done.
type Tally struct {
	Read    int `json:"read"`  // orders looked at
	Added   int `json:"added"` // to the outbox
	Sent    int `json:"sent"`  // documents that the ERP has now
	Failed  int `json:"failed"`
	Parked  int `json:"parked"`
	Skipped int `json:"skipped"`
	Waiting int `json:"waiting"` // tried, and left for later
}

// Add adds another tally.
func (t *Tally) Add(o Tally) {
	t.Read, t.Added, t.Sent, t.Failed = t.Read+o.Read, t.Added+o.Added, t.Sent+o.Sent, t.Failed+o.Failed
	t.Parked, t.Skipped, t.Waiting = t.Parked+o.Parked, t.Skipped+o.Skipped, t.Waiting+o.Waiting
}
