package sitoo

import (
	"github.com/shopspring/decimal"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/wire"
)

// item is a product with what only this package needs to know.
type item struct {
	commerce.Item
	web, pos bool
	modified int64
}

// item translates one product. Its Active is what the web shop shows; where
// Sitoo does not say (the field is deprecated), what the POS shows.
func (c *client) item(p product) (item, error) {
	e := entry{wire.Named("productid " + wire.Found(p.ID) + " (sku " + wire.Found(p.SKU) + ")")}
	var it item
	it.ID = commerce.ItemID(e.id("productid", p.ID))
	it.Code = commerce.Code(e.Text("sku", p.SKU))
	it.Name = e.Label("title", p.Title)
	it.Barcode = e.Label("barcode", p.Barcode)
	if !wire.Absent(p.Parent) {
		it.ParentID = commerce.ItemID(e.id("variantparentid", p.Parent))
	}
	it.pos = e.Flag("activepos", p.ActivePOS)
	it.web = it.pos
	if !wire.Absent(p.Active) {
		it.web = e.Flag("active", p.Active)
	}
	it.Active = it.web
	it.StockTracked = e.Flag("stockcountenable", p.Tracked)
	it.Price = c.price(&e, p)
	it.modified = e.Integer("datemodified", p.Modified)
	return it, e.Err
}

func (c *client) price(e *entry, p product) *commerce.Price {
	price, org := e.money("moneyprice", p.Price), e.money("moneypriceorg", p.PriceOrg)
	vat := e.percent("vatvalue", p.VAT)
	if !price.Valid {
		return nil
	}
	out := &commerce.Price{Regular: price.Decimal, IncludesVAT: c.withVAT, VATPercent: vat}
	if c.compare && org.Valid && org.Decimal.GreaterThan(price.Decimal) {
		out.Regular, out.Sale = org.Decimal, decimal.NewNullDecimal(price.Decimal)
	}
	return out
}

// wanted applies the setting fetch. As in Sitoo's own lists, a product is
// inactive if it is so in the POS or in the web shop.
func (c *client) wanted(it item) bool {
	switch c.fetch {
	case fetchActive:
		return it.web && it.pos
	case fetchActivePOS:
		return it.pos
	case fetchActiveWeb:
		return it.web
	case fetchInactive:
		return !it.web || !it.pos
	case fetchInactivePOS:
		return !it.pos
	case fetchInactiveWeb:
		return !it.web
	}
	return true
}
