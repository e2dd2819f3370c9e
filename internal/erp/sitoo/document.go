package sitoo

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/wire"
)

// The words for an order's state.
const (
	stateOpen      = "open"
	stateClosed    = "closed"
	stateCancelled = "cancelled"
	stateAbandoned = "abandoned"
)

// orderHead is what is known of an order without its rows.
type orderHead struct {
	ID         raw `json:"orderid"`
	ExternalID raw `json:"externalid"`
	State      raw `json:"orderstateid"`
	Date       raw `json:"orderdate"`
	Total      raw `json:"moneytotal_gross_all"`
}

const fieldsHead = "orderid,externalid,orderstateid,orderdate,moneytotal_gross_all"

// WriteOrder makes an order, and asks for it: Sitoo's own number, state and total
// come back. An order that is there already under this reference is the same one.
func (c *client) WriteOrder(ctx context.Context, r erp.WriteRequest) (erp.Document, error) {
	if r.Kind != erp.OrderDocument && r.Kind != erp.ReservationDocument {
		return erp.Document{}, fmt.Errorf("write an order to Sitoo: %w: it has orders and reservations, no %s", erp.ErrRefused, r.Kind)
	}
	body, n, err := c.body(r.Order)
	if err != nil {
		return erp.Document{}, fmt.Errorf("write an order to Sitoo: %w", err)
	}
	d, err := c.make(ctx, body, r.Kind, n)
	if err != nil {
		return erp.Document{}, fmt.Errorf("write order %s to Sitoo: %w", body.ExternalID, err)
	}
	return d, nil
}

// make sends an order or a refund. Whatever comes back short of a plain no, it is
// what Sitoo holds afterwards that counts.
func (c *client) make(ctx context.Context, body orderBody, kind erp.DocumentKind, n notes) (erp.Document, error) {
	err := c.send(ctx, http.MethodPost, c.ordersPath(), body)
	if err != nil && !errors.Is(err, erp.ErrRefused) {
		return erp.Document{}, err
	}
	found, lost := c.byReference(ctx, kind, body.ExternalID)
	switch {
	case lost != nil:
		return erp.Document{}, fmt.Errorf("ask what became of it: %w", unsure(lost))
	case len(found) == 0 && err != nil:
		return erp.Document{}, err
	case len(found) == 0:
		return erp.Document{}, fmt.Errorf("%w: it was taken, but is not there", erp.ErrAnswer)
	case err != nil:
		n = notes{"it was there already"}
	}
	d := found[0]
	if want := body.total(c.orders.gross); !d.Total.Valid || !d.Total.Decimal.Equal(want) {
		n.add("the total in Sitoo is %s, the shop's %s", d.Total.Decimal.StringFixed(2), want.StringFixed(2))
	}
	d.Note = n.String()
	return d, nil
}

// unsure is an error of asking, made into one that leaves it open whether
// something was made.
func unsure(err error) error {
	if erp.Ambiguous(err) {
		return err
	}
	return fmt.Errorf("%w: %v", erp.ErrUnreachable, err) //nolint:errorlint // what it wraps would say that nothing was made
}

// total is what the rows come to.
func (b orderBody) total(gross bool) decimal.Decimal {
	sum := decimal.Zero
	for _, r := range b.Rows {
		paid := decimal.RequireFromString(r.Price)
		if r.Discount != "" {
			paid = paid.Sub(decimal.RequireFromString(r.Discount))
		}
		if !gross {
			paid = withVAT(paid, r.share.rate)
		}
		sum = sum.Add(paid)
	}
	return sum
}

// FindOrder asks for the order under its reference, or for the returns of its
// refunds. References are unique in Sitoo, so the answer is sure.
func (c *client) FindOrder(ctx context.Context, r erp.FindRequest) (erp.Found, error) {
	refs := []string{r.Order.Reference}
	if r.Kind == erp.ReturnDocument {
		refs = nil
		for _, refund := range r.Order.Refunds {
			refs = append(refs, refundReference(r.Order, refund))
		}
	}
	if len(refs) == 0 {
		return erp.Found{Sure: true}, nil
	}
	found, err := c.byReference(ctx, r.Kind, refs...)
	if err != nil {
		return erp.Found{}, fmt.Errorf("find order %s in Sitoo: %w", r.Order.Reference, err)
	}
	return erp.Found{Documents: found, Sure: true}, nil
}

// byReference lists the orders with these external ids.
func (c *client) byReference(ctx context.Context, kind erp.DocumentKind, refs ...string) ([]erp.Document, error) {
	var out []erp.Document
	for _, batch := range batches(refs) {
		q := url.Values{"fields": {fieldsHead}, "eshopid": {c.site}, "externalid": {batch}}
		heads, err := listAll[orderHead](ctx, c, "orders", q, 2*maxFilterValues)
		if err != nil {
			return nil, err
		}
		for _, h := range heads {
			d, err := h.document(kind)
			switch {
			case err != nil:
				return nil, err
			case slices.Contains(refs, d.Reference):
				out = append(out, d)
			case !slices.ContainsFunc(refs, func(r string) bool { return strings.EqualFold(r, d.Reference) }):
				return nil, fmt.Errorf("%w: asked for external id %s, Sitoo lists order %s with %q", erp.ErrAnswer, batch, d.ID, d.Reference)
			}
		}
	}
	return out, nil
}

func (h orderHead) document(kind erp.DocumentKind) (erp.Document, error) {
	e := entry{wire.Named("order " + wire.Found(h.ID))}
	d := erp.Document{
		ID: e.id("orderid", h.ID), Kind: kind, Reference: e.Label("externalid", h.ExternalID),
		State: stateWord(e.Integer("orderstateid", h.State)), Total: e.amount("moneytotal_gross_all", h.Total),
		At: stamp(e.Integer("orderdate", h.Date)),
	}
	d.Number = d.ID
	return d, e.Err
}

func stateWord(id int64) string {
	switch id {
	case stateIDOpen:
		return stateOpen
	case stateIDClosed:
		return stateClosed
	case stateIDCancelled:
		return stateCancelled
	case -1:
		return stateAbandoned
	}
	return "state " + strconv.FormatInt(id, 10)
}

func (c *client) ordersPath() string { return "sites/" + c.site + "/orders" }

// refundReference is what a refund's return is known by: refunds have ids of their
// own in the shop.
func refundReference(o commerce.Order, r commerce.Refund) string {
	tail := "-r" + strconv.FormatUint(uint64(r.ID), 10)
	return o.Reference[:min(len(o.Reference), maxReference-len(tail))] + tail
}
