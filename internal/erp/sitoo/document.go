package sitoo

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/wire"
)

// The words for an order's state.
const (
	stateOpen      = "open"
	stateClosed    = "closed"
	stateCancelled = erp.Cancelled
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

// maxFound is more than one reference can have.
const maxFound = 10

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
	case err != nil && found[0].State == stateCancelled:
		return erp.Document{}, fmt.Errorf("%w: it is there as order %s, which is cancelled: make a new one in Sitoo", erp.ErrRefused, found[0].Number)
	case err != nil:
		n = notes{"it was there already"}
	}
	d := found[0]
	if want := body.total(c.orders.gross); kind == erp.ReturnDocument && !d.Total.Decimal.Equal(want) {
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

// FindOrder asks for the order under its reference, or for the return under that
// of its refund. References are unique in Sitoo, so the answer is sure.
func (c *client) FindOrder(ctx context.Context, r erp.FindRequest) (erp.Found, error) {
	ref := r.Order.Reference
	if r.Kind == erp.ReturnDocument {
		if r.Refund == nil {
			return erp.Found{}, errors.New("find a return in Sitoo: no refund was named")
		}
		ref = r.Refund.Reference
	}
	if err := checkReference(ref); err != nil {
		return erp.Found{}, fmt.Errorf("find an order in Sitoo: %w", err)
	}
	found, err := c.byReference(ctx, r.Kind, ref)
	if err != nil {
		return erp.Found{}, fmt.Errorf("find order %s in Sitoo: %w", ref, err)
	}
	return erp.Found{Documents: found, Sure: true}, nil
}

// byReference lists the order with this external id.
func (c *client) byReference(ctx context.Context, kind erp.DocumentKind, ref string) ([]erp.Document, error) {
	q := url.Values{"fields": {fieldsHead}, "eshopid": {c.site}, "externalid": {ref}}
	heads, err := listAll[orderHead](ctx, c, "orders", q, maxFound)
	if err != nil {
		return nil, err
	}
	var out []erp.Document
	for _, h := range heads {
		d, err := h.document(kind)
		switch {
		case err != nil:
			return nil, err
		case d.Reference == ref:
			out = append(out, d)
		case !strings.EqualFold(d.Reference, ref):
			return nil, fmt.Errorf("%w: asked for external id %s, Sitoo lists order %s with %q", erp.ErrAnswer, ref, d.ID, d.Reference)
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
