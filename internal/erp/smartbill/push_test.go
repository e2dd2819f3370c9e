package smartbill_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/smartbill/smartbillsim"
)

func receiver(t testing.TB, warehouses string, more ...string) *erp.Ops {
	t.Helper()
	return open(t, answer{status: 500}, settings(append([]string{"warehouses", warehouses, "webhook_token", hook}, more...)...))
}

func bearer(token, body string) erp.Push {
	return erp.Push{Header: http.Header{"Authorization": {token}}, Body: []byte(body)}
}

func level(code, at string, q int64) commerce.StockLevel {
	return commerce.StockLevel{Code: commerce.Code(code), Location: at, Available: commerce.Units(q)}
}

// silent leaves out what is answered.
func silent(p erp.Pushed) erp.Pushed {
	p.Answer = ""
	return p
}

func TestPushes(t *testing.T) {
	t.Parallel()
	const a8 = `{"productCode":"A","productName":"Mere","warehouse":"Depozit","quantity":8,"unit":"buc"}`
	states := func(l ...commerce.StockLevel) erp.Pushed { return erp.Pushed{Unordered: true, Levels: l} }
	doubts := func(codes ...commerce.Code) erp.Pushed { return erp.Pushed{Unordered: true, Reread: codes} }
	ignores := func(n int) erp.Pushed { return erp.Pushed{Unordered: true, Ignored: n} }
	cases := []struct {
		name, body string
		want       erp.Pushed
	}{
		{"object", `{"products":[` + a8 + `]}`, states(level("A", "Depozit", 8))},
		{"list", `[` + a8 + `]`, states(level("A", "Depozit", 8))},
		{"single product", `{"products":` + a8 + `}`, states(level("A", "Depozit", 8))},
		{"a product alone", a8, states(level("A", "Depozit", 8))},
		{"several", `[{"productCode":"B","warehouse":"Depozit","quantity":"2"},` + a8 + `]`, states(level("A", "Depozit", 8), level("B", "Depozit", 2))},
		{"twice the same", `[` + a8 + `,` + a8 + `]`, states(level("A", "Depozit", 8))},
		{"nothing left", `[{"productCode":"A","warehouse":"Depozit","quantity":0}]`, states(level("A", "Depozit", 0))},
		{"below nothing", `[{"productCode":"A","warehouse":"Depozit","quantity":"-1"}]`, states(level("A", "Depozit", -1))},
		{"empty body", ``, erp.Pushed{Probe: true}},
		{"blank body", " \n", erp.Pushed{Probe: true}},
		{"empty list", `[]`, erp.Pushed{Probe: true}},
		{"empty object", `{}`, erp.Pushed{Probe: true}},
		{"no products", `{"products":[]}`, erp.Pushed{Probe: true}},
		{"products null", `{"products":null}`, erp.Pushed{Probe: true}},
		{"products an empty object", `{"products":{}}`, erp.Pushed{Probe: true}},
		{"null", `null`, erp.Pushed{Probe: true}},
		{"other warehouse", `[{"productCode":"A","warehouse":"Service","quantity":1},` + a8 + `]`, erp.Pushed{Unordered: true, Ignored: 1, Levels: []commerce.StockLevel{level("A", "Depozit", 8)}}},
		{"no code", `[{"productName":"Mere","warehouse":"Depozit","quantity":1}]`, ignores(1)},
		{"code empty", `[{"productCode":"","warehouse":"Depozit","quantity":1}]`, ignores(1)},
		{"code null", `[{"productCode":null,"warehouse":"Depozit","quantity":1}]`, ignores(1)},
		{"code a number", `[{"productCode":123,"warehouse":"Depozit","quantity":1}]`, doubts("123")},
		{"other capitals", `[{"productCode":"A","warehouse":"DEPOZIT","quantity":1}]`, doubts("A")},
		{"no warehouse", `[{"productCode":"A","quantity":1}]`, doubts("A")},
		{"warehouse a number", `[{"productCode":"A","warehouse":5,"quantity":1}]`, doubts("A")},
		{"no quantity", `[{"productCode":"A","warehouse":"Depozit"}]`, doubts("A")},
		{"quantity null", `[{"productCode":"A","warehouse":"Depozit","quantity":null}]`, doubts("A")},
		{"quantity with unit", `[{"productCode":"A","warehouse":"Depozit","quantity":"8 buc"}]`, doubts("A")},
		{"quantity with comma", `[{"productCode":"A","warehouse":"Depozit","quantity":"8,5"}]`, doubts("A")},
		{"twice, different", `[` + a8 + `,{"productCode":"A","warehouse":"Depozit","quantity":9}]`, doubts("A")},
		{"clear and in doubt", `[` + a8 + `,{"productCode":"A","warehouse":"depozit","quantity":9}]`, doubts("A")},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := receiver(t, "Depozit").DecodePush(t.Context(), bearer("Bearer "+hook, c.body))
			require.NoError(t, err)
			require.Equal(t, c.want.Probe, got.Answer == "Testul de sincronizare stoc a fost facut cu succes!")
			require.Equal(t, c.want, silent(got))
		})
	}
}

