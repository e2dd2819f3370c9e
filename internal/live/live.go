// Package live answers the checkout: may these quantities be sold? It asks the
// ERP for just these items, or trusts the last stock run if that is young
// enough; where the ERP cannot be asked, the shop owner's policy decides. An
// answer never takes longer than the budget.
//
// What may be sold is the shop's own number moved by as much as the ERP's side
// has moved since it was last applied: the difference that a stock run would
// write. Orders in flight are in the shop's number already, so no order is read.
package live

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/reconcile"
	"wpbridge/internal/state"
	"wpbridge/internal/woo"
)

// errBudget is why an answer was given before the ERP's.
var errBudget = errors.New("checkout.budget is over")

// Options say with what and how a Checker decides.
type Options struct {
	Shop  *woo.Shop
	Store *state.Store
	// ERP is asked once and at once; see chain.Connection.Prompt. Where it has no
	// CheckStock, the last stock run decides whatever its age.
	ERP *erp.Ops
	Log *slog.Logger
	// Stock has the buffer and rounding by which the ERP's number counts.
	Stock  reconcile.StockPolicy
	Budget time.Duration // for the whole answer
	MaxAge time.Duration // up to which a stock run spares the ERP the question
	// WhenUnreachable decides where a line does not say itself.
	WhenUnreachable Policy
	// Refresh hears of codes whose number in the shop let a buyer come as far as
	// a refusal. It must return at once; nil is nobody.
	Refresh func([]commerce.Code)
}

// Checker answers checkouts. It is safe for concurrent use.
type Checker struct {
	Options
	asker asker
	known known
}

// New returns a Checker.
func New(o Options) *Checker {
	return &Checker{Options: o, asker: asker{ask: o.ERP.CheckStock, of: map[commerce.Code]*batch{}}}
}

// Check decides about a cart. An error means that nothing was decided: the
// request is wrong (ErrRequest) or the shop's database does not answer.
func (c *Checker) Check(ctx context.Context, r Request) (Answer, error) {
	if err := r.validate(); err != nil {
		return Answer{}, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, c.Budget, errBudget)
	defer cancel()
	lines, err := c.look(ctx, r.Items)
	if err != nil {
		return Answer{}, fmt.Errorf("check stock: %w", err)
	}
	if err := c.decide(ctx, r.Moment, lines); err != nil {
		return Answer{}, fmt.Errorf("check stock: %w", err)
	}
	return answer(lines), nil
}

// look gathers what the shop's database knows of each line.
func (c *Checker) look(ctx context.Context, items []Item) ([]*line, error) {
	rules, err := c.known.rules(ctx, c.Shop)
	if err != nil {
		return nil, err
	}
	bought := make([]woo.Bought, len(items))
	for i, it := range items {
		bought[i] = woo.Bought{Product: it.ProductID, Variation: it.VariationID}
	}
	facts, err := c.Shop.Checkables(ctx, bought)
	if err != nil {
		return nil, err
	}
	lines := make([]*line, len(items))
	for i, f := range facts {
		lines[i] = newLine(items[i], f, rules)
	}
	return lines, c.stand(ctx, lines)
}

// stand reads, or reads again, how the lines' holders stand.
func (c *Checker) stand(ctx context.Context, lines []*line) error {
	ids := make([]commerce.ProductID, 0, len(lines))
	for _, l := range lines {
		if l.Holder != 0 {
			ids = append(ids, l.Holder)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	standings, err := c.Store.Standings(ctx, ids)
	for _, l := range lines {
		l.standing = standings[l.Holder]
	}
	return err
}

// setAside reads what the levels, asked for at a moment, contain of shop orders.
func (c *Checker) setAside(ctx context.Context, lines []*line, asked time.Time) error {
	now, err := c.Store.Now(ctx)
	if err != nil {
		return err
	}
	ids := make([]commerce.ProductID, len(lines))
	for i, l := range lines {
		ids[i] = l.Holder
	}
	known, err := c.Store.Contained(ctx, now.Add(-time.Since(asked)-c.ERP.Traits.Settle), ids...)
	for _, l := range lines {
		l.contained = known[l.standing.Link].Quantity
	}
	return err
}

// decide fills in the verdicts, with as few questions as will do.
func (c *Checker) decide(ctx context.Context, m Moment, lines []*line) error {
	var open []*line
	for _, l := range lines {
		if l.reason = l.free(); l.reason == "" {
			open = append(open, l)
		}
	}
	if len(open) == 0 {
		return nil
	}
	age, known, err := c.known.readingAge(ctx, c.Store)
	if err != nil {
		return err
	}
	if m == Cart || c.ERP.CheckStock == nil {
		judgeReading(open, age, known, m == Cart, c.WhenUnreachable)
		return nil
	}
	if young := known && age < c.MaxAge; young && !slices.ContainsFunc(open, (*line).unwritten) {
		judgeReading(open, age, known, false, c.WhenUnreachable)
		return nil
	}
	return c.decideLive(ctx, open, age)
}

// decideLive asks the ERP. The shop's side is read after the answer, so that a
// sale or a stock run during the question counts.
func (c *Checker) decideLive(ctx context.Context, open []*line, age time.Duration) error {
	levels, asked, err := c.asker.levels(ctx, codes(open))
	if err != nil {
		c.Log.WarnContext(ctx, "stock check decided without the ERP", "err", err)
		for _, l := range open {
			l.unreachable(c.WhenUnreachable)
		}
		return nil
	}
	if err := c.stand(ctx, open); err != nil {
		return err
	}
	if err := c.setAside(ctx, open, asked); err != nil {
		return err
	}
	refused := judgeLive(open, levels, c.Stock, time.Since(asked), age, c.WhenUnreachable)
	if len(refused) > 0 && c.Refresh != nil {
		c.Refresh(refused)
	}
	return nil
}
