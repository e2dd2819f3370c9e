package job

import (
	"context"

	"wpbridge/internal/ledger"
)

// keepPlanned is how many changes of a plan are kept in memory, some megabytes.
const keepPlanned = 20_000

// recent is the plan of this run as long as it is small and stands as it was
// made; the journal, which holds every plan, is read where it is not. The lease
// sees to it that nobody moves a base meanwhile.
type recent struct {
	changes   []ledger.Change
	elsewhere bool // the journal alone knows
}

func (r *recent) add(changes []ledger.Change) {
	if r.elsewhere || len(r.changes)+len(changes) > keepPlanned {
		r.forget()
		return
	}
	r.changes = append(r.changes, changes...)
}

func (r *recent) forget() { *r = recent{elsewhere: true} }

// next is the next piece of the plan, never cutting a product in two; the one
// before is not needed any more.
func (w *work) next(ctx context.Context) ([]ledger.Change, error) {
	r := &w.recent
	if r.elsewhere {
		return w.Store.Chunk(ctx, w.run.ID, w.run.Applied, chunkSize)
	}
	n := min(chunkSize, len(r.changes))
	for n > 0 && n < len(r.changes) && r.changes[n].Product == r.changes[n-1].Product {
		n++
	}
	chunk := r.changes[:n]
	r.changes = r.changes[n:]
	return chunk, nil
}
