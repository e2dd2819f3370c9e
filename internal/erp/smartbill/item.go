package smartbill

import (
	"strings"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/wire"
)

// item translates one product of V3. Services have no stock. V3 knows neither
// barcodes nor variants, and nothing that makes a product inactive.
func (c *catalogue) item(p product) (commerce.Item, error) {
	e := entry{wire.Named("product " + wire.Found(p.ID) + " (code " + wire.Found(p.Code) + ")")}
	it := commerce.Item{
		ID: commerce.ItemID(e.Text("id", p.ID)), Name: e.Label("name", p.Name),
		Active: true, StockTracked: !e.flag("isService", p.Service),
	}
	it.Code = commerce.Code(e.Label("code", p.Code))
	if c.byName {
		it.Code = commerce.Code(it.Name)
	}
	it.Price = c.price(&e, p)
	return it, e.Err
}

// price is nil where SmartBill gives none, or one in another currency. A price of
// nothing is taken for one that nobody has entered: nothing must become free of
// charge by a field left empty.
func (c *catalogue) price(e *entry, p product) *commerce.Price {
	amount, vat := e.amount("price", p.Price), e.amount("vatPercentage", p.VAT)
	currency, included := e.Label("currency", p.Currency), e.flag("isVatIncluded", p.VATIncluded)
	switch {
	case !amount.Valid || amount.Decimal.IsZero():
		return nil
	case currency != "" && !strings.EqualFold(currency, c.currency):
		c.log.Debug("smartbill price in another currency left out", "code", wire.Found(p.Code), "currency", currency)
		return nil
	}
	return &commerce.Price{Regular: amount.Decimal, IncludesVAT: included, VATPercent: vat}
}
