package sitoo_test

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/simkit"
	"wpbridge/internal/erp/sitoo"
	"wpbridge/internal/erp/sitoo/sitoosim"
)

func ask(t *testing.T, sim *sitoosim.Sim, method, path, body string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, "http://sim"+sim.Path()+path, strings.NewReader(body))
	require.NoError(t, err)
	r.SetBasicAuth("90000-1", "secret-password")
	resp, err := sim.Client().Do(r)
	require.NoError(t, err)
	defer resp.Body.Close()
	out, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return string(out)
}

func breaks(t *testing.T, sim *sitoosim.Sim, spec string) {
	t.Helper()
	f, err := simkit.ParseFaults(spec)
	require.NoError(t, err)
	sim.SetFaults(f)
}

// A first request that goes wrong, and whether the order is there all the same.
func TestFaultsOfWriting(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		is        error
		ambiguous bool
		stored    int
	}{
		"drop-before:1":  {erp.ErrUnreachable, true, 0},
		"drop-after:1":   {erp.ErrUnreachable, true, 1},
		"slow:1:5m":      {erp.ErrUnreachable, true, 1},
		"500:1":          {erp.ErrUnreachable, true, 0},
		"503:1":          {erp.ErrUnreachable, true, 0},
		"html:1":         {erp.ErrAnswer, true, 0},
		"400:1":          {erp.ErrRefused, false, 0},
		"404:1":          {erp.ErrRefused, false, 0},
		"401:1":          {erp.ErrUnauthorized, false, 0},
		"429-after:1:9s": {nil, false, 0},
		"truncate:1":     {nil, false, 1}, // what is left of the number is not believed
	}
	for spec, c := range cases {
		t.Run(spec, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				sim := shop()
				o := direct(t, sim)
				breaks(t, sim, spec)
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				d, err := o.WriteOrder(ctx, erp.WriteRequest{Kind: erp.OrderDocument, Order: order(1).priced("SKU-1", "1", "9.00", "25").done()})
				require.Equal(t, c.ambiguous, erp.Ambiguous(err))
				require.Len(t, sim.Orders(), c.stored)
				if c.is != nil {
					require.ErrorIs(t, err, c.is)
				}
				if err != nil {
					require.NotContains(t, err.Error(), "secret-password")
					return
				}
				require.Equal(t, "10001", d.ID)
			})
		})
	}
}

// nth lets a fault strike the request with this number.
type nth struct {
	sim   *sitoosim.Sim
	fault string
	n     int
}

func (x *nth) RoundTrip(r *http.Request) (*http.Response, error) {
	if x.n--; x.n == 0 {
		x.sim.SetFaults(simkit.Faults{{Kind: x.fault, Count: 1}})
	}
	return x.sim.Client().Transport.RoundTrip(r)
}

func TestAnOrderThatCannotBeReadBackIsInDoubt(t *testing.T) {
	t.Parallel()
	for _, fault := range []string{"drop-before", "500", "401", "429", "empty", "truncate"} {
		sim := shop()
		o := open(t, &nth{sim: sim, fault: fault, n: 2}, sim.Settings("http://sitoo.example"))
		sold := order(1).priced("SKU-1", "1", "9.00", "25").done()
		_, err := o.WriteOrder(t.Context(), erp.WriteRequest{Kind: erp.OrderDocument, Order: sold})
		require.True(t, erp.Ambiguous(err), "%s: %v", fault, err)
		require.Len(t, sim.Orders(), 1)
		found, err := o.FindOrder(t.Context(), erp.FindRequest{Kind: erp.OrderDocument, Order: sold})
		require.NoError(t, err)
		require.Len(t, found.Documents, 1)
	}
}

func TestADeliveryThatBreaksInTheMiddleIsFinishedByTheNext(t *testing.T) {
	t.Parallel()
	for n := 1; n <= 4; n++ { // order, deliveries, delivery, state
		for _, fault := range []string{"drop-before", "drop-after", "500", "400", "429", "401"} {
			sim := shop()
			sold := order(1).priced("SKU-1", "3", "10.00", "25").done()
			d := write(t, direct(t, sim), sold)
			o := open(t, &nth{sim: sim, fault: fault, n: n}, sim.Settings("http://sitoo.example"))
			_, err := act(o, t, erp.Deliver, d, sold)
			require.Error(t, err)
			require.False(t, n == 4 && !erp.Ambiguous(err), "the delivery is made already: %v", err)
			done, err := act(o, t, erp.Deliver, d, sold)
			require.NoError(t, err)
			require.Equal(t, "closed", done.State)
			_, deliveries, _ := sim.Order(10001)
			require.Len(t, deliveries, 1)
		}
	}
}

// What an outbox does: after doubt it asks, and only then sends again.
func TestExactlyOnceThroughAnything(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim := shop()
		o, r := direct(t, sim), rand.New(rand.NewPCG(3, 3))
		breaks(t, sim, "drop-before=0.1,drop-after=0.15,500=0.1,503=0.05,429=0.05,html=0.05,truncate=0.1,empty=0.05,slow=0.1:90s")
		for i := range 200 {
			sold := chance(r, uint64(i))
			var d erp.Document
			for d.ID == "" {
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				var err error
				if d, err = o.WriteOrder(ctx, erp.WriteRequest{Kind: erp.OrderDocument, Order: sold}); erp.Ambiguous(err) {
					found, err := o.FindOrder(ctx, erp.FindRequest{Kind: erp.OrderDocument, Order: sold})
					if err == nil && len(found.Documents) == 1 {
						d = found.Documents[0]
					}
				}
				cancel()
			}
			require.True(t, sold.Total.Equal(d.Total.Decimal))
		}
		seen := map[string]bool{}
		for _, stored := range sim.Orders() {
			require.False(t, seen[*stored.ExternalID], *stored.ExternalID)
			seen[*stored.ExternalID] = true
		}
		require.Len(t, seen, 200)
	})
}

