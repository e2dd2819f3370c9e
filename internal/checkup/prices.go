package checkup

import (
	"context"
	"fmt"

	"wpbridge/internal/erp"
	"wpbridge/internal/woo"
)

// prices reads one page of items and tells on which side of VAT their prices
// are. Where the shop enters its prices on the other side, each item needs a
// VAT rate.
func (r *Report) prices(ctx context.Context, o *erp.Ops, shop *woo.Settings) {
	const name = "prices"
	if o.ReadItems == nil || shop == nil {
		return
	}
	page, err := o.ReadItems(ctx, erp.Query{Bare: true})
	if err != nil {
		r.Fail(name, fmt.Errorf("read the first items: %w", err), "")
		return
	}
	same, other, without := 0, 0, 0
	for _, item := range page.Items {
		switch p := item.Price; {
		case p == nil:
		case p.IncludesVAT == shop.PricesIncludeTax:
			same++
		case p.VATPercent.Valid:
			other++
		default:
			without++
		}
	}
	switch {
	case without > 0:
		r.Warn(name, fmt.Sprintf("%d of the first %d items have prices on the other side of VAT than the shop, and no VAT rate to convert them", without, len(page.Items)),
			"let WooCommerce › Settings › Tax › Prices entered with tax agree with the ERP, or give the items a VAT rate there")
	case other > 0:
		r.OK(name, "the ERP and the shop store prices on different sides of VAT: they are converted by each item's rate")
	case same > 0:
		r.OK(name, "the ERP and the shop store prices on the same side of VAT")
	default:
		r.Warn(name, fmt.Sprintf("none of the first %d items has a price", len(page.Items)), "look at the price settings of the ERP")
	}
}
