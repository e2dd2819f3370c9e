package checkup

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"wpbridge/internal/state"
)

// pushes tells how what business systems sent by themselves fared.
func (r *Report) pushes(ctx context.Context, store *state.Store) {
	tallies, err := store.PushTallies(ctx)
	if err != nil {
		r.Fail("pushes", err, "")
		return
	}
	now, err := store.Now(ctx)
	if err != nil {
		r.Fail("pushes", err, "")
		return
	}
	for _, system := range slices.Sorted(maps.Keys(tallies)) {
		r.push(system, tallies[system], now)
	}
}

func (r *Report) push(system string, t state.PushTally, now time.Time) {
	name := "pushes of " + system
	ago := func(at time.Time) time.Duration { return now.Sub(at).Round(time.Second) }
	if t.LastRefused.After(t.LastAccepted) {
		r.Warn(name, fmt.Sprintf("%d were refused, the last %s ago: %s", t.Refused, ago(t.LastRefused), t.Refusal),
			"enter the same token on both sides, and let the web server pass the header Authorization on; until then only scheduled runs bring what moved")
		return
	}
	text := fmt.Sprintf("%d taken in, the last sign of life %s ago", t.Accepted, ago(t.LastAccepted))
	if t.Unknown > 0 {
		text += fmt.Sprintf("; %d codes in them have no linked product", t.Unknown)
	}
	r.OK(name, "%s", text)
}
