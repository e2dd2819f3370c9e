// Package job carries a job out: read, match, plan, guard, apply, journal. The
// six steps are the same for every job; what differs is the reading and the
// planning (stock.go, prices.go) and which of the shop's writers applies.
//
// The plan is written into the journal before anything is applied. From that
// come preview, approval, undo, history and a clean end after any crash, with a
// memory that does not grow with the catalogue.
package job

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/ledger"
	"wpbridge/internal/reconcile"
	"wpbridge/internal/state"
	"wpbridge/internal/woo"
)

// How a run can end other than well.
var (
	ErrHeld      = errors.New("the run is held for approval")
	ErrPartial   = errors.New("done, but some items failed")
	ErrNoMatch   = errors.New("no match has been accepted yet; look at `wpbridge match`, then accept it with `wpbridge match --accept`")
	ErrJob       = errors.New("unknown job")
	ErrNotLinked = errors.New("no linked product")
	// ErrCancelled: a person asked the run to end.
	ErrCancelled = errors.New("cancelled")
)

// WrongRunError says in words why a run is not one for what was asked.
type WrongRunError struct{ Why string }

func (e *WrongRunError) Error() string { return e.Why }

// The jobs.
const (
	Stock    = "stock"
	Prices   = "prices"
	Matching = "match"
)

// Runner has everything a job needs.
type Runner struct {
	ERP     *erp.Ops
	Waited  func() time.Duration // total time spent waiting for the ERP so far
	Account string               // names the ERP login; marks of another login do not apply
	Shop    *woo.Shop
	Store   *state.Store
	Stock   reconcile.StockPolicy
	Price   reconcile.PricePolicy
	Limits  reconcile.Limits
	// Settle is how long a number must stand still before it is taken over.
	Settle time.Duration
	// MaxUnsettled is how many such numbers wait at a time; 0 means 20,000.
	MaxUnsettled int
	Log          *slog.Logger
	// Progress hears how far a step is; total is 0 where unknown. Never nil.
	Progress func(step string, done, total int)
	// By is who starts the runs, as the books show it; empty: ledger.ByCLI.
	By string
	// Begun hears of a run once it is in the books; nil: nobody does.
	Begun func(ledger.Run)
}

// Options of one run.
type Options struct {
	Full   bool
	DryRun bool
	// Only restricts a stock run to these codes, which are asked for at once.
	// Such a run is no reading: marks and held runs stay as they are.
	Only []commerce.Code
	// Stated is what the ERP itself has said of Only. It counts where the ERP
	// cannot be asked for single items.
	Stated []commerce.StockLevel
}

// Sync runs a job once and returns what it did. The run is in the books even
// where the error is not nil.
func (r *Runner) Sync(ctx context.Context, name string, o Options) (ledger.Run, error) {
	plan, err := r.planner(name, o)
	if err != nil {
		return ledger.Run{}, err
	}
	return r.leased(ctx, name, o.DryRun, func(ctx context.Context, lease *state.Lease) (ledger.Run, error) {
		w := &work{Runner: r, lease: lease, asked: o, guard: reconcile.NewGuard(r.Limits), run: ledger.Run{Job: name, DryRun: o.DryRun, Full: o.Full}}
		return w.onShop(ctx, func(ctx context.Context) error {
			if err := plan(w, ctx); err != nil || w.held() || o.DryRun {
				return err
			}
			return w.apply(ctx)
		})
	})
}

func (r *Runner) planner(name string, o Options) (func(*work, context.Context) error, error) {
	switch {
	case len(o.Only) > 0 && (name != Stock || r.ERP.CheckStock == nil && o.Stated == nil):
		return nil, fmt.Errorf("%w: %s does not offer %s of single items", ErrJob, r.ERP.Name, name)
	case name == Stock && r.ERP.ReadStock != nil:
		return (*work).planStock, nil
	case name == Prices && r.ERP.ReadItems != nil:
		return (*work).planPrices, nil
	case name == Stock || name == Prices:
		return nil, fmt.Errorf("%w: %s does not offer %s", ErrJob, r.ERP.Name, name)
	}
	return nil, fmt.Errorf("%w %q", ErrJob, name)
}

// leased runs f as the only run of a job; a preview needs no lease.
func (r *Runner) leased(ctx context.Context, name string, dry bool, f func(context.Context, *state.Lease) (ledger.Run, error)) (ledger.Run, error) {
	if dry {
		return f(ctx, nil)
	}
	lease, held, err := r.Store.Acquire(ctx, name)
	if err != nil {
		return ledger.Run{Job: name, Status: ledger.Failed, Reason: err.Error()}, err
	}
	run, err := f(held, lease)
	if cause := context.Cause(held); cause != nil && err != nil && ctx.Err() == nil {
		err = errors.Join(cause, err)
	}
	return run, errors.Join(err, lease.Release(ctx))
}

// work is one run under way.
type work struct {
	*Runner
	lease     *state.Lease
	run       ledger.Run
	asked     Options
	guard     *reconcile.Guard
	seq       uint32
	recent    recent
	started   time.Time
	waited    time.Duration
	changed   changedSet
	planned   int             // products the plan would change
	again     []ledger.LinkID // to plan once more: the shop moved while we wrote
	repeated  int
	unsettled unsettled // glances of the pages planned last
	settling  unsettled // the lot before
	tells     bool      // there is a plugin to be told
	rules     rules
	deleted   *bits // links whose item the ERP does not know any more
	replan    func(context.Context, []ledger.LinkID) error
	pulse     *pulse
	err       error
}

