// Package ledger is the vocabulary of the books that wpbridge keeps: accepted
// links, runs of a job, and the changes each run planned and made. The planner
// makes changes, the shop applies them, the store remembers them; this leaf is
// all they share.
package ledger

import (
	"iter"
	"time"

	"wpbridge/internal/commerce"
)

// LinkID numbers links densely from 1, so that a reading of the whole catalogue
// can be an array.
type LinkID uint32

// Link is one accepted pair of an ERP item and a shop product.
type Link struct {
	ID      LinkID
	Item    commerce.ItemID
	Code    commerce.Code
	Product commerce.ProductID
	Parent  commerce.ProductID
	SKU     string
	Tracked bool            // the ERP keeps stock for the item
	Gone    bool            // the ERP has deleted the item
	Places  commerce.Places // where the product's rows were when last seen
	// TakenMark is where the order lines ended when the pair was accepted: what
	// was sold before, the ERP is taken to know.
	TakenMark uint64
	// Base is what the ERP's side of the stock was when it was last applied;
	// Taken is false until the stock was first taken over.
	Base  commerce.Quantity
	Taken bool
	// Drift is a difference that an earlier run saw and that nothing explains.
	Drift      commerce.Quantity
	DriftSold  commerce.Quantity // sold in the shop by then
	DriftSince time.Time         // zero: none seen
}

// Field names what a change is about, as the user reads it.
type Field string

// The fields, in the order in which a product's changes are made.
const (
	Manage     Field = "manage_stock"
	Backorders Field = "backorders"
	Stock      Field = "stock"
	Status     Field = "stock_status"
	Regular    Field = "regular_price"
	Sale       Field = "sale_price"
	SaleFrom   Field = "sale_from"
	SaleTo     Field = "sale_to"
)

// Reason says why a change is planned; the user sees it in `why`.
type Reason string

// The reasons.
const (
	FromERP   Reason = "erp"       // the ERP's number moved
	TakeOver  Reason = "take-over" // first time
	Repair    Reason = "drift"     // the shop's number was wrong without an order
	Deleted   Reason = "deleted"   // the ERP deleted the item
	ByPolicy  Reason = "setting"   // a setting asks for it
	Buffered  Reason = "buffer"    // another quantity of the product is kept back from sale
	Reverting Reason = "undo"
)

// Step tells whether a change of stock adds a difference to whatever the shop
// has, rather than replace what was read.
func (r Reason) Step() bool { return r == FromERP || r == Buffered || r == Deleted }

// Change is one field of one product, before and after. A nil text is "no such
// row" (or NULL).
type Change struct {
	Seq     uint32             `json:"-"`
	Link    LinkID             `json:"-"`
	Product commerce.ProductID `json:"product_id"`
	Parent  commerce.ProductID `json:"-"`
	SKU     string             `json:"sku"`
	Field   Field              `json:"field"`
	Before  *string            `json:"before"`
	After   *string            `json:"after"`
	Reason  Reason             `json:"reason"`
	// Bases of a stock change; nil means not taken over.
	BaseBefore *commerce.Quantity `json:"base_before,omitempty"`
	BaseAfter  *commerce.Quantity `json:"base_after,omitempty"`
	Places     commerce.Places    `json:"-"`
	// Stale says that the link stands on another base than when this was planned.
	Stale bool   `json:"-"`
	State State  `json:"state,omitempty"`
	Note  string `json:"note,omitempty"`
}

// ByProduct cuts changes into the stretches that belong to one product.
func ByProduct(changes []Change) iter.Seq[[]Change] {
	return func(yield func([]Change) bool) {
		for len(changes) > 0 {
			n := 1
			for n < len(changes) && changes[n].Product == changes[0].Product {
				n++
			}
			if !yield(changes[:n]) {
				return
			}
			changes = changes[n:]
		}
	}
}

// State tells what became of a planned change.
type State uint8

// The states. A planned change is applied once its run has got that far.
const (
	Planned State = iota
	Skipped       // somebody else changed the product meanwhile, or it vanished
	Undone
)

// String is the state as people read it.
func (s State) String() string {
	return [...]string{"planned", "skipped", "undone"}[s]
}

// MarshalText makes JSON carry the word.
func (s State) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// RunStatus tells how a run stands.
type RunStatus string

// The statuses.
const (
	Running    RunStatus = "running"
	Done       RunStatus = "done"
	Partial    RunStatus = "partial"
	Held       RunStatus = "held"
	Failed     RunStatus = "failed"
	Superseded RunStatus = "superseded" // held, and a newer run of the job took its place
	Reverted   RunStatus = "undone"
)

// Counts is what a run met. Read counts the ERP's entries, the others linked
// products; Unmatched are ERP codes without a link.
type Counts struct {
	Read      int `json:"read"`
	Matched   int `json:"matched"`
	Changed   int `json:"changed"`
	Unchanged int `json:"unchanged"`
	Excluded  int `json:"excluded"`
	Unmatched int `json:"unmatched"`
	Failed    int `json:"failed"`
	Zeroed    int `json:"zeroed"`
	Drifting  int `json:"drifting"`
	// Reasons counts the excluded by the reason, in words.
	Reasons    map[string]int `json:"excluded_because,omitempty"`
	DurationMS int64          `json:"duration_ms"`
	ERPMS      int64          `json:"erp_ms"`
	ShopMS     int64          `json:"shop_ms"`
}

// Exclude counts one product that is left alone.
func (c *Counts) Exclude(why string) {
	if c.Reasons == nil {
		c.Reasons = map[string]int{}
	}
	c.Reasons[why]++
	c.Excluded++
}

// Who starts runs.
const (
	ByCLI      = "cli"      // a command, be it in a cron line
	BySchedule = "schedule" // `wpbridge serve` by itself
	ByPage     = "page"     // a person in the shop's pages
	ByPush     = "push"     // the ERP, which said that something moved
	ByCheckout = "checkout" // a refused order, so that the shop says the same
)

// Run is one execution of a job.
type Run struct {
	ID       uint64    `json:"run"`
	Job      string    `json:"job"`
	Status   RunStatus `json:"status"`
	DryRun   bool      `json:"dry_run"`
	Full     bool      `json:"full"`
	Started  time.Time `json:"started"`
	Finished time.Time `json:"finished,omitzero"`
	Counts
	Reason string `json:"reason,omitempty"` // why held, partial or failed, in words
	UndoOf uint64 `json:"undo_of,omitempty"`
	// StartedBy is one of the above.
	StartedBy string `json:"started_by,omitempty"`
	// Mark is where the next incremental reading starts once this run is applied.
	Mark    string `json:"-"`
	Applied uint32 `json:"-"` // seq up to which the plan was carried out
}

// Rule is what the shop's owner wants of one link otherwise than of all.
type Rule struct {
	Excluded bool               // not written
	Buffer   *commerce.Quantity // kept back from sale; nil: as for all
}

// Equal compares what is wanted.
func (r Rule) Equal(o Rule) bool {
	return r.Excluded == o.Excluded && (r.Buffer == nil) == (o.Buffer == nil) && (r.Buffer == nil || *r.Buffer == *o.Buffer)
}
