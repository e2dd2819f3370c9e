package woo

import (
	"context"
	"database/sql"

	"wpbridge/internal/commerce"
	"wpbridge/internal/ledger"
	"wpbridge/internal/mysql"
)

// stockPlan sorts a chunk's changes into the statements that make them.
type stockPlan struct {
	swap []metaSet // one by one, each only if the row still says what was read
	metaPlan
}

// prepare decides for each product against what the shop has now, lets items
// say what the plan will leave, and returns why products are skipped. A product
// is written as a whole or not at all.
func (p *stockPlan) prepare(items map[commerce.ProductID]*item, changes []ledger.Change) map[uint32]string {
	skipped := map[uint32]string{}
	for group := range ledger.ByProduct(changes) {
		it := items[group[0].Product]
		why := refusal(it, group)
		for _, c := range group {
			if why != "" {
				skipped[c.Seq] = why
				continue
			}
			p.one(it, c)
		}
	}
	return skipped
}

// refusal says why a product must be left alone. A step that only adds needs
// nothing but the product; one that started from what was read needs it still
// to be so.
func refusal(it *item, group []ledger.Change) string {
	if it == nil {
		return "the product does not exist any more"
	}
	for _, c := range group {
		if c.Field != ledger.Stock || c.Reason.Step() {
			continue
		}
		now, valid := it.stock()
		if before := parse(c.Before); valid != (before != nil) || valid && now != *before {
			return "its stock changed meanwhile"
		}
	}
	return ""
}

func (p *stockPlan) one(it *item, c ledger.Change) {
	switch c.Field {
	case ledger.Manage:
		p.set(it, "_manage_stock", c.After)
	case ledger.Backorders:
		p.set(it, "_backorders", c.After)
	case ledger.Status:
		p.set(it, "_stock_status", c.After)
	case ledger.Stock:
		p.stock(it, c)
	}
}

// stock adds where a single row holds a number and the change is a step from a
// number to a number; anything else is set.
func (p *stockPlan) stock(it *item, c ledger.Change) {
	before, after := parse(c.Before), parse(c.After)
	now, valid := it.stock()
	step := valid && before != nil && after != nil
	if step && len(it.metas["_stock"]) == 1 {
		delta := *after - *before
		if delta == 0 {
			return // only the base moves; an addition of nothing would look like a row that vanished
		}
		p.fractional = p.fractional || delta != delta.Floor() || now != now.Floor()
		text := delta.String()
		p.add = append(p.add, metaSet{row: it.metas["_stock"][0], product: it.id, key: "_stock", text: &text})
		return
	}
	text := c.After
	if step {
		sum := (now + *after - *before).String()
		text = &sum
	}
	if len(it.metas["_stock"]) == 0 || !it.managed() {
		p.set(it, "_stock", text)
		return
	}
	for _, r := range it.metas["_stock"] {
		p.swap = append(p.swap, metaSet{row: r, product: it.id, key: "_stock", text: text})
	}
	it.put("_stock", text)
}

func parse(text *string) *commerce.Quantity {
	if text == nil {
		return nil
	}
	q, err := commerce.ParseStored(*text)
	if err != nil {
		return nil
	}
	return &q
}

func (p *stockPlan) writeMetas(ctx context.Context, s *Shop, tx *sql.Tx) error {
	if err := p.writeSets(ctx, s, tx); err != nil {
		return err
	}
	for _, m := range p.swap {
		n, err := mysql.Affected(ctx, tx, s.sql(`UPDATE {postmeta} SET meta_value = ? WHERE meta_id = ? AND post_id = ? AND BINARY meta_value <=> BINARY ?`), m.text, m.row.id, m.product, m.row.value())
		if err != nil {
			return err
		}
		if n != 1 && !m.row.is(m.text) {
			return errMoved
		}
	}
	return nil
}