// meet looks what the shop's plugin said, and refuses a shop whose products are
// not where we would write.
func (w *work) meet(ctx context.Context) error {
	p, err := w.Store.Plugin(ctx)
	if err != nil {
		return err
	}
	w.tells = !p.Met.IsZero()
	if p.Foreign() && !w.run.DryRun {
		return fmt.Errorf("%w: another plugin keeps the products (%s instead of %s); when that has changed, `wpbridge check` takes notice of it", woo.ErrRefused, p.DataStore, state.DataStore)
	}
	return nil
}

func (w *work) begin() { w.started, w.waited = time.Now(), w.Waited() }

// wrongApproval says why a run can not be approved.
func wrongApproval(r ledger.Run, name string) error {
	switch {
	case r.DryRun:
		return &WrongRunError{fmt.Sprintf("run %d was a preview; only a held run can be approved", r.ID)}
	case r.Job != name:
		return &WrongRunError{fmt.Sprintf("run %d is one of %s, not of %s", r.ID, r.Job, name)}
	}
	return &WrongRunError{fmt.Sprintf("run %d is %s; only a held run can be approved", r.ID, r.Status)}
}

func (w *work) markName() string { return w.run.Job + " " + w.Account }

// onShop does a run that reads or writes the shop: it makes sure that the shop
// can be written now, and tidies up before.
func (w *work) onShop(ctx context.Context, do func(context.Context) error) (ledger.Run, error) {
	if err := errors.Join(w.Shop.Refresh(ctx), w.meet(ctx)); err != nil {
		return w.run, err
	}
	return w.inBooks(ctx, func(ctx context.Context) error {
		if !w.run.DryRun {
			if err := w.Sweep(ctx); err != nil {
				return err
			}
		}
		return do(ctx)
	})
}

// inBooks does a run between its opening and its closing in the books.
func (w *work) inBooks(ctx context.Context, do func(context.Context) error) (ledger.Run, error) {
	w.begin()
	w.run.StartedBy = cmp.Or(w.By, ledger.ByCLI)
	if err := w.Store.Begin(ctx, &w.run); err != nil {
		return w.run, err
	}
	return w.alive(ctx, func(ctx context.Context) error {
		if !w.run.DryRun {
			if err := w.recover(ctx, w.run.Job); err != nil {
				return err
			}
		}
		return do(ctx)
	})
}

// finish closes the run in the books; the books must know the end even where
// the caller has gone.
func (w *work) finish(ctx context.Context) (ledger.Run, error) {
	err := w.err
	switch {
	case err != nil:
		w.run.Status, w.run.Reason = ledger.Failed, err.Error()
		if cause := context.Cause(ctx); cause != nil {
			w.run.Reason = broken(cause)
			err = errors.Join(cause, err)
		}
	case w.run.Status == ledger.Held:
		err = fmt.Errorf("%w: %s; look at `wpbridge runs show %d`, then `wpbridge sync %s --approve %d`", ErrHeld, w.run.Reason, w.run.ID, w.run.Job, w.run.ID)
		if w.run.DryRun {
			err = nil
		}
	case w.run.Failed > 0:
		w.run.Status = ledger.Partial
		err = ErrPartial
	default:
		w.run.Status = ledger.Done
	}
	if w.run.DryRun || w.run.Status == ledger.Held {
		w.run.Changed = w.planned
	}
	w.run.Unchanged = max(0, w.run.Matched-w.planned-w.run.Excluded)
	w.run.DurationMS = time.Since(w.started).Milliseconds()
	w.run.ERPMS = (w.Waited() - w.waited).Milliseconds()
	w.run.ShopMS = max(0, w.run.DurationMS-w.run.ERPMS)
	return w.run, errors.Join(err, w.close(ctx))
}

// broken says why a run ended before its time.
func broken(cause error) string {
	why := cause.Error()
	if errors.Is(cause, context.Canceled) {
		why = "interrupted"
	}
	return why + "; what it had written is complete, the rest is left to the next run"
}

func (w *work) close(ctx context.Context) error {
	ctx, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), 10*time.Second, errors.New("closing the run took over 10 s"))
	defer cancel()
	name := ""
	if !w.run.DryRun && w.run.Status == ledger.Done && len(w.asked.Only) == 0 { // a failed item must be read again
		name = w.markName()
	}
	if w.run.Status != ledger.Failed && !w.run.DryRun && w.run.UndoOf == 0 && len(w.asked.Only) == 0 { // an older plan is out of date now
		if err := w.Store.Supersede(ctx, w.run.Job, w.run.ID); err != nil {
			return err
		}
	}
	if w.tells && !w.run.DryRun && w.run.Applied > 0 { // before the run is closed: a crash in between tells twice, not never
		if err := w.Store.Tell(ctx, w.run.ID); err != nil {
			return err
		}
	}
	w.Log.InfoContext(ctx, "run finished", "run_id", w.run.ID, "job", w.run.Job, "status", w.run.Status, "changed", w.run.Changed,
		"failed", w.run.Failed, "duration_ms", w.run.DurationMS, "erp_ms", w.run.ERPMS, "dry_run", w.run.DryRun)
	err := w.Store.Finish(ctx, w.run, name)
	if err == nil && name != "" {
		err = w.noteRules(ctx)
	}
	return err
}

// hold asks for a person. The plan stays in the journal for approval.
func (w *work) hold(why string) { w.run.Status, w.run.Reason = ledger.Held, why }

func (w *work) held() bool { return w.run.Status == ledger.Held }
