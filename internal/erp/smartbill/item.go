package smartbill

import (
	"strings"

	"wpbridge/internal/commerce"
)

// item translates one product of V3. Services have no stock. V3 knows neither
// barcodes nor variants, and nothing that makes a product inactive.
func (c *catalogue) item(p product) (commerce.Item, error) {
	e := entry{name: "product " + found(p.ID) + " (code " + found(p.Code) + ")"}
	it := commerce.Item{
		ID: commerce.ItemID(e.text("id", p.ID)), Name: e.label("name", p.Name),
		Active: true, StockTracked: !e.flag("isService", p.Service),
	}
	it.Code = commerce.Code(e.label("code", p.Code))
	if c.byName {
		it.Code = commerce.Code(it.Name)
	}
	it.Price = c.price(&e, p)
	return it, e.err
}

// price is nil where SmartBill gives none, or one in another currency. A price of
// nothing is taken for one that nobody has entered: nothing must become free of
// charge by a field left empty.
func (c *catalogue) price(e *entry, p product) *commerce.Price {
	amount, vat := e.amount("price", p.Price), e.amount("vatPercentage", p.VAT)
	currency, included := e.label("currency", p.Currency), e.flag("isVatIncluded", p.VATIncluded)
	switch {
	case !amount.Valid || amount.Decimal.IsZero():
		return nil
	case currency != "" && !strings.EqualFold(currency, c.currency):
		c.log.Debug("smartbill price in another currency left out", "code", found(p.Code), "currency", currency)
		return nil
	}
	return &commerce.Price{Regular: amount.Decimal, IncludesVAT: included, VATPercent: vat}
}
