package outbox

import (
	"context"

	"wpbridge/internal/commerce"
	"wpbridge/internal/state"
	"wpbridge/internal/woo"
)

// order reads an order with all that the ERP is told of it.
func (e *Engine) order(ctx context.Context, id commerce.OrderID) (commerce.Order, error) {
	o, err := e.Shop.Order(ctx, id, woo.OrderOptions{MetaKeys: e.MetaKeys})
	if err != nil {
		return o, err
	}
	o.ID = id
	if err := e.refer(ctx, &o); err != nil {
		return o, err
	}
	links, err := e.links(ctx, o)
	if err != nil {
		return o, err
	}
	name(o.Lines, links)
	for i := range o.Refunds {
		name(o.Refunds[i].Lines, links)
	}
	return o, nil
}

// links finds the items of an order's products. A variation whose parent holds
// the stock has the parent's.
func (e *Engine) links(ctx context.Context, o commerce.Order) (map[commerce.ProductID]state.LinkedItem, error) {
	var ids []commerce.ProductID
	add := func(lines []commerce.OrderLine) {
		for _, l := range lines {
			if l.Kind == commerce.ProductLine {
				ids = append(ids, l.Product, l.Parent)
			}
		}
	}
	add(o.Lines)
	for _, r := range o.Refunds {
		add(r.Lines)
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return e.Store.LinksOfProducts(ctx, ids)
}

func linkOf(l commerce.OrderLine, links map[commerce.ProductID]state.LinkedItem) (state.LinkedItem, bool) {
	if link, ok := links[l.Product]; ok && l.Product != 0 {
		return link, true
	}
	link, ok := links[l.Parent]
	return link, ok && l.Parent != 0
}

func name(lines []commerce.OrderLine, links map[commerce.ProductID]state.LinkedItem) {
	for i, l := range lines {
		if link, ok := linkOf(l, links); ok && l.Kind == commerce.ProductLine {
			lines[i].Item, lines[i].Code = link.Item, link.Code
		}
	}
}

// contained is what the ERP has set aside for the shop once it has the order's
// document: what the shop has taken from stock for the lines by now, and no more
// than the document says.
func (e *Engine) contained(ctx context.Context, o commerce.Order) ([]state.ExportLine, error) {
	links, err := e.links(ctx, o)
	if err != nil || len(links) == 0 {
		return nil, err
	}
	var ids []uint64
	for _, l := range o.Lines {
		if l.Item != "" {
			ids = append(ids, l.ID)
		}
	}
	taken, err := e.Shop.TakenBy(ctx, ids)
	if err != nil {
		return nil, err
	}
	var out []state.ExportLine
	for _, l := range o.Lines {
		if link, ok := linkOf(l, links); ok && l.Item != "" {
			t := taken[l.ID]
			out = append(out, state.ExportLine{Line: l.ID, Product: link.Product, Most: l.Quantity, Goal: max(0, min(l.Quantity, t.Quantity)), Row: t.Row})
		}
	}
	return out, nil
}

// givenBack is what is still set aside after a refund: less what it returns, or
// nothing after a cancellation (r is nil).
func (e *Engine) givenBack(ctx context.Context, order commerce.OrderID, r *commerce.Refund) ([]state.ExportLine, error) {
	lines, err := e.Store.LinesOf(ctx, order)
	if err != nil {
		return nil, err
	}
	back := map[uint64]commerce.Quantity{}
	if r != nil {
		for _, l := range r.Lines {
			back[l.RefundsID] -= min(l.Quantity, 0)
		}
	}
	for i, l := range lines {
		if r == nil {
			lines[i].Goal = 0
			continue
		}
		lines[i].Goal = max(0, l.Goal-back[l.Line])
	}
	return lines, nil
}
