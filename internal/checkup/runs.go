package checkup

import (
	"context"
	"fmt"
	"time"

	"wpbridge/internal/ledger"
	"wpbridge/internal/state"
)

// recent is how many runs are looked through for the last one of each job.
const recent = 200

// runs tells how the last run of each job ended.
func (r *Report) runs(ctx context.Context, store *state.Store) {
	runs, err := store.Runs(ctx, recent)
	if err != nil {
		r.Fail("runs", err, "")
		return
	}
	now, err := store.Now(ctx)
	if err != nil {
		r.Fail("runs", err, "")
		return
	}
	seen := map[string]bool{}
	for _, run := range runs {
		if seen[run.Job] || run.DryRun {
			continue
		}
		seen[run.Job] = true
		r.run(run, now)
	}
	if len(seen) == 0 {
		r.Warn("runs", "nothing has run yet", "try `wpbridge sync stock --dry-run`")
	}
}

func (r *Report) run(run ledger.Run, now time.Time) {
	name := "last " + run.Job
	text := fmt.Sprintf("run %d, %s ago, %s", run.ID, now.Sub(run.Started).Round(time.Second), run.Status)
	if run.Reason != "" {
		text += ": " + run.Reason
	}
	show := fmt.Sprintf("see `wpbridge runs show %d`", run.ID)
	switch run.Status {
	case ledger.Held:
		r.Warn(name, text, fmt.Sprintf("%s, then `wpbridge sync %s --approve %d` if it is right", show, run.Job, run.ID))
	case ledger.Failed, ledger.Partial:
		r.Warn(name, text, show)
	default:
		r.OK(name, "%s", text)
	}
}
