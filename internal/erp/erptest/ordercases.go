package erptest

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
)

// orderKind is the first kind of document that the cases can write.
func (w World) orderKind() erp.DocumentKind {
	if w.Kind != "" {
		return w.Kind
	}
	return erp.OrderDocument
}

func (w World) write() erp.WriteRequest {
	return erp.WriteRequest{Kind: w.orderKind(), Order: w.Order("shop-1")}
}

func (w World) search(reference string) erp.FindRequest {
	return erp.FindRequest{Kind: w.orderKind(), Order: w.Order(reference)}
}

// ofOrder are those of the ERP's documents that belong to an order. Without our
// reference in them they are all that there are.
func ofOrder(list []erp.Document, reference string) []erp.Document {
	var out []erp.Document
	for _, d := range list {
		if d.Reference == reference || d.Reference == "" {
			out = append(out, d)
		}
	}
	return out
}

func writeOrder(t *testing.T, w World) {
	need(t, w.Order != nil, w.Documents != nil)
	o := w.open(t, 5)
	need(t, o.WriteOrder != nil)
	d, err := o.WriteOrder(t.Context(), w.write())
	require.NoError(t, err)
	require.NotEmpty(t, d.ID)
	require.NotEmpty(t, d.Number)
	require.Equal(t, w.orderKind(), d.Kind)
	require.Len(t, ofOrder(w.Documents(), "shop-1"), 1)
	if total := w.Order("shop-1").Total; d.Total.Valid {
		require.True(t, total.Equal(d.Total.Decimal), "the shop's total is %s, the ERP's %s", total, d.Total.Decimal)
	}
	need(t, o.FindOrder != nil)
	found, err := o.FindOrder(t.Context(), w.search("shop-1"))
	require.NoError(t, err)
	require.Len(t, found.Documents, 1)
	require.Equal(t, d.ID, found.Documents[0].ID)
	require.Equal(t, d.Number, found.Documents[0].Number)
}

func findNone(t *testing.T, w World) {
	need(t, w.Order != nil)
	o := w.open(t, 5)
	need(t, o.FindOrder != nil, o.WriteOrder != nil)
	_, err := o.WriteOrder(t.Context(), w.write())
	require.NoError(t, err)
	found, err := o.FindOrder(t.Context(), w.search("shop-2"))
	require.NoError(t, err)
	for _, d := range found.Documents {
		require.NotEqual(t, "shop-2", d.Reference)
		require.False(t, found.Sure, "another order's document was found, for sure")
	}
}

func actOnOrder(t *testing.T, w World) {
	need(t, w.Order != nil)
	o := w.open(t, 5)
	need(t, o.Act != nil, o.WriteOrder != nil)
	d, err := o.WriteOrder(t.Context(), w.write())
	require.NoError(t, err)
	done, err := o.Act(t.Context(), erp.ActRequest{Action: erp.Cancel, Document: d, Order: w.Order("shop-1")})
	if errors.Is(err, erp.ErrRefused) {
		t.Skip("the ERP does not cancel such documents")
	}
	require.NoError(t, err)
	require.Equal(t, erp.Cancelled, done.State)
	need(t, o.FindOrder != nil)
	found, err := o.FindOrder(t.Context(), w.search("shop-1"))
	require.NoError(t, err)
	for _, d := range found.Documents {
		require.Equal(t, erp.Cancelled, d.State)
	}
}

// orderFaults let a single request go wrong in each way. Whatever the error, it
// must not say that nothing was made where something was, the chain must not
// have sent it twice, and a search that is sure must tell.
func orderFaults() []string {
	return []string{
		"500:1", "503:1", "429:1", "429-after:1:9s", "html:1", "truncate:1", "wrongtype:1",
		"drop-before:1", "drop-after:1", "slow:1:5m", "401:1",
	}
}

func orderFault(t *testing.T, w World, spec string) {
	need(t, w.Order != nil, w.Documents != nil, w.Faults != nil)
	c, _ := w.chain(t, 5)
	need(t, c.WriteOrder != nil)
	w.Faults(spec)
	_, err := c.WriteOrder(t.Context(), w.write())
	w.Faults("")
	made := ofOrder(w.Documents(), "shop-1")
	switch {
	case err == nil:
		require.Len(t, made, 1)
	case erp.Ambiguous(err):
		require.LessOrEqual(t, len(made), 1, "it was sent twice")
	default:
		require.Empty(t, made, "it was made although the error says that it was not: %v", err)
	}
	need(t, c.FindOrder != nil)
	found, err := c.FindOrder(t.Context(), w.search("shop-1"))
	require.NoError(t, err)
	if found.Sure {
		require.Len(t, found.Documents, len(made))
	}
}

// SampleOrder is an order for two pieces of one item and one of another, at 10.00
// each with 19 % VAT included, with shipping, all of it paid.
func SampleOrder(reference string, one, other commerce.Item) commerce.Order {
	line := func(id uint64, it commerce.Item, n int64) commerce.OrderLine {
		return commerce.OrderLine{
			ID: id, Kind: commerce.ProductLine, Product: commerce.ProductID(id), SKU: string(it.Code), Item: it.ID, Code: it.Code, Name: "Item " + string(it.Code),
			Quantity: commerce.Units(n), Net: cents(840 * n), VAT: cents(160 * n), FullNet: cents(840 * n), FullVAT: cents(160 * n), Rate: rate(19), Taken: commerce.Units(n),
		}
	}
	post := commerce.OrderLine{ID: 3, Kind: commerce.ShippingLine, Name: "Post", Quantity: commerce.One, Net: cents(420), VAT: cents(80), FullNet: cents(420), FullVAT: cents(80), Rate: rate(19), Method: "flat_rate", Instance: "1"}
	who := commerce.Address{First: "Ana", Last: "Pop", Line1: "Strada Probei 1", City: "Bucuresti", Postcode: "010101", Country: "RO", Email: "buyer@shop.test", Phone: "0700000000"}
	return commerce.Order{
		ID: 1, Number: "1", Reference: reference, Status: "processing", Created: sampleTime(), Modified: sampleTime(), Paid: sampleTime(), Currency: "RON", PricesIncludeVAT: true,
		Customer: commerce.Customer{Email: who.Email}, Billing: who, Shipping: who, Payment: commerce.Payment{Method: "cod", Title: "Cash"},
		Lines: []commerce.OrderLine{line(1, one, 2), line(2, other, 1), post}, Total: cents(3500), VAT: cents(560), Taken: true,
	}
}
