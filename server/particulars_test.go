package main

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/flowii/flowiisim"
	"wpbridge/internal/erp/smartbill/smartbillsim"
	"wpbridge/internal/shoptest"
)

// What is particular to single systems.

func TestASmartBillTokenThatChanged(t *testing.T) {
	t.Parallel()
	d, _ := systemDesk(t, "smartbill", 3, shopGoods(3))
	d.must("migrate")
	_, out, _ := d.run("check")
	require.Contains(t, out, "SmartBill answers and accepts the login")
	require.Contains(t, out, "Depozit")
	d.set("SMARTBILL__TOKEN", "old")
	code, out, _ := d.run("check")
	require.NotZero(t, code)
	require.Contains(t, out, "it changes whenever the account's password is changed")
}

// TestSmartBillPushes: what SmartBill posts when stock moves reaches the shop by
// itself, in each of its shapes, and its test of the connection is answered.
func TestSmartBillPushes(t *testing.T) {
	t.Parallel()
	d, played := systemDesk(t, "smartbill", 12, shopGoods(12))
	sim, ok := played.simulator.(*smartbillsim.Sim)
	require.True(t, ok)
	d.set("SMARTBILL__WEBHOOK_TOKEN", "the-token-of-pushes")
	d.set("SERVER__SECRET", strings.Repeat("s", 32))
	for _, name := range []string{"STOCK", "STOCK_FULL", "PRICES"} {
		d.set("SCHEDULE__"+name, "off")
	}
	d.ready()
	becomes := func(i int, want string) {
		t.Helper()
		require.Eventually(t, func() bool { return d.stock(i) == want }, 20*time.Second, 20*time.Millisecond, "item %d is %s", i, d.stock(i))
	}
	code, log := d.serving(func(base string) {
		hook := base + "/v1/webhooks/smartbill"
		sim.SetHook(hook, "wrong")
		answer, err := sim.Push(t.Context(), smartbillsim.ShapeObject)
		require.ErrorContains(t, err, "403")
		require.Contains(t, answer, "forbidden")

		sim.SetHook(hook, "the-token-of-pushes")
		for _, shape := range []string{smartbillsim.ShapeObject, smartbillsim.ShapeList} {
			answer, err = sim.Push(t.Context(), shape)
			require.NoError(t, err)
			require.JSONEq(t, `{"message":"Testul de sincronizare stoc a fost facut cu succes!"}`, answer)
		}
		require.Equal(t, http.StatusOK, postTo(t, hook, ""))
		require.NoError(t, sim.SetStock(shoptest.SKU(1), "Depozit", commerce.Units(70)))
		becomes(1, "70 instock 70 instock")

		sim.SetHook("", "") // a push that is late: SmartBill has moved on
		late := sim.PushBody(smartbillsim.ShapeList)
		require.NoError(t, sim.SetStock(shoptest.SKU(2), "Depozit", commerce.Units(20)))
		require.NoError(t, sim.SetStock(shoptest.SKU(3), "Depozit", commerce.Units(30)))
		sim.SetHook(hook, "the-token-of-pushes")
		require.Equal(t, http.StatusOK, postTo(t, hook, string(late)))
		require.Equal(t, http.StatusOK, postTo(t, hook, `[{"productCode":"`+shoptest.SKU(2)+`","warehouse":"Depozit","quantity":"999"},
			{"productCode":"`+shoptest.SKU(3)+`","warehouse":"Altul","quantity":1},{"productCode":"nobody","warehouse":"Depozit","quantity":1}]`))
		becomes(2, "20 instock 20 instock")
		_, err = sim.Push(t.Context(), smartbillsim.ShapeObject, shoptest.SKU(3))
		require.NoError(t, err)
		becomes(3, "30 instock 30 instock")
	})
	require.Zero(t, code, log)
	require.NotContains(t, log, "the-token-of-pushes")
	v1, v3 := sim.Breaches()
	require.Zero(t, v1+v3)
	require.Contains(t, d.must("check"), "codes in them have no linked product")
	require.Zero(t, decodeRun(t, d.must("sync", "stock", "--full", "--json")).Changed, "the shop is in step")
}

// postTo posts a push with the right token.
func postTo(t *testing.T, url, body string) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
	require.NoError(t, err)
	req.Header.Set("Authorization", "Bearer the-token-of-pushes")
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	_, err = io.Copy(io.Discard, resp.Body)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	return resp.StatusCode
}

func TestFlowiiTokensThatEnd(t *testing.T) {
	t.Parallel()
	d, played := systemDesk(t, "flowii", 30, shopGoods(30))
	sim, ok := played.simulator.(*flowiisim.Sim)
	require.True(t, ok)
	d.must("migrate")
	report := d.must("check")
	for _, line := range []string{"ok    erp company     6021 Example", "ok    erp stock_attribute  stock-quantity such as"} {
		require.Contains(t, report, line)
	}
	d.must("match", "--accept")
	d.must("sync", "stock")
	require.NoError(t, sim.SetStock(shoptest.SKU(1), commerce.Units(77)))
	sim.Expire(true)
	require.Equal(t, 1, decodeRun(t, d.must("sync", "stock", "--json")).Changed)
}

func TestFlowiiWithoutStock(t *testing.T) {
	t.Parallel()
	d, _ := systemDesk(t, "flowii", 5, shopGoods(5))
	d.must("migrate")
	d.must("match", "--accept")
	d.set("FLOWII__STOCK_ATTRIBUTE", "quantity")
	_, report, _ := d.run("check")
	require.Contains(t, report, "flowii.stock_attribute names quantity, which FLOWii does not have")
	require.Contains(t, report, "there are: stock-quantity such as")
	before := d.fingerprint()
	code, _, errs := d.run("sync", "stock")
	require.Equal(t, exitError, code)
	require.Contains(t, errs, `carry no attribute "quantity" (flowii.stock_attribute)`)
	require.Equal(t, before, d.fingerprint())
	d.set("FLOWII__STOCK_ATTRIBUTE", "")
	_, _, errs = d.run("sync", "stock")
	require.Contains(t, errs, "flowii does not offer stock")
	require.Equal(t, 5, decodeRun(t, d.must("sync", "prices", "--json")).Matched, "prices do not need it")
}
