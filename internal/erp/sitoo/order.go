package sitoo

import (
	"cmp"
	"encoding/json"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/wire"
)

// order is an order as it is read.
type order struct {
	orderHead
	Register      raw         `json:"registerid"`
	Warehouse     raw         `json:"warehouseid"`
	PaymentState  raw         `json:"paymentstateid"`
	Currency      raw         `json:"currencycode"`
	Email         raw         `json:"email"`
	First         raw         `json:"namefirst"`
	Last          raw         `json:"namelast"`
	Company       raw         `json:"company"`
	Phone         raw         `json:"phone"`
	InvoiceLine1  raw         `json:"invoice_address"`
	InvoiceLine2  raw         `json:"invoice_address2"`
	InvoiceZip    raw         `json:"invoice_zip"`
	InvoiceCity   raw         `json:"invoice_city"`
	InvoiceState  raw         `json:"invoice_state"`
	InvoiceLand   raw         `json:"invoice_countryid"`
	DeliveryLine1 raw         `json:"delivery_address"`
	DeliveryLine2 raw         `json:"delivery_address2"`
	DeliveryZip   raw         `json:"delivery_zip"`
	DeliveryCity  raw         `json:"delivery_city"`
	DeliveryState raw         `json:"delivery_state"`
	DeliveryLand  raw         `json:"delivery_countryid"`
	Comment       raw         `json:"comment"`
	VAT           raw         `json:"moneyfinal_vat"`
	DeliveryNet   raw         `json:"moneydelivery_net"`
	DeliveryVAT   raw         `json:"moneydelivery_vat"`
	CheckoutNet   raw         `json:"moneycheckout_net"`
	CheckoutVAT   raw         `json:"moneycheckout_vat"`
	Rows          []orderItem `json:"orderitems"`
	Payments      []payment   `json:"payments"`
	Additional    raw         `json:"additionaldata"`
}

// orderItem is a row as it is read.
type orderItem struct {
	ID       raw `json:"orderitemid"`
	Product  raw `json:"productid"`
	Name     raw `json:"productname"`
	SKU      raw `json:"sku"`
	Quantity raw `json:"quantity"`
	Each     raw `json:"decimalunitquantity"`
	VATRate  raw `json:"vatvalue"`
	Net      raw `json:"moneyitemtotal_net"`
	VAT      raw `json:"moneyitemtotal_vat"`
	Original raw `json:"moneyoriginalprice"` // of one, without VAT and before discounts
}

type payment struct {
	Name       raw `json:"name"`
	ExternalID raw `json:"externalid"`
}

const fieldsOrder = fieldsHead + ",registerid,warehouseid,paymentstateid,currencycode,email,namefirst,namelast,company,phone," +
	"invoice_address,invoice_address2,invoice_zip,invoice_city,invoice_state,invoice_countryid," +
	"delivery_address,delivery_address2,delivery_zip,delivery_city,delivery_state,delivery_countryid," +
	"comment,moneyfinal_vat,moneydelivery_net,moneydelivery_vat,moneycheckout_net,moneycheckout_vat,orderitems,payments,additionaldata"

// readRow is a row with what only this package needs to know.
type readRow struct {
	commerce.OrderLine
	id    int64
	count int64 // in Sitoo's whole numbers, as deliveries have it
}

func readRows(e *entry, items []orderItem) []readRow {
	out := make([]readRow, 0, len(items))
	for _, it := range items {
		r := readRow{id: e.Integer("orderitemid", it.ID), count: e.Integer("quantity", it.Quantity)}
		each, split := e.quantity("decimalunitquantity", it.Each)
		if !split || each == 0 {
			each = commerce.One
		}
		r.OrderLine = commerce.OrderLine{
			ID: uint64(r.id), Kind: commerce.ProductLine, Name: e.Label("productname", it.Name), Quantity: commerce.Quantity(r.count) * each,
			SKU: e.Label("sku", it.SKU), Rate: e.percent("vatvalue", it.VATRate),
			Net: e.amount("moneyitemtotal_net", it.Net).Decimal, VAT: e.amount("moneyitemtotal_vat", it.VAT).Decimal,
		}
		r.Code = commerce.Code(r.SKU)
		if !wire.Absent(it.Product) && r.SKU != "" {
			r.Item = commerce.ItemID(e.id("productid", it.Product))
		}
		r.FullNet, r.FullVAT = full(r, e.amount("moneyoriginalprice", it.Original))
		out = append(out, r)
	}
	return out
}

// full is the row before discounts, from the original price of one.
func full(r readRow, original decimal.NullDecimal) (net, vat decimal.Decimal) {
	net = original.Decimal.Mul(decimal.NewFromInt(r.count)).Round(2)
	if !original.Valid || net.Abs().LessThanOrEqual(r.Net.Abs()) {
		return r.Net, r.VAT
	}
	return net, net.Mul(r.Rate.Decimal).Div(decimal.NewFromInt(100)).Round(2)
}