func TestPushesThatMakeNoSense(t *testing.T) {
	t.Parallel()
	for body, says := range map[string]string{
		`{"products":[`:               "not JSON",
		`hello`:                       "not JSON",
		`"text"`:                      "neither a list nor an object",
		`5`:                           "neither a list nor an object",
		`{"products":"A"}`:            "cannot unmarshal",
		`[5]`:                         "cannot unmarshal",
		`{"stocks":[{"a":1}],"x":{}}`: "an object with stocks, x where products must be",
	} {
		got, err := receiver(t, "Depozit").DecodePush(t.Context(), bearer("Bearer "+hook, body))
		require.ErrorIs(t, err, erp.ErrAnswer)
		require.ErrorContains(t, err, says)
		require.Empty(t, got)
	}
}

// The sum over the chosen warehouses must be complete, and a push of one of them
// is not.
func TestPushesOfSeveralWarehouses(t *testing.T) {
	t.Parallel()
	o := receiver(t, "Depozit,Magazin")
	got, err := o.DecodePush(t.Context(), bearer("Bearer "+hook, `[
		{"productCode":"A","warehouse":"Depozit","quantity":8},
		{"productCode":"B","warehouse":"Magazin","quantity":3},{"productCode":"B","warehouse":"Depozit","quantity":1}]`))
	require.NoError(t, err)
	require.Equal(t, erp.Pushed{
		Unordered: true, Reread: []commerce.Code{"A"}, Levels: []commerce.StockLevel{level("B", "Depozit", 1), level("B", "Magazin", 3)},
	}, silent(got))
	require.Equal(t, []commerce.Code{"A", "B"}, got.Codes())
}

func TestPushesByName(t *testing.T) {
	t.Parallel()
	body := `[{"productCode":"A","productName":"Mere","warehouse":"Depozit","quantity":8}]`
	got, err := receiver(t, "Depozit", "identify_by", "name").DecodePush(t.Context(), bearer("Bearer "+hook, body))
	require.NoError(t, err)
	require.Equal(t, []commerce.StockLevel{level("Mere", "Depozit", 8)}, got.Levels)
}

func TestWhoMayPush(t *testing.T) {
	t.Parallel()
	o := receiver(t, "Depozit")
	for _, right := range []string{"Bearer " + hook, "bearer " + hook, "  BEARER   " + hook + " "} {
		_, err := o.DecodePush(t.Context(), bearer(right, `[]`))
		require.NoError(t, err, right)
	}
	for wrong, says := range map[string]string{
		"":                     "no Authorization header",
		hook:                   "another token",
		"Bearer":               "another token",
		"Bearer " + hook + "x": "another token",
		"Bearer HOOK-SECRET":   "another token",
		"Basic " + hook:        "another token",
		"Bearer 123|hunter2":   "another token",
	} {
		got, err := o.DecodePush(t.Context(), bearer(wrong, `[{"productCode":"A"}]`))
		require.ErrorIs(t, err, erp.ErrUnauthorized, wrong)
		require.ErrorContains(t, err, says, wrong)
		require.NotContains(t, err.Error(), hook)
		require.Empty(t, got)
	}
	closed := open(t, answer{status: 500}, settings())
	for _, token := range []string{"", "Bearer", "Bearer "} {
		_, err := closed.DecodePush(t.Context(), bearer(token, `[]`))
		require.ErrorIs(t, err, erp.ErrUnauthorized)
		require.ErrorContains(t, err, "smartbill.webhook_token is empty")
	}
}

