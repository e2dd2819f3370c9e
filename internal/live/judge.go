package live

import (
	"cmp"
	"slices"
	"time"

	"wpbridge/internal/commerce"
	"wpbridge/internal/reconcile"
	"wpbridge/internal/state"
	"wpbridge/internal/woo"
)

// line is one line of the cart on its way to a verdict.
type line struct {
	Item
	woo.Checkable
	rule      woo.Rule          // for the line's product
	stock     woo.Rule          // for the holder
	standing  state.Standing    // of the holder; zero: not linked
	contained commerce.Quantity // of the level: what the ERP has surely set aside for orders
	reason    Reason
	by        Decider
	refused   bool // where reason is Unreachable
	available *commerce.Quantity
	age       *time.Duration
}

func newLine(it Item, f woo.Checkable, rules *woo.Rules) *line {
	l := &line{Item: it, Checkable: f, rule: rules.Of(f.Product, f.Parent)}
	l.WhenUnreachable = cmp.Or(it.WhenUnreachable, Policy(l.rule.WhenUnreachable))
	l.stock = l.rule
	if f.Holder != f.Product {
		l.stock = rules.Of(f.Holder, 0)
	}
	return l
}

// unwritten tells that stock runs leave the number alone, so that no reading is
// in it, however young.
func (l *line) unwritten() bool { return l.stock.ExcludeUpdate }

// base is the ERP's side of the line's stock, less the holder's own buffer where
// it has one. An order that is just on its way to the ERP is taken for not there
// yet, which is never too much.
func (l *line) base(p reconcile.StockPolicy, level commerce.Quantity) commerce.Quantity {
	return p.Buffered(l.stock.Buffer).Base(level, l.contained)
}

// free says why a line needs no number; empty where it does.
func (l *line) free() Reason {
	switch {
	case l.rule.ExcludeCheck:
		return Excluded
	case l.Holder == 0 || !l.standing.Taken:
		return NotLinked
	case !l.standing.Tracked:
		return NotTracked
	case l.Backorders:
		return Backorder
	}
	return ""
}

// codes are what to ask the ERP for: not for items that it has deleted, which
// the shop's number already knows.
func codes(lines []*line) []commerce.Code {
	out := make([]commerce.Code, 0, len(lines))
	for _, l := range lines {
		if !l.standing.Gone {
			out = append(out, l.standing.Code)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// judgeReading takes the shop's own numbers for the truth. Where there is none,
// a cart passes and an order goes by the policy.
func judgeReading(lines []*line, age time.Duration, known, cart bool, p Policy) {
	wanted := sum(lines)
	for _, l := range lines {
		switch {
		case l.standing.Valid:
			l.judge(wanted[l.Holder], l.standing.Stock, ByReading)
		case cart:
			l.reason, l.by = Enough, ByReading
		default:
			l.unreachable(p)
		}
		if known && l.available != nil {
			l.age = &age
		}
	}
}

// judgeLive moves the shop's numbers by as much as the ERP's side has moved
// since it was applied, and returns the codes of what is refused. A code that
// the ERP's answer lacks is unknown, not zero.
func judgeLive(lines []*line, levels map[commerce.Code]commerce.Quantity, stock reconcile.StockPolicy, age, readingAge time.Duration, p Policy) []commerce.Code {
	wanted := sum(lines)
	var refused []commerce.Code
	for _, l := range lines {
		level, told := levels[l.standing.Code]
		switch {
		case l.standing.Gone && l.standing.Valid:
			l.judge(wanted[l.Holder], l.standing.Stock, ByReading)
			l.age = &readingAge
		case !told || !l.standing.Valid || !l.standing.Taken:
			l.unreachable(p)
		default:
			moved := l.base(stock, level) - l.standing.Base
			l.judge(wanted[l.Holder], l.standing.Stock+moved, ByLive)
			l.age = &age
			if l.reason == NotEnough {
				refused = append(refused, l.standing.Code)
			}
		}
	}
	slices.Sort(refused)
	return slices.Compact(refused)
}

// sum adds the lines up that share a stock.
func sum(lines []*line) map[commerce.ProductID]commerce.Quantity {
	out := make(map[commerce.ProductID]commerce.Quantity, len(lines))
	for _, l := range lines {
		out[l.Holder] += l.Quantity
	}
	return out
}

// judge compares what the cart wants of a stock with what there is.
func (l *line) judge(wanted, there commerce.Quantity, by Decider) {
	shown := max(there, 0)
	l.available, l.by, l.reason = &shown, by, Enough
	if wanted > there {
		l.reason = NotEnough
	}
}

// unreachable lets the policy decide: the line's own, else the shop's.
func (l *line) unreachable(p Policy) {
	l.reason, l.by = Unreachable, ByPolicy
	l.refused = cmp.Or(l.WhenUnreachable, p) != Allow
}

func (l *line) verdict() Verdict {
	v := Verdict{
		ProductID: l.ProductID, VariationID: l.VariationID, SKU: l.SKU, Requested: l.Quantity,
		Available: l.available, Reason: l.reason, OK: l.reason != NotEnough && !l.refused,
	}
	if l.age != nil {
		v.AgeMS = new(l.age.Milliseconds())
	}
	return v
}
