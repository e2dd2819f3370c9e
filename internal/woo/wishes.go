package woo

import (
	"slices"

	"wpbridge/internal/commerce"
)

// wish is one thing that somebody may have said, with the rank of who did; rank
// 0 is nobody.
type wish[T comparable] struct {
	value T
	rank  int
}

// over lets the higher rank speak, of equals the more careful.
func (a wish[T]) over(b wish[T], careful func(a, b T) T) wish[T] {
	switch {
	case a.rank > b.rank:
		return a
	case a.rank < b.rank:
		return b
	case a.rank == 0:
		return a
	}
	return wish[T]{careful(a.value, b.value), a.rank}
}

// wishes are all that is said in one place. nil says nothing.
type wishes struct {
	update, check wish[bool]
	buffer        wish[commerce.Quantity]
	unreachable   wish[string]
}

// with joins what is said in two places; neither changes.
func (w *wishes) with(o *wishes) *wishes {
	switch {
	case w == nil:
		return o
	case o == nil:
		return w
	}
	either := func(a, b bool) bool { return a || b }
	return &wishes{
		update: w.update.over(o.update, either),
		check:  w.check.over(o.check, func(a, b bool) bool { return a && b }), // asking is the careful thing
		buffer: w.buffer.over(o.buffer, func(a, b commerce.Quantity) commerce.Quantity { return max(a, b) }),
		unreachable: w.unreachable.over(o.unreachable, func(a, b string) string {
			return max(a, b) // refuse rather than allow
		}),
	}
}

// ranked is the same said by somebody of another rank.
func (w *wishes) ranked(rank int) *wishes {
	out := *w
	for _, r := range []*int{&out.update.rank, &out.check.rank, &out.buffer.rank, &out.unreachable.rank} {
		*r = min(*r, 1) * rank
	}
	return &out
}

// set takes a meta row in; one without a value says nothing.
func (w *wishes) set(key, value string, rank int) error {
	if value == "" {
		rank = 0
	}
	switch key {
	case metaExcludeUpdate, metaExcludeCheck:
		to := &w.update
		if key == metaExcludeCheck {
			to = &w.check
		}
		if !slices.Contains([]string{"", "yes", "no"}, value) {
			return errYesNo
		}
		*to = wish[bool]{value == "yes", rank}
	case metaBuffer:
		q, err := commerce.ParseQuantity(value)
		if value != "" && (err != nil || q < 0) {
			return errReserve
		}
		w.buffer = wish[commerce.Quantity]{q, rank}
	case metaWhenUnreachable:
		if !slices.Contains([]string{"", "refuse", "allow"}, value) {
			return errPolicy
		}
		w.unreachable = wish[string]{value, rank}
	}
	return nil
}

func (w *wishes) rule() Rule {
	if w == nil {
		return Rule{}
	}
	r := Rule{ExcludeUpdate: w.update.value, ExcludeCheck: w.check.value, WhenUnreachable: w.unreachable.value}
	if w.buffer.rank > 0 {
		r.Buffer = new(w.buffer.value)
	}
	return r
}
