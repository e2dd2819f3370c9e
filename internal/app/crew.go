package app

import (
	"context"
	"fmt"
	"sync"

	"wpbridge/internal/httpapi"
)

// crew does what goes on beyond a call. Nothing new is begun once it is waited
// for.
type crew struct {
	start func(f func(context.Context))
	mu    sync.Mutex
	gone  bool
	busy  sync.WaitGroup
}

// newCrew returns a crew whose work ends when ctx does.
func newCrew(ctx context.Context) *crew {
	c := &crew{}
	c.start = func(f func(context.Context)) { c.busy.Go(func() { f(ctx) }) }
	return c
}

func (c *crew) do(f func(context.Context)) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.gone {
		return fmt.Errorf("%w: it is stopping", httpapi.ErrNotReady)
	}
	c.start(f)
	return nil
}

func (c *crew) wait() {
	c.mu.Lock()
	c.gone = true
	c.mu.Unlock()
	c.busy.Wait()
}
