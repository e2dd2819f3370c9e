package erptest

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
)

var (
	_ erp.StockReader     = (*Fake)(nil)
	_ erp.StockChecker    = (*Fake)(nil)
	_ erp.ItemReader      = (*Fake)(nil)
	_ erp.ItemFinder      = (*Fake)(nil)
	_ erp.PushDecoder     = (*Fake)(nil)
	_ erp.CategoryReader  = (*Fake)(nil)
	_ erp.ReferenceLister = (*Fake)(nil)
	_ erp.Describer       = (*Fake)(nil)
)

// Fake is a connector over slices, for tests of what stands above connectors.
// The zero value is an empty ERP. Its fields are set before use; its methods
// are safe for concurrent use. Marks count the changes made so far.
type Fake struct {
	PageSize   int // 0: 100
	Facts      erp.Traits
	References map[string][]commerce.Reference
	Categories []commerce.Category // parents before their children
	PushToken  string              // the Authorization header of a push must be this
	// PushLocations are those whose levels a push may state; nil: all.
	PushLocations []string

	mu      sync.Mutex
	levels  []stamped[commerce.StockLevel]
	items   []stamped[commerce.Item]
	changes int
	err     error
	errs    int // how many calls err still strikes; negative: all
	calls   map[string]int
}

// stamped is a value with the number of its last change. A removed one keeps
// its slot, so that a reading under way misses nothing behind it.
type stamped[T any] struct {
	value T
	at    int
	gone  bool
}

// SetLevel makes q the level of a code at a location.
func (f *Fake) SetLevel(code commerce.Code, location string, q commerce.Quantity) {
	f.mu.Lock()
	defer f.mu.Unlock()
	put(f, &f.levels, commerce.StockLevel{Code: code, Location: location, Available: q}, func(l commerce.StockLevel) bool {
		return l.Code == code && l.Location == location
	})
}

// SetItem adds an item or replaces the one with its ID.
func (f *Fake) SetItem(it commerce.Item) {
	f.mu.Lock()
	defer f.mu.Unlock()
	put(f, &f.items, it, func(x commerce.Item) bool { return x.ID == it.ID })
}

// Remove deletes every item and level with this code.
func (f *Fake) Remove(code commerce.Code) {
	f.mu.Lock()
	defer f.mu.Unlock()
	drop(f.levels, func(l commerce.StockLevel) bool { return l.Code == code })
	drop(f.items, func(i commerce.Item) bool { return i.Code == code })
}

// RemoveLevel deletes one level: absent, not zero.
func (f *Fake) RemoveLevel(code commerce.Code, location string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	drop(f.levels, func(l commerce.StockLevel) bool { return l.Code == code && l.Location == location })
}

// Levels is what the fake holds, in reading order.
func (f *Fake) Levels() []commerce.StockLevel {
	f.mu.Lock()
	defer f.mu.Unlock()
	return choose(f.levels, func(commerce.StockLevel) bool { return true })
}

// Items is what the fake holds, in reading order.
func (f *Fake) Items() []commerce.Item {
	f.mu.Lock()
	defer f.mu.Unlock()
	return choose(f.items, func(commerce.Item) bool { return true })
}

// Fail makes the next n calls return err; negative n: all until further notice.
func (f *Fake) Fail(err error, n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.err, f.errs = err, n
}

// Calls is how often an operation, named by an erp.Op… constant, was called.
func (f *Fake) Calls(op string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.calls[op]
}

// Ops is the fake as an engine gets it.
func (f *Fake) Ops() *erp.Ops { return erp.Resolve("fake", f) }

// Traits returns Facts.
func (f *Fake) Traits() erp.Traits { return f.Facts }

// Ping answers unless Fail says otherwise.
func (f *Fake) Ping(ctx context.Context) error {
	defer f.mu.Unlock()
	return f.enter(ctx, erp.OpPing)
}

// ReadStock reads the levels in the order in which they were first set.
func (f *Fake) ReadStock(ctx context.Context, q erp.Query) (erp.Page[commerce.StockLevel], error) {
	defer f.mu.Unlock()
	if err := f.enter(ctx, erp.OpReadStock); err != nil {
		return erp.Page[commerce.StockLevel]{}, err
	}
	// One change of a code is a change of all its levels: their sum must be complete.
	newest := map[commerce.Code]int{}
	for _, l := range f.levels {
		newest[l.value.Code] = max(newest[l.value.Code], l.at)
	}
	return page(f, f.levels, q, func(l stamped[commerce.StockLevel]) int { return newest[l.value.Code] })
}

// CheckStock returns the levels of these codes.
func (f *Fake) CheckStock(ctx context.Context, codes []commerce.Code) ([]commerce.StockLevel, error) {
	defer f.mu.Unlock()
	if err := f.enter(ctx, erp.OpCheckStock); err != nil {
		return nil, err
	}
	return choose(f.levels, func(l commerce.StockLevel) bool { return slices.Contains(codes, l.Code) }), nil
}

// ReadItems reads the items in the order in which they were first set.
func (f *Fake) ReadItems(ctx context.Context, q erp.Query) (erp.Page[commerce.Item], error) {
	defer f.mu.Unlock()
	if err := f.enter(ctx, erp.OpReadItems); err != nil {
		return erp.Page[commerce.Item]{}, err
	}
	return page(f, f.items, q, func(i stamped[commerce.Item]) int { return i.at })
}

// FindItems returns the items with these ids.
func (f *Fake) FindItems(ctx context.Context, ids []commerce.ItemID) ([]commerce.Item, error) {
	defer f.mu.Unlock()
	if err := f.enter(ctx, erp.OpFindItems); err != nil {
		return nil, err
	}
	return choose(f.items, func(i commerce.Item) bool { return slices.Contains(ids, i.ID) }), nil
}

// ReadCategories returns Categories as one page.
func (f *Fake) ReadCategories(ctx context.Context, _ erp.Query) (erp.Page[commerce.Category], error) {
	defer f.mu.Unlock()
	if err := f.enter(ctx, erp.OpReadCategories); err != nil {
		return erp.Page[commerce.Category]{}, err
	}
	return erp.Page[commerce.Category]{Items: slices.Clone(f.Categories)}, nil
}

// ListReference returns the list from References.
func (f *Fake) ListReference(ctx context.Context, kind string) ([]commerce.Reference, error) {
	defer f.mu.Unlock()
	if err := f.enter(ctx, erp.OpListReference); err != nil {
		return nil, err
	}
	list, ok := f.References[kind]
	if !ok {
		return nil, fmt.Errorf("list %q: %w", kind, erp.ErrNotFound)
	}
	return slices.Clone(list), nil
}

// enter locks f, which the caller unlocks, and decides whether the call fails.
func (f *Fake) enter(ctx context.Context, op string) error {
	f.mu.Lock()
	if f.calls == nil {
		f.calls = map[string]int{}
	}
	f.calls[op]++
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if f.errs == 0 {
		return nil
	}
	f.errs--
	return f.err
}
