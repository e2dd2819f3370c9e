package woo

import (
	"database/sql"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"wpbridge/internal/commerce"
)

// differences are the derived rows that must change, by table.
type differences struct {
	statusRows map[string][]uint64             // meta ids of _stock_status, by new value
	statusNew  map[string][]commerce.ProductID // products without such a row
	prices     []priceRows                     // variable parents whose _price rows change
	lookups    map[commerce.ProductID]lookup   // rows to bring up to date
	quantities []quantity                      // rows of which only the quantity changes, by product
	lookupsNew []commerce.ProductID            // rows that do not exist
	hide, show []commerce.ProductID            // visibility term to add, to remove
	stock      map[bool][]commerce.ProductID   // attribute lookup in_stock
	flipped    []commerce.ProductID            // visibility changed
	turned     map[commerce.ProductID]string   // status changed, to what
	dated      map[commerce.ProductID]bool     // post_modified
	kinds      map[commerce.ProductID]commerce.Kind
}

func (s *Shop) differences(f *family) *differences {
	d := &differences{
		statusRows: map[string][]uint64{}, statusNew: map[string][]commerce.ProductID{}, lookups: map[commerce.ProductID]lookup{},
		stock: map[bool][]commerce.ProductID{}, turned: map[commerce.ProductID]string{}, dated: map[commerce.ProductID]bool{}, kinds: map[commerce.ProductID]commerce.Kind{},
	}
	for _, id := range slices.Sorted(maps.Keys(f.items)) {
		it := f.items[id]
		d.kinds[id] = it.kind
		if it.quiet {
			d.quantityOf(it)
			continue
		}
		d.statusOf(it, f)
		lo, hi, onSale := s.priceOf(it, f, d)
		d.lookupOf(it, f.status[id], lo, hi, onSale)
	}
	return d
}

// statusOf compares the status row, the visibility term and, through in_stock,
// the attribute lookup.
func (d *differences) statusOf(it *item, f *family) {
	want := f.status[it.id]
	if want == "" {
		return
	}
	if it.meta("_stock_status") != want {
		d.turned[it.id] = want
	}
	rows := it.metas["_stock_status"]
	if len(rows) == 0 {
		d.statusNew[want] = append(d.statusNew[want], it.id)
		d.dated[it.id] = true
	}
	for _, r := range rows {
		if r.text != want {
			d.statusRows[want] = append(d.statusRows[want], r.id)
			if !f.inherits[it.id] {
				d.dated[it.id] = true
			}
		}
	}
	if f.inherits[it.id] || it.hidden == (want == outOfStock) {
		return
	}
	d.dated[it.id] = true
	d.flipped = append(d.flipped, it.id)
	d.stock[want != outOfStock] = append(d.stock[want != outOfStock], it.id)
	if want == outOfStock {
		d.hide = append(d.hide, it.id)
	} else {
		d.show = append(d.show, it.id)
	}
}

// lookupOf compares the lookup row: it mirrors what the metas say.
func (d *differences) lookupOf(it *item, status, lo, hi string, onSale bool) {
	want := lookup{status: status, min: lo, max: hi, onSale: onSale}
	if it.managed() {
		q, _ := it.stock()
		want.quantity = sql.NullString{String: q.String(), Valid: true}
	}
	switch {
	case it.lookup == nil:
		d.lookupsNew = append(d.lookupsNew, it.id)
		d.lookups[it.id] = want
	case !it.lookup.same(want):
		d.lookups[it.id] = want
	}
}

// quantityOf compares a quiet product's lookup row, of which only the quantity
// may change.
func (d *differences) quantityOf(it *item) {
	q, _ := it.stock()
	if have, err := commerce.ParseStored(it.lookup.quantity.String); err != nil || have != q {
		d.quantities = append(d.quantities, quantity{it.id, q})
	}
}

// quantity is what a product's lookup row should say of its stock.
type quantity struct {
	product commerce.ProductID
	stock   commerce.Quantity
}

func (l lookup) same(o lookup) bool {
	return l.status == o.status && l.onSale == o.onSale && l.quantity.Valid == o.quantity.Valid &&
		sameNumber(l.quantity.String, o.quantity.String) && sameNumber(l.min, o.min) && sameNumber(l.max, o.max)
}

// sameNumber compares two stored numbers by value; what is no number is zero,
// as MySQL stores it in the lookup table's columns, which keep four decimals.
func sameNumber(a, b string) bool {
	return a == b || number(a).Round(4).Equal(number(b).Round(4))
}

func number(s string) decimal.Decimal {
	d, err := decimal.NewFromString(strings.TrimSpace(s))
	if err != nil {
		return decimal.Zero
	}
	return d
}
