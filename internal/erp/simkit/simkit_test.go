package simkit_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/simkit"
)

func TestQuotas(t *testing.T) {
	t.Parallel()
	start := time.Unix(1_700_000_000, 0) // 20 s into a minute
	at := func(s int) time.Time { return start.Add(time.Duration(s) * time.Second) }
	type call struct {
		at, left, reset int
		ok              bool
	}
	for name, c := range map[string]struct {
		quota *simkit.Quota
		calls []call
	}{
		"windows on the clock": {&simkit.Quota{Calls: 2, Window: time.Minute}, []call{
			{0, 1, 40, true}, {10, 0, 40, true}, {20, 0, 40, false}, {39, 0, 40, false}, {40, 1, 100, true},
		}},
		"windows from each call": {&simkit.Quota{Calls: 2, Window: time.Minute, Sliding: true}, []call{
			{0, 1, 60, true}, {10, 0, 60, true}, {20, 0, 60, false}, {60, 0, 70, true},
		}},
		"penalties that grow": {&simkit.Quota{Calls: 1, Window: time.Second, Penalty: func(n int) time.Duration { return time.Duration(n) * time.Minute }}, []call{
			{0, 0, 1, true}, {0, 0, 60, false}, {59, 0, 60, false}, {60, 0, 61, true}, {60, 0, 180, false},
		}},
	} {
		refused := 0
		for i, x := range c.calls {
			left, reset, ok := c.quota.Spend(at(x.at))
			got := call{x.at, left, int(reset.Sub(start).Seconds()), ok}
			require.Equal(t, x, got, "%s, call %d", name, i+1)
			if !ok {
				refused++
			}
		}
		require.Positive(t, refused)
		require.Positive(t, c.quota.Breaches(), name)
	}
	for range 100 {
		_, _, ok := (&simkit.Quota{}).Spend(start)
		require.True(t, ok)
	}
}

// shelf is a catalogue with as little in it as there can be.
type shelf map[string]commerce.Quantity

func (s shelf) set(sku, place string, q commerce.Quantity) error {
	if _, ok := s[sku+"@"+place]; !ok {
		return fmt.Errorf("sku %q in %q: %w", sku, place, simkit.ErrNone)
	}
	s[sku+"@"+place] = q
	return nil
}

func (s shelf) add(sku, place string, q commerce.Quantity) error {
	return s.set(sku, place, s[sku+"@"+place]+q)
}

func TestAdministration(t *testing.T) {
	t.Parallel()
	goods, e, price := shelf{"A@1": 0, "A@Depozit": 0}, newEcho("", 1), ""
	m := http.NewServeMux()
	simkit.Admin{
		Front: e.Front, Len: func() int { return 40 }, SetStock: goods.set, AddStock: goods.add,
		SetPrice: func(_, p string) error { price = p; return nil },
		Scramble: func(n int, seed uint64) (int, error) { return n + int(seed), nil },
		Item:     func(sku string) (any, bool) { return goods, sku == "A" },
		Stats:    func() map[string]any { return map[string]any{"mood": "good"} },
	}.Routes(m)
	ask := func(method, path, body string) (int, string) {
		w := httptest.NewRecorder()
		m.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), method, "/_sim/"+path, strings.NewReader(body)))
		text, err := io.ReadAll(w.Body)
		require.NoError(t, err)
		return w.Code, strings.TrimSpace(string(text))
	}
	for _, c := range []struct {
		method, path, body string
		status             int
		says               string
	}{
		{"POST", "stock", `[{"sku":"A","warehouse":1,"quantity":"5.5"},{"sku":"A","warehouse":"Depozit","add":"-2"}]`, 200, `{"changed":2}`},
		{"POST", "stock", `[{"sku":"A","warehouse":"1","quantity":"1"},{"sku":"A","warehouse":"2","quantity":"1"}]`, 400, "change 2 (those before are done)"},
		{"POST", "stock", `[{"sku":"A","warehouse":"1"}]`, 400, "one of quantity and add must be given"},
		{"POST", "stock", `7`, 400, `must be a list of {"sku","warehouse","quantity" or "add"}`},
		{"POST", "prices", `[{"sku":"A","price":"9.90"}]`, 200, `{"changed":1}`},
		{"POST", "scramble", `{"percent":10,"seed":3}`, 200, `{"changed":7}`},
		{"POST", "scramble", `{"count":10}`, 200, `{"changed":10}`},
		{"PUT", "faults", "501=1", 400, "unknown kind"},
		{"PUT", "faults", "500=1", 200, `{"faults":"500=1"}`},
		{"GET", "faults", "", 200, "500=1"},
		{"GET", "items?sku=A", "", 200, `{"A@1":"1","A@Depozit":"-2"}`},
		{"GET", "items?sku=B", "", 400, `sku "B": not in the simulator`},
		{"GET", "stats", "", 200, `{"by_status":{},"faults":"500=1","items":40,"mood":"good","requests":0}`},
	} {
		status, text := ask(c.method, c.path, c.body)
		require.Equal(t, c.status, status, text)
		require.Contains(t, text, c.says)
	}
	require.Equal(t, "9.90", price)
}

func TestCatalogues(t *testing.T) {
	t.Parallel()
	got := simkit.Samples(5001)
	require.Equal(t, simkit.Sample{SKU: "SKU-0000001", Title: "Item SKU-0000001", Barcode: "7300000000000", Price: "1.00"}, got[0])
	require.Equal(t, "500.90", got[4999].Price)
	require.Equal(t, got[0].Price, got[5000].Price)
	require.Equal(t, commerce.Units(10), simkit.Dealt(1, 1))

	path := filepath.Join(t.TempDir(), "p.json")
	require.NoError(t, os.WriteFile(path, []byte(`[{"SKU":"A","Price":"1.00"}]`), 0o600))
	list, err := simkit.Load[simkit.Sample](path)
	require.NoError(t, err)
	require.Equal(t, []simkit.Sample{{SKU: "A", Price: "1.00"}}, list)
	require.NoError(t, os.WriteFile(path, []byte(`{}`), 0o600))
	_, err = simkit.Load[simkit.Sample](path)
	require.ErrorContains(t, err, path)
	_, err = simkit.Load[simkit.Sample](path + "-none")
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestTextsBecomeJSON(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"plain", `"quoted"\`, "žluť", "line\nbreak", ""} {
		require.JSONEq(t, string(simkit.AppendJSON(nil, s)), string(simkit.AppendString(nil, s)))
	}
}
