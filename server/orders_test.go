package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/erptest"
	"wpbridge/internal/shoptest"
)

// counter is a shop, an ERP in memory that takes orders, and the program.
type counter struct {
	*desk
	erp *erptest.Fake
}

func newCounter(t *testing.T) *counter {
	t.Helper()
	c := &counter{desk: newDesk(t, 3), erp: &erptest.Fake{}}
	for i := 1; i <= 3; i++ {
		c.erp.SetItem(commerce.Item{ID: commerce.ItemID(fmt.Sprint(i)), Code: commerce.Code(shoptest.SKU(i)), Active: true, StockTracked: true})
		c.erp.SetLevel(commerce.Code(shoptest.SKU(i)), "1", commerce.Units(9))
	}
	c.environ = []string{"WPBRIDGE_SHOP__DSN=" + c.shop.DSN, "WPBRIDGE_ERP__NAME=memory"}
	c.must("migrate")
	c.must("match", "--accept")
	c.must("sync", "stock")
	return c
}

func (c *counter) run(args ...string) (code int, out, errs string) {
	c.t.Helper()
	var o, e bytes.Buffer
	x := newCLI(process{args: args, environ: c.environ, out: &o, err: &e})
	x.connectors = erp.NewRegistry(erp.Factory{
		Name: "memory", Title: "Memory", Settings: []erp.Setting{{Name: "place"}},
		New: func(context.Context, erp.Settings, erp.Env) (erp.Connector, error) { return c.erp, nil },
	})
	err := x.root().ExecuteContext(c.t.Context())
	if err != nil {
		e.WriteString(err.Error())
	}
	return x.exitCode(c.t.Context(), err), o.String(), e.String()
}

func (c *counter) must(args ...string) string {
	c.t.Helper()
	code, out, errs := c.run(args...)
	require.Zero(c.t, code, "%v\n%s", args, errs)
	return out
}

func (c *counter) fails(want int, args ...string) string {
	c.t.Helper()
	code, _, errs := c.run(args...)
	require.Equal(c.t, want, code, "%v\n%s", args, errs)
	return errs
}

// buy places a paid order for one of item i and returns its number.
func (c *counter) buy(i int) string {
	c.t.Helper()
	o, err := c.shop.PlaceOrder(c.t.Context(), shoptest.Line{ProductID: int64(i), Quantity: 1})
	require.NoError(c.t, err)
	require.NoError(c.t, c.shop.SetOrderStatus(c.t.Context(), o.ID, "wc-processing"))
	return fmt.Sprint(o.ID)
}

func (c *counter) states(args ...string) []string {
	c.t.Helper()
	var list struct{ Orders []struct{ State string } }
	require.NoError(c.t, json.Unmarshal([]byte(c.must(append([]string{"orders", "list", "--json"}, args...)...)), &list))
	out := []string{}
	for _, o := range list.Orders {
		out = append(out, o.State)
	}
	return out
}

func TestOrdersByCommand(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	require.Equal(t, []string{}, c.states())
	first := c.buy(1)

	run := decodeRun(t, c.must("sync", "orders", "--json"))

	require.Equal(t, "orders", run.Job)
	require.Equal(t, 1, run.Changed)
	require.Contains(t, c.must("orders", "list", "--state", "sent"), "D-1")
	require.Contains(t, c.must("orders", "export", first), "D-1", "it is not sent twice")
	require.Len(t, c.erp.Made(), 1)
	c.environ = append(c.environ, "WPBRIDGE_ORDERS__AUTOMATIC=false")
	c.buy(2)
	require.Zero(t, decodeRun(t, c.must("sync", "orders", "--json")).Changed)
	require.Contains(t, c.must("orders", "export", "--new"), "changed 1")
	require.Contains(t, c.must("orders", "export", "--all"), "changed 0")
	require.Contains(t, c.must("sync", "all"), "orders")
	require.Equal(t, []string{"sent", "sent"}, c.states())
}

func TestOrdersThatFailByCommand(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	c.erp.FailWrite(fmt.Errorf("%w: no such customer", erp.ErrRefused), false)
	id := c.buy(1)
	c.fails(3, "orders", "export", id)
	require.Contains(t, c.must("orders", "list"), "no such customer")
	require.Contains(t, c.must("orders", "resolve", id, "--resend"), "D-1")
	require.Contains(t, c.fails(1, "orders", "resolve", id, "--exists", "7"), "there is no question open")

	c.erp.FailWrite(fmt.Errorf("%w: again", erp.ErrRefused), false)
	id = c.buy(2)
	c.fails(3, "sync", "orders")
	require.Contains(t, c.must("orders", "resolve", id, "--exists", "OLD-7"), "OLD-7")
	require.Len(t, c.erp.Made(), 1)

	c.buy(3)
	c.erp.Fail(erp.ErrUnauthorized, -1)
	require.Contains(t, c.fails(14, "sync", "orders"), "refused the login")
	require.Equal(t, []string{"pending"}, c.states("--state", "pending"))
}

func TestOrdersCommandLines(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	for _, args := range [][]string{
		{"orders"},
		{"orders", "export"},
		{"orders", "export", "x"},
		{"orders", "export", "1", "--all"},
		{"orders", "export", "--new", "--all"},
		{"orders", "list", "--state", "lost"},
		{"orders", "resolve", "1"},
		{"orders", "resolve", "1", "--resend", "--exists", "7"},
		{"sync", "orders", "--dry-run"},
	} {
		c.fails(2, args...)
	}
	require.Contains(t, c.fails(1, "orders", "export", "999999"), "no such order")
	require.Contains(t, c.fails(1, "orders", "resolve", "999999", "--resend"), "not in the outbox")
	_, errs := c.noOrders()
	require.Contains(t, errs, "takes no orders")
}

// noOrders exports with a system that takes none.
func (d *desk) noOrders() (code int, errs string) {
	d.t.Helper()
	d.environ = append(d.environ, "WPBRIDGE_ERP__NAME=none")
	x := newCLI(process{args: []string{"orders", "export", "--new"}, environ: d.environ, out: &bytes.Buffer{}, err: &bytes.Buffer{}})
	x.connectors = erp.NewRegistry(erp.Factory{
		Name:  "none",
		Title: "None", Settings: []erp.Setting{{Name: "place"}},
		New: func(context.Context, erp.Settings, erp.Env) (erp.Connector, error) { return pinged{}, nil },
	})
	err := x.root().ExecuteContext(d.t.Context())
	require.Error(d.t, err)
	return x.exitCode(d.t.Context(), err), err.Error()
}

type pinged struct{}

func (pinged) Ping(context.Context) error { return nil }
