package inbox

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/job"
	"wpbridge/internal/state"
)

const (
	leaseName = "inbox"
	lot       = 200 // pushes that are worked together: they often speak of the same items
	mostTries = 8
	firstWait = 15 * time.Second // after the first failure; it doubles
	mostWait  = time.Hour
)

// Work does what is due, lot by lot. Where another sidecar is at it, or another
// run holds the job, the pushes stay for the next time.
func (b *Inbox) Work(ctx context.Context) error {
	due, err := b.Store.PushesDue(ctx)
	if err != nil || !due {
		return err
	}
	lease, held, err := b.Store.Acquire(ctx, leaseName)
	if errors.Is(err, state.ErrBusy) {
		return nil
	}
	if err != nil {
		return err
	}
	for more := true; more && err == nil; {
		more, err = b.workLot(held, lease)
	}
	return errors.Join(err, lease.Release(ctx))
}

// workLot is false when there is nothing more to do now.
func (b *Inbox) workLot(ctx context.Context, lease *state.Lease) (more bool, err error) {
	pushes, err := b.Store.TakePushes(ctx, lease, lot)
	if err != nil || len(pushes) == 0 {
		return false, err
	}
	ops, err := b.ERP()
	if err != nil {
		return false, b.Store.PushesLater(ctx, pushes, firstWait, false, err.Error())
	}
	ours := pushes[:0:0]
	var others []state.TakenPush
	for _, p := range pushes {
		if p.System == ops.Name {
			ours = append(ours, p)
		} else {
			others = append(others, p)
		}
	}
	if err := b.Store.PushesDone(ctx, others, "another business system is in use now"); err != nil {
		return false, err
	}
	codes, stated, err := b.linked(ctx, ops.Name, ours)
	if err != nil {
		return false, err
	}
	if len(codes) > 0 {
		err = b.Run(ctx, codes, stated)
	}
	return b.settle(context.WithoutCancel(ctx), ours, err)
}

// linked is what the pushes are about, as far as the shop has it: asking about
// the rest would cost calls for nothing.
func (b *Inbox) linked(ctx context.Context, system string, pushes []state.TakenPush) ([]commerce.Code, []commerce.StockLevel, error) {
	said, err := together(pushes)
	if err != nil {
		return nil, nil, err
	}
	all := said.Codes()
	links, err := b.Store.Resolve(ctx, all)
	if err != nil {
		return nil, nil, err
	}
	codes, known := make([]commerce.Code, len(links)), make(map[commerce.Code]bool, len(links))
	for i, l := range links {
		codes[i], known[l.Code] = l.Code, true
	}
	stated := make([]commerce.StockLevel, 0, len(said.Levels))
	for _, l := range said.Levels {
		if known[l.Code] {
			stated = append(stated, l)
		}
	}
	if unknown := len(all) - len(known); unknown > 0 {
		err = b.Store.CountPush(ctx, system, state.PushTally{Unknown: unknown})
	}
	return codes, stated, err
}

// together is what pushes say one after the other. A code in doubt states
// nothing, until a later push states it again.
func together(pushes []state.TakenPush) (erp.Pushed, error) {
	levels, doubt := map[commerce.Code][]commerce.StockLevel{}, map[commerce.Code]bool{}
	for _, p := range pushes {
		var said erp.Pushed
		if err := json.Unmarshal(p.Said, &said); err != nil {
			return erp.Pushed{}, err
		}
		fresh := map[commerce.Code][]commerce.StockLevel{}
		for _, l := range said.Levels {
			fresh[l.Code] = append(fresh[l.Code], l)
		}
		for code, ls := range fresh {
			levels[code] = ls
			delete(doubt, code)
		}
		for _, code := range said.Reread {
			doubt[code] = true
			delete(levels, code)
		}
	}
	var out erp.Pushed
	for _, ls := range levels {
		out.Levels = append(out.Levels, ls...)
	}
	for code := range doubt {
		out.Reread = append(out.Reread, code)
	}
	return out, nil
}

// settle notes how it went. What failed for good is left to the next reading of
// all that moved.
func (b *Inbox) settle(ctx context.Context, pushes []state.TakenPush, err error) (more bool, _ error) {
	switch {
	case err == nil:
		return true, b.Store.PushesDone(ctx, pushes, "")
	case errors.Is(err, job.ErrHeld), errors.Is(err, job.ErrJob), errors.Is(err, job.ErrNoMatch):
		return true, b.Store.PushesDone(ctx, pushes, err.Error())
	case errors.Is(err, state.ErrBusy):
		return false, b.Store.PushesLater(ctx, pushes, 0, false, err.Error())
	case errors.Is(err, context.Canceled), errors.Is(err, job.ErrCancelled):
		return false, b.Store.PushesLater(ctx, pushes, firstWait, false, err.Error())
	}
	b.Log.WarnContext(ctx, "what was pushed could not be applied", "pushes", len(pushes), "err", err)
	var faults []error
	for tries, some := range byTries(pushes) {
		if tries+1 >= mostTries {
			faults = append(faults, b.Store.PushesFailed(ctx, some, err.Error()))
			continue
		}
		faults = append(faults, b.Store.PushesLater(ctx, some, min(firstWait<<tries, mostWait), true, err.Error()))
	}
	return false, errors.Join(faults...)
}

func byTries(pushes []state.TakenPush) map[int][]state.TakenPush {
	out := map[int][]state.TakenPush{}
	for _, p := range pushes {
		out[p.Tries] = append(out[p.Tries], p)
	}
	return out
}