func TestNotSentOrInDoubtOverARealConnection(t *testing.T) {
	t.Parallel()
	req := erp.WriteRequest{Kind: erp.OrderDocument, Order: order(1).priced("SKU-1", "1", "9.00", "25").done()}
	at := func(url string, rt http.RoundTripper) error {
		s := shop().Settings(url)
		_, err := open(t, rt, s).WriteOrder(t.Context(), req)
		return err
	}
	var unsent *erp.NotSent

	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	err := at(closed.URL, &http.Transport{})
	require.ErrorAs(t, err, &unsent)
	require.ErrorIs(t, err, erp.ErrUnreachable)
	require.ErrorContains(t, err, "connection refused")

	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	err = at(strings.Replace(plain.URL, "http:", "https:", 1), &http.Transport{})
	require.ErrorAs(t, err, &unsent, "no secure connection, nothing sent")

	noDNS := &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.DNSError{Err: "no such host", Name: "x", IsNotFound: true}
	}}
	require.ErrorAs(t, at("http://x.example", noDNS), &unsent)

	sim := shop()
	srv := httptest.NewServer(sim)
	defer srv.Close()
	breaks(t, sim, "drop-after:1")
	err = at(srv.URL, &http.Transport{})
	require.NotErrorAs(t, err, &unsent)
	require.True(t, erp.Ambiguous(err))
	require.Len(t, sim.Orders(), 1)
	require.NoError(t, at(srv.URL, &http.Transport{}))
	require.Len(t, sim.Orders(), 1)
}

func TestAnswersAboutAnOrder(t *testing.T) {
	t.Parallel()
	cases := []struct {
		body, says string
		is         error
	}{
		{`[{"statuscode":400,"errortext":"Missing required field 'x'."}]`, `status 400, "Missing required field 'x'."`, erp.ErrRefused},
		{`[{"statuscode":500,"errortext":"Oh"}]`, `status 500, "Oh"`, erp.ErrAnswer},
		{`[{"statuscode":429,"errortext":"Busy"}]`, "come back later", nil},
		{`"4"`, `expected, found "4"`, erp.ErrAnswer},
		{``, "found absent", erp.ErrAnswer},
		{`{"statuscode":400}`, "expected, found", erp.ErrAnswer},
		{`<html>`, "a web page", erp.ErrAnswer},
	}
	for _, c := range cases {
		o := open(t, answer{status: 200, body: c.body}, settings())
		_, err := act(o, t, erp.Cancel, erp.Document{ID: "1", Number: "1"}, order(1).done())
		require.ErrorContains(t, err, c.says)
		require.Equal(t, errors.Is(c.is, erp.ErrRefused), errors.Is(err, erp.ErrRefused))
		_, err = o.WriteOrder(t.Context(), erp.WriteRequest{Kind: erp.OrderDocument, Order: order(1).priced("SKU-1", "1", "9.00", "25").done()})
		require.Error(t, err)
		require.NotErrorIs(t, err, erp.ErrRefused, "what is there could not be asked")
	}
}

// Sitoo ignores parameters that it does not know, and then answers with others.
func TestAFilterThatIsIgnoredIsNoticed(t *testing.T) {
	t.Parallel()
	row := `"orderid":5,"externalid":"other-1","orderstateid":0,"orderdate":1,"moneytotal_gross_all":"1.00"`
	o := open(t, answer{status: 200, body: list(row)}, settings("fetch_orders", "all"))
	_, err := o.FindOrder(t.Context(), erp.FindRequest{Kind: erp.OrderDocument, Order: order(1).done()})
	require.ErrorIs(t, err, erp.ErrAnswer)
	require.ErrorContains(t, err, `asked for external id shop-1, Sitoo lists order 5 with "other-1"`)
	_, err = o.ReadOrders(t.Context(), erp.Query{Since: "9"})
	require.ErrorIs(t, err, erp.ErrAnswer)
	require.ErrorContains(t, err, "order 5 comes after order 9")
}

func TestOrderSettingsFaults(t *testing.T) {
	t.Parallel()
	cases := map[string]string{
		"order_warehouse=main":        `sitoo.order_warehouse is "main"`,
		"orders_from=x":               `sitoo.orders_from is "x"`,
		"reserve_days=-1":             `sitoo.reserve_days is "-1"`,
		"reserve_days=long":           `sitoo.reserve_days is "long"`,
		"shipping_skus=flat_rate":     `sitoo.shipping_skus holds "flat_rate"`,
		"payment_names==Cash":         `sitoo.payment_names holds "=Cash"`,
		"click_collect=local_pickup=": `sitoo.click_collect holds "local_pickup="`,
		"click_collect=pickup=store":  `sitoo.click_collect sends pickup to "store"`,
		"click_collect_state=ajar":    `sitoo.click_collect_state is "ajar"`,
		"fetch_orders=some":           `sitoo.fetch_orders is "some"`,
	}
	for set, says := range cases {
		key, value, _ := strings.Cut(set, "=")
		env := erp.Env{HTTP: &http.Client{}}
		_, err := erp.NewRegistry(sitoo.Factory()).Open(t.Context(), sitoo.Name, settings(key, value), env)
		require.ErrorContains(t, err, says)
	}
}
