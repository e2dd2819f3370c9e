package limit

import (
	"context"

	"wpbridge/internal/erp"
)

// rank orders the queue.
type rank int

const (
	first rank = iota // somebody is waiting for the answer
	other
	ranks
)

type rankKey struct{}

func rankOf(ctx context.Context) rank {
	if ctx.Value(rankKey{}) != nil {
		return first
	}
	return other
}

// First returns o with requests that overtake all others at the gate and may
// use the whole budget. It is for callers whom a person waits for. A caller that
// asks again only after its answer still leaves every second turn to the rest.
func First(o *erp.Ops) *erp.Ops {
	return erp.Decorate(o, func(ctx context.Context, _ string, call func(context.Context) error) error {
		return call(context.WithValue(ctx, rankKey{}, true))
	})
}