// inbox receives over a real connection, as a shop would.
type inbox struct {
	ops *erp.Ops
	mu  sync.Mutex
	got []erp.Pushed
}

func (b *inbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(err)
	}
	p, err := b.ops.DecodePush(r.Context(), erp.Push{Header: r.Header, Body: body})
	if err != nil {
		http.Error(w, err.Error(), http.StatusForbidden)
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.got = append(b.got, silent(p))
	_ = json.NewEncoder(w).Encode("ok")
}

func TestTheSimulatorPushes(t *testing.T) {
	t.Parallel()
	sim := smartbillsim.New(smartbillsim.Options{Products: smartbillsim.Generate(5, []string{"Depozit", "Alta"})})
	box := &inbox{ops: receiver(t, "Depozit", "base_url", "http://unused.example")}
	srv := httptest.NewServer(box)
	defer srv.Close()
	require.NoError(t, sim.SetStock("SKU-0000001", "Depozit", commerce.Units(1)), "nobody listens yet")
	sim.SetHook(srv.URL, "wrong")
	_, err := sim.Push(t.Context(), smartbillsim.ShapeList)
	require.ErrorContains(t, err, "the receiver answered 403: ERP refused the login")
	sim.SetHook(srv.URL, hook)
	said, err := sim.Push(t.Context(), smartbillsim.ShapeList)
	require.NoError(t, err)
	require.Equal(t, `"ok"`, said)
	require.NoError(t, sim.AddStock("SKU-0000001", "Depozit", commerce.Units(41)))
	require.NoError(t, sim.SetStock("SKU-0000001", "Alta", commerce.Units(7)))
	_, err = sim.Push(t.Context(), smartbillsim.ShapeObject, "SKU-0000002", "SKU-0000003")
	require.NoError(t, err)
	require.Equal(t, []erp.Pushed{
		{Probe: true},
		{Unordered: true, Levels: []commerce.StockLevel{level("SKU-0000001", "Depozit", 42)}},
		{Unordered: true, Ignored: 1},
		{Unordered: true, Ignored: 2, Levels: []commerce.StockLevel{level("SKU-0000002", "Depozit", 7), level("SKU-0000003", "Depozit", 14)}},
	}, box.got)
}

// Whatever comes, it is refused by a typed error or understood, and what is
// stated is of the chosen warehouses and complete.
func FuzzPush(f *testing.F) {
	for _, body := range []string{
		``, `[]`, `{}`, `{"products":[]}`, `null`, `{"products":{"productCode":"A","warehouse":"Depozit","quantity":1}}`,
		`{"products":[{"productCode":"A","warehouse":"Depozit","quantity":8},{"productCode":"A","warehouse":"Magazin","quantity":"1.5"}]}`,
		`[{"productCode":12,"warehouse":"DEPOZIT","quantity":1e400}]`, `{"warehouse":"Depozit","quantity":2,"productCode":"\u0000"}`,
	} {
		f.Add([]byte(body))
	}
	o := receiver(f, "Depozit,Magazin")
	f.Fuzz(func(t *testing.T, body []byte) {
		got, err := o.DecodePush(t.Context(), bearer("Bearer "+hook, string(body)))
		if err != nil {
			require.ErrorIs(t, err, erp.ErrAnswer)
			require.Empty(t, got)
			return
		}
		at := map[commerce.Code][]string{}
		for _, l := range got.Levels {
			require.NotEmpty(t, l.Code)
			at[l.Code] = append(at[l.Code], l.Location)
		}
		for code, locations := range at {
			require.Equal(t, []string{"Depozit", "Magazin"}, locations)
			require.NotContains(t, got.Reread, code)
		}
		require.NotContains(t, got.Reread, commerce.Code(""))
		require.Equal(t, got.Probe, !got.Unordered)
		_, err = o.DecodePush(t.Context(), bearer("Bearer other", string(body)))
		require.ErrorIs(t, err, erp.ErrUnauthorized)
	})
}
