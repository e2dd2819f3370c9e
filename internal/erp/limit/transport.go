package limit

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"wpbridge/internal/erp"
)

// ErrSlow is the cause of a request's end that took longer than Timeout.
var ErrSlow = fmt.Errorf("the ERP took too long for one request: %w", context.DeadlineExceeded)

// Transport puts a gate before another transport.
type Transport struct {
	Gate *Gate
	Next http.RoundTripper // nil: http.DefaultTransport
	// Allowance reads an answer's headers; nil where the ERP says nothing.
	Allowance func(*http.Response) erp.Allowance
	// Timeout bounds one request from its turn to the end of its body; the wait
	// for the turn does not count. 0: no bound but the caller's.
	Timeout time.Duration
}

// Client is h with the gate before its transport.
func (t Transport) Client(h *http.Client) *http.Client {
	c := *h
	t.Next = h.Transport
	c.Transport = t
	return &c
}

// RoundTrip sends r when it is its turn. The turn ends with the answer's body.
// Where the caller's time ran out and most of it went into waiting for the turn,
// the error is an erp.RetryAfter: that says nothing against the ERP.
func (t Transport) RoundTrip(r *http.Request) (*http.Response, error) {
	begin := time.Now()
	turn, err := t.Gate.Enter(r.Context(), r.URL.Path)
	if err != nil {
		return nil, err
	}
	entered := time.Now()
	ctx, cancel := t.bound(r.Context())
	over := sync.OnceFunc(func() { cancel(); turn.Leave() })
	next := t.Next
	if next == nil {
		next = http.DefaultTransport
	}
	resp, err := next.RoundTrip(r.WithContext(ctx))
	if err != nil {
		over()
		if errors.Is(r.Context().Err(), context.DeadlineExceeded) && entered.Sub(begin) > time.Since(entered) {
			return nil, outOfTime(r.Context(), ErrQueue, 0)
		}
		return nil, err
	}
	if t.Allowance != nil {
		turn.Answered(t.Allowance(resp))
	}
	resp.Body = &body{resp.Body, over}
	return resp, nil
}

func (t Transport) bound(ctx context.Context) (context.Context, context.CancelFunc) {
	timeout := t.Gate.timeout(t.Timeout)
	if timeout <= 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeoutCause(ctx, timeout, ErrSlow)
}

type body struct {
	io.ReadCloser
	over func()
}

func (b *body) Close() error {
	defer b.over()
	return b.ReadCloser.Close()
}
