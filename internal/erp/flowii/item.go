package flowii

import (
	"strconv"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/wire"
)

// The values of selling-price-type.
const (
	withVAT    = 0
	withoutVAT = 1
)

// item translates one good of a list or of its details. FLOWii knows no variants
// and does not say which goods are in use.
func item(r resource) (commerce.Item, error) {
	e := entry{wire.Named("good " + wire.Found(r.ID) + " (serial-nr " + wire.Found(r.Attributes["serial-nr"]) + ")")}
	it := commerce.Item{Active: true}
	it.ID = commerce.ItemID(e.id("id", r.ID))
	it.Code = commerce.Code(e.Label("serial-nr", r.Attributes["serial-nr"]))
	it.Name = e.Label("name", r.Attributes["name"])
	it.Barcode = e.Label("ean", r.Attributes["ean"])
	it.StockTracked = strconv.FormatInt(e.Integer("type", r.Attributes["type"]), 10) != typeService
	for _, level := range []string{"category", "subcategory"} {
		if id := r.related(&e, level); id != "" {
			it.Categories = append(it.Categories, id)
		}
	}
	it.Price = price(&e, r.Attributes)
	return it, e.Err
}

// price is nil where FLOWii gives none. vat-rate is called rate-type in one place
// of FLOWii's own description.
func price(e *entry, a map[string]raw) *commerce.Price {
	amount := e.amount("selling-price", a["selling-price"])
	kind := e.Integer("selling-price-type", a["selling-price-type"])
	if kind != withVAT && kind != withoutVAT {
		e.Fault("selling-price-type", "0 or 1", a["selling-price-type"])
	}
	rate, ok := a["vat-rate"]
	if !ok {
		rate = a["rate-type"]
	}
	vat := e.amount("vat-rate", rate)
	if !amount.Valid {
		return nil
	}
	return &commerce.Price{Regular: amount.Decimal, IncludesVAT: kind == withVAT, VATPercent: vat}
}
