// Package inbox takes what business systems push to us. A push is answered as
// soon as it is stored; what follows from it is done afterwards, by Work, through
// a stock run over just the items that it is about.
//
// A push is trusted for what has moved rather than for how much there is: the
// run asks the system itself, so that a late, repeated or lost push does no harm.
// Only where a system cannot be asked, what it stated counts, the latest last.
package inbox

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/state"
)

// ErrSystem says that no pushes of this system are expected here.
var ErrSystem = errors.New("no pushes of this system are expected here")

// Options say what an inbox stands on.
type Options struct {
	Store *state.Store
	Log   *slog.Logger
	// ERP is the business system in use, or why there is none.
	ERP func() (*erp.Ops, error)
	// Run carries out a stock run over these codes; stated is what the system said
	// of them. state.ErrBusy: another run holds the job.
	Run func(ctx context.Context, codes []commerce.Code, stated []commerce.StockLevel) error
}

// Inbox takes pushes in and works them. It is safe for concurrent use, and any
// number of sidecars may have one.
type Inbox struct {
	Options
	woken chan struct{}
}

// New returns an inbox.
func New(o Options) *Inbox { return &Inbox{Options: o, woken: make(chan struct{}, 1)} }

// Accept takes a push in and returns what its sender expects to hear. One that
// does not prove its sender is erp.ErrUnauthorized and leaves nothing but a
// count; one that makes no sense is erp.ErrAnswer and is kept to be looked at.
func (b *Inbox) Accept(ctx context.Context, system string, p erp.Push) (answer string, err error) {
	ops, err := b.ERP()
	if err != nil {
		return "", err
	}
	if ops.Name != system || ops.DecodePush == nil {
		return "", fmt.Errorf("%w: %q", ErrSystem, system)
	}
	p.Body = append([]byte{}, p.Body...) // none is empty, not NULL
	said, err := ops.DecodePush(ctx, p)
	switch {
	case errors.Is(err, erp.ErrUnauthorized):
		return "", errors.Join(err, b.Store.CountPush(ctx, system, state.PushTally{Refused: 1, Refusal: err.Error()}))
	case err != nil:
		return "", errors.Join(err, b.Store.CountPush(ctx, system, state.PushTally{Refused: 1, Refusal: err.Error()}),
			b.Store.AddLostPush(ctx, state.Push{System: system, Headers: worthKeeping(p.Header), Body: p.Body}, err.Error()))
	case said.Probe:
		return said.Answer, b.Store.CountPush(ctx, system, state.PushTally{Probes: 1})
	}
	return said.Answer, b.keep(ctx, system, p, said)
}

func (b *Inbox) keep(ctx context.Context, system string, p erp.Push, said erp.Pushed) error {
	text, err := json.Marshal(said)
	if err != nil {
		return fmt.Errorf("store a push of %s: %w", system, err)
	}
	digest := sha256.Sum256(slices.Concat([]byte(system), []byte{0}, p.Body))
	fresh, err := b.Store.AddPush(ctx, state.Push{System: system, Headers: worthKeeping(p.Header), Body: p.Body, Said: text, Digest: digest[:]})
	if err != nil {
		return err
	}
	tally := state.PushTally{Repeated: 1}
	if fresh {
		tally = state.PushTally{Accepted: 1, Ignored: said.Ignored}
	}
	if err := b.Store.CountPush(ctx, system, tally); err != nil { // it is stored: that is what its sender must hear
		b.Log.WarnContext(ctx, "a push was not counted", "err", err)
	}
	b.Wake()
	return nil
}

// worthKeeping picks the headers that help to understand a push later. The
// others may hold what proves the sender, which has no place in a table.
func worthKeeping(h http.Header) string {
	var out strings.Builder
	for _, name := range []string{"Content-Type", "Content-Encoding", "Date", "User-Agent", "X-Forwarded-For", "X-Real-Ip"} {
		if v := h.Get(name); v != "" {
			fmt.Fprintf(&out, "%s: %s\n", name, v)
		}
	}
	return strings.ToValidUTF8(out.String(), "?")
}

// Wake has the inbox looked into soon, such as when a run that held the job has
// ended.
func (b *Inbox) Wake() {
	select {
	case b.woken <- struct{}{}:
	default: // it is to be looked into already
	}
}

// Woken tells when to look into the inbox.
func (b *Inbox) Woken() <-chan struct{} { return b.woken }