// incoming translates an order that began in Sitoo. Its lines and its total are
// equal: what is neither goods nor costs is a line of rounding.
func (o order) incoming() (erp.Incoming, []readRow, error) {
	d, err := o.document(erp.OrderDocument)
	if err != nil {
		return erp.Incoming{}, nil, err
	}
	e := entry{wire.Named("order " + d.ID)}
	rows := readRows(&e, o.Rows)
	out := commerce.Order{
		Number: d.Number, Reference: cmp.Or(d.Reference, Name+"-"+d.ID), Status: shopStatus(d.State), Created: d.At, Modified: d.At,
		Currency: e.Label("currencycode", o.Currency), PricesIncludeVAT: true, Note: e.Label("comment", o.Comment),
		Total: d.Total.Decimal, VAT: e.amount("moneyfinal_vat", o.VAT).Decimal,
	}
	if !d.Total.Valid {
		e.Fault("moneytotal_gross_all", `a string such as "123.50"`, o.Total)
	}
	out.Billing, out.Shipping = o.addresses(&e)
	out.Customer.Email = out.Billing.Email
	out.Payment = readPayments(&e, o.Payments)
	if e.Integer("paymentstateid", o.PaymentState) == paymentSuccessful {
		out.Paid = d.At
	}
	out.Lines = o.lines(&e, rows, out.Total)
	return erp.Incoming{ID: d.ID, Order: out}, rows, e.Err
}

// shopStatus is the nearest of WooCommerce's own.
func shopStatus(state string) string {
	switch state {
	case stateClosed:
		return "completed"
	case stateCancelled, stateAbandoned:
		return "cancelled"
	}
	return "processing"
}

func (o order) lines(e *entry, rows []readRow, total decimal.Decimal) []commerce.OrderLine {
	var out []commerce.OrderLine
	for _, r := range rows {
		out = append(out, r.OrderLine)
	}
	cost := func(kind commerce.LineKind, name string, net, vat decimal.Decimal) {
		if !net.IsZero() || !vat.IsZero() {
			out = append(out, commerce.OrderLine{Kind: kind, Name: name, Quantity: commerce.One, Net: net, VAT: vat, FullNet: net, FullVAT: vat})
		}
	}
	cost(commerce.ShippingLine, "Delivery", e.amount("moneydelivery_net", o.DeliveryNet).Decimal, e.amount("moneydelivery_vat", o.DeliveryVAT).Decimal)
	cost(commerce.FeeLine, "Payment", e.amount("moneycheckout_net", o.CheckoutNet).Decimal, e.amount("moneycheckout_vat", o.CheckoutVAT).Decimal)
	for _, l := range out {
		total = total.Sub(l.Net).Sub(l.VAT)
	}
	cost(commerce.FeeLine, roundingName, total, decimal.Zero)
	return out
}

func (o order) addresses(e *entry) (invoice, delivery commerce.Address) {
	invoice = commerce.Address{
		First: e.Label("namefirst", o.First), Last: e.Label("namelast", o.Last), Company: e.Label("company", o.Company),
		Email: e.Label("email", o.Email), Phone: e.Label("phone", o.Phone),
		Line1: e.Label("invoice_address", o.InvoiceLine1), Line2: e.Label("invoice_address2", o.InvoiceLine2),
		Postcode: e.Label("invoice_zip", o.InvoiceZip), City: e.Label("invoice_city", o.InvoiceCity),
		State: e.Label("invoice_state", o.InvoiceState), Country: e.Label("invoice_countryid", o.InvoiceLand),
	}
	delivery = commerce.Address{
		Line1: e.Label("delivery_address", o.DeliveryLine1), Line2: e.Label("delivery_address2", o.DeliveryLine2),
		Postcode: e.Label("delivery_zip", o.DeliveryZip), City: e.Label("delivery_city", o.DeliveryCity),
		State: e.Label("delivery_state", o.DeliveryState), Country: e.Label("delivery_countryid", o.DeliveryLand),
	}
	if delivery == (commerce.Address{}) {
		return invoice, invoice
	}
	delivery.First, delivery.Last, delivery.Company, delivery.Phone = invoice.First, invoice.Last, invoice.Company, invoice.Phone
	return invoice, delivery
}

func readPayments(e *entry, list []payment) commerce.Payment {
	var names []string
	var out commerce.Payment
	for _, p := range list {
		name := e.Label("name", p.Name)
		names = append(names, name)
		out.Method = cmp.Or(out.Method, name)
		out.Transaction = cmp.Or(out.Transaction, e.Label("externalid", p.ExternalID))
	}
	out.Title = strings.Join(names, ", ")
	return out
}

// tagged reports whether the additional data have a key. Without any, other
// programs have been seen to write a list for the object.
func (o order) tagged(key string) bool {
	var tags map[string]raw
	_ = json.Unmarshal(o.Additional, &tags)
	_, ok := tags[key]
	return ok
}

// stamp is when the order was made, zero where Sitoo does not say.
func stamp(at int64) time.Time {
	if at <= 0 {
		return time.Time{}
	}
	return time.Unix(at, 0)
}
