package live

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
)

const (
	// window is how long a question waits for others to join it.
	window = 5 * time.Millisecond
	// reuse is how long an answer counts, or a silence: while the ERP has just
	// been waited for in vain, nobody else waits for it.
	reuse = 2 * time.Second
	// margin is what a question leaves of a buyer's time, to be told the end of it.
	margin = 20 * time.Millisecond
	// again is the pause before a question that the ERP had no turn for.
	again = 150 * time.Millisecond
)

var errSilent = errors.New("the ERP gave no answer within checkout.budget")

// asker asks the ERP for many checkouts at once: one question is under way at a
// time, what comes meanwhile is asked together when it is over, and who asks for
// what was just asked gets that answer.
type asker struct {
	ask erp.Op[[]commerce.Code, []commerce.StockLevel]

	mu     sync.Mutex
	of     map[commerce.Code]*batch // that asks, or has just asked, for a code
	next   *batch                   // gathers
	busy   bool                     // a batch is under way, or about to be
	silent *batch                   // the last one that was waited for in vain
}

// batch is one question. Its answer may be read once done is closed.
type batch struct {
	codes  []commerce.Code
	end    time.Time // when the last who waits for it must know
	done   chan struct{}
	asked  time.Time // zero before it is sent
	ended  time.Time
	levels map[commerce.Code]commerce.Quantity
	err    error
	silent bool // err is that there was no answer in time
}

// levels returns what the ERP can sell of each code, summed over the locations,
// and when the oldest of these answers was asked for. Codes of which the ERP
// says nothing are absent. The error may be that of somebody else's question.
// It returns before ctx's deadline, which there must be.
func (a *asker) levels(ctx context.Context, codes []commerce.Code) (map[commerce.Code]commerce.Quantity, time.Time, error) {
	out, oldest := make(map[commerce.Code]commerce.Quantity, len(codes)), time.Now()
	for _, b := range a.enlist(ctx, codes) {
		select {
		case <-b.done:
		case <-ctx.Done():
			return nil, oldest, context.Cause(ctx)
		}
		if b.err != nil {
			return nil, oldest, b.err
		}
		for _, code := range codes {
			if q, ok := b.levels[code]; ok {
				out[code] = q
			}
		}
		if b.asked.Before(oldest) {
			oldest = b.asked
		}
	}
	return out, oldest, nil
}

// enlist returns the batches that have or will have the answers.
func (a *asker) enlist(ctx context.Context, codes []commerce.Code) []*batch {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(codes) == 0 {
		return nil
	}
	if a.silent != nil && time.Since(a.silent.ended) < reuse {
		return []*batch{a.silent}
	}
	var in []*batch
	for _, code := range codes {
		b := a.of[code]
		if b == nil || b.over() {
			b = a.gathering(ctx)
			b.codes = append(b.codes, code)
			a.of[code] = b
		}
		if !slices.Contains(in, b) {
			in = append(in, b)
		}
	}
	return in
}

// over tells that an answer is too old, or was an error and may be asked again.
func (b *batch) over() bool {
	return !b.ended.IsZero() && (b.err != nil || time.Since(b.asked) >= reuse)
}

func (a *asker) gathering(ctx context.Context) *batch {
	if a.next == nil {
		a.next = &batch{done: make(chan struct{})}
	}
	if end, ok := ctx.Deadline(); ok && end.Add(-margin).After(a.next.end) {
		a.next.end = end.Add(-margin)
	}
	if !a.busy {
		a.busy = true
		ctx := context.WithoutCancel(ctx) // a buyer who leaves does not take the others' answer along
		time.AfterFunc(window, func() { a.work(ctx) })
	}
	return a.next
}

// work sends what has gathered until nothing has.
func (a *asker) work(ctx context.Context) {
	for b := a.take(); b != nil; b = a.take() {
		a.send(ctx, b)
		a.settle(b)
	}
}

func (a *asker) take() *batch {
	a.mu.Lock()
	defer a.mu.Unlock()
	b := a.next
	a.next, a.busy = nil, b != nil
	if b != nil {
		b.asked = time.Now()
	}
	return b
}

// settle hands the answer out and forgets the old ones.
func (a *asker) settle(b *batch) {
	a.mu.Lock()
	defer a.mu.Unlock()
	b.ended = time.Now()
	if b.silent {
		a.silent = b
	}
	for code, old := range a.of {
		if old.over() {
			delete(a.of, code)
		}
	}
	close(b.done)
}

// send asks while there is time. Where the ERP or our own gate had no turn for
// the question, it is put once more, as often as there is time.
func (a *asker) send(ctx context.Context, b *batch) {
	ctx, cancel := context.WithDeadlineCause(ctx, b.end, errSilent)
	defer cancel()
	for {
		levels, err := a.ask(ctx, b.codes)
		if err == nil {
			b.levels = total(levels)
			return
		}
		var later *erp.RetryAfter
		if errors.Is(err, erp.ErrUnreachable) || !errors.As(err, &later) || !pause(ctx, max(later.Wait, again)) {
			b.err, b.silent = fmt.Errorf("ask for the stock of %d items: %w", len(b.codes), err), ctx.Err() != nil
			return
		}
	}
}

// pause waits for d; false where ctx does not leave the time.
func pause(ctx context.Context, d time.Duration) bool {
	if end, ok := ctx.Deadline(); ok && time.Until(end) < d {
		return false
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

func total(levels []commerce.StockLevel) map[commerce.Code]commerce.Quantity {
	out := make(map[commerce.Code]commerce.Quantity, len(levels))
	for _, l := range levels {
		out[l.Code] += l.Available
	}
	return out
}
