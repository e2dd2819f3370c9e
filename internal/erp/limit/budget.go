package limit

import (
	"time"

	"wpbridge/internal/erp"
)

// budget is how many requests the ERP still takes, by its own word.
type budget struct {
	known   bool // left and renewed were stated
	left    int
	most    int       // the largest number stated so far
	renewed time.Time // left means nothing after this
	closed  time.Time // nothing passes before this
}

// note takes up what an answer said; uncounted requests are not in it yet.
func (b *budget) note(a erp.Allowance, uncounted int) {
	now := time.Now()
	if a.Known {
		b.known, b.left, b.renewed = true, a.Remaining-uncounted, now.Add(min(a.Renewed, longest))
		b.most = max(b.most, a.Remaining)
	}
	if until := now.Add(min(a.Wait, longest)); until.After(b.closed) {
		b.closed = until
	}
}

// wait is how long a caller of this rank must hold back; 0: not at all.
func (b *budget) wait(r rank) time.Duration {
	now := time.Now()
	if wait := b.closed.Sub(now); wait > 0 {
		return wait
	}
	if b.known && !now.Before(b.renewed) {
		b.known = false
	}
	if b.known && b.left <= b.kept(r) {
		return b.renewed.Sub(now)
	}
	return 0
}

// kept is how much of the budget this rank must leave.
func (b *budget) kept(r rank) int {
	if r == first {
		return 0
	}
	return b.most / spare
}
