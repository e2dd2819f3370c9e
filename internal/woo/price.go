package woo

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"wpbridge/internal/commerce"
	"wpbridge/internal/ledger"
)

// priceKeys are the meta keys behind the price fields of a change.
var priceKeys = map[ledger.Field]string{
	ledger.Regular: "_regular_price", ledger.Sale: "_sale_price", ledger.SaleFrom: "_sale_price_dates_from", ledger.SaleTo: "_sale_price_dates_to",
}

// Prices reads the prices of these products as they are now. Products that do
// not exist any more are absent.
func (s *Shop) Prices(ctx context.Context, ids []commerce.ProductID) (map[commerce.ProductID]commerce.ShopPrice, error) {
	items, err := s.load(ctx, s.db, ids)
	if err != nil {
		return nil, err
	}
	out := make(map[commerce.ProductID]commerce.ShopPrice, len(items))
	for id, it := range items {
		out[id] = commerce.ShopPrice{
			Product: id, Parent: it.parent, Kind: it.kind, SKU: it.sku,
			Regular: it.first("_regular_price"), Sale: it.first("_sale_price"), Active: it.first("_price"),
			From: it.first("_sale_price_dates_from"), To: it.first("_sale_price_dates_to"),
		}
	}
	return out, nil
}

// first is the text WooCommerce would read, nil where there is no row.
func (it *item) first(key string) *string {
	if rows := it.metas[key]; len(rows) > 0 {
		return rows[0].value()
	}
	return nil
}

// ApplyPrices carries one chunk of planned price changes out, with the active
// price. A product whose prices are no longer what they were planned from is
// skipped, as books hear. The caller owes the Followup a call.
func (s *Shop) ApplyPrices(ctx context.Context, changes []ledger.Change, books ledger.Books) (Followup, error) {
	items, err := s.inOneTransaction(ctx, changes, books, func(items map[commerce.ProductID]*item) (metaWriter, map[uint32]string) {
		var plan pricePlan
		skipped := plan.prepare(items, changes, s.now().Unix())
		return &plan, skipped
	})
	if err != nil {
		return nil, fmt.Errorf("write prices: %w", err)
	}
	return func(ctx context.Context) (Derived, error) {
		return s.deriveItems(ctx, items, slices.Sorted(maps.Keys(items)), Wrote)
	}, nil
}

type pricePlan struct{ metaPlan }

func (p *pricePlan) prepare(items map[commerce.ProductID]*item, changes []ledger.Change, now int64) map[uint32]string {
	skipped := map[uint32]string{}
	for group := range ledger.ByProduct(changes) {
		it := items[group[0].Product]
		if why := priceRefusal(it, group); why != "" {
			for _, c := range group {
				skipped[c.Seq] = why
			}
			continue
		}
		p.one(it, group, now)
	}
	return skipped
}

// one plans a product's price rows, with what WooCommerce does of its own accord
// when a price changes: a sale price that is no reduction is emptied, and
// _price follows.
func (p *pricePlan) one(it *item, group []ledger.Change, now int64) {
	want := map[string]*string{}
	for _, key := range priceKeys {
		want[key] = it.first(key)
	}
	for _, c := range group {
		want[priceKeys[c.Field]] = c.After
	}
	text := func(key string) string {
		if want[key] == nil {
			return ""
		}
		return *want[key]
	}
	regular, sale := text("_regular_price"), text("_sale_price")
	if sale == regular || sale != "" && regular != "" && number(sale).GreaterThanOrEqual(number(regular)) {
		sale = ""
		want["_sale_price"] = &sale
	}
	active := activePrice(regular, sale, text("_sale_price_dates_from"), text("_sale_price_dates_to"), now)
	want["_price"] = &active
	for _, key := range slices.Sorted(maps.Keys(want)) {
		if want[key] == nil {
			p.remove(it, key)
		} else {
			p.only(it, key, *want[key])
		}
	}
}

func priceRefusal(it *item, group []ledger.Change) string {
	if it == nil {
		return "the product does not exist any more"
	}
	for _, c := range group {
		have := it.first(priceKeys[c.Field])
		if (have == nil) != (c.Before == nil) || have != nil && *have != *c.Before {
			return "its " + string(c.Field) + " changed meanwhile"
		}
	}
	return ""
}

// only plans exactly one row of a key.
func (p *metaPlan) only(it *item, key, text string) {
	if rows := it.metas[key]; len(rows) > 1 {
		for _, r := range rows[1:] {
			p.drop = append(p.drop, r.id)
		}
		it.metas[key] = rows[:1]
	}
	p.set(it, key, &text)
}

func (p *pricePlan) writeMetas(ctx context.Context, s *Shop, tx *sql.Tx) error {
	return p.writeSets(ctx, s, tx)
}

// activePrice is WooCommerce's rule for _price (WC_Product::is_on_sale): the
// sale price while the sale runs, else the regular price.
func activePrice(regular, sale, from, to string, now int64) string {
	if sale == "" || !number(regular).GreaterThan(number(sale)) {
		return regular
	}
	if start, err := strconv.ParseInt(from, 10, 64); err == nil && start > now {
		return regular
	}
	if end, err := strconv.ParseInt(to, 10, 64); err == nil && end < now {
		return regular
	}
	return sale
}
