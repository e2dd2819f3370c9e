package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/httpapi"
	"wpbridge/internal/inbox"
	"wpbridge/internal/job"
	"wpbridge/internal/ledger"
)

// newInbox takes what the business system in use sends.
func newInbox(s *Service) *inbox.Inbox {
	return inbox.New(inbox.Options{
		Store: s.Store, Log: s.Log.With("component", "inbox"),
		ERP: func() (*erp.Ops, error) {
			conn, err := s.login.connection()
			if err != nil {
				return nil, err
			}
			return conn.Ops, nil
		},
		Run: func(ctx context.Context, codes []commerce.Code, stated []commerce.StockLevel) error {
			return s.runs.over(ctx, httpapi.Order{Job: job.Stock, By: ledger.ByPush, Only: codes, Stated: stated})
		},
	})
}

// over does a run from its beginning to its end.
func (r *runs) over(ctx context.Context, o httpapi.Order) error {
	_, ended, err := r.launch(o)
	if err != nil {
		return err
	}
	select {
	case out := <-ended:
		if errors.Is(out.err, errStopping) {
			return fmt.Errorf("%w: %w", context.Canceled, out.err)
		}
		return out.err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// workInbox works what was pushed: as soon as something comes in or a run ends,
// and now and then what another sidecar has left.
func (s *Service) workInbox(ctx, work context.Context) error {
	s.inbox.Wake() // something may have been left when wpbridge was stopped
	tick := time.NewTicker(s.opt.Poll)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		case <-s.inbox.Woken():
		}
		if err := s.inbox.Work(work); err != nil && ctx.Err() == nil {
			s.Log.WarnContext(ctx, "the inbox could not be worked; that is done later", "err", err)
		}
	}
}
