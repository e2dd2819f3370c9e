package profile_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
)

// lager is the system that the integrators' page describes in words.
type lager struct{ t *testing.T }

func (l lager) RoundTrip(r *http.Request) (*http.Response, error) {
	q := r.URL.Query()
	say := func(v any) (*http.Response, error) {
		b, err := json.Marshal(v)
		require.NoError(l.t, err)
		return answer{kind: "application/json", body: string(b), header: map[string]string{"Date": "Mon, 01 Jan 2024 00:00:00 GMT"}}.RoundTrip(r)
	}
	if q.Get("key") != "k&y" {
		return say(map[string]any{"result": "error", "text": "no such key"})
	}
	all := map[string][]map[string]any{
		"/api/products": {
			{"id": 1, "sku": "007-L", "ean": "00012345", "title": "Shirt", "model": "007", "cents": 1999, "vat": "A", "state": "sale", "kind": "G", "size": "L", "changed": 1700000000},
			{"id": 2, "sku": "SERVICE", "title": "Ironing", "kind": "S", "state": "active", "changed": 1700000000},
			{"id": 3, "sku": "008", "title": "Cap", "cents": nil, "vat": "B", "state": "hidden", "kind": "G", "changed": 1700000100},
		},
		"/api/stock": {
			{"sku": "007-L", "store": "1", "free": "2.5", "changed": 1700000000},
			{"sku": "007-L", "store": "2", "free": 7, "changed": 1700000000},
			{"sku": "008", "store": "1", "free": nil, "changed": 1700000100},
		},
	}[r.URL.Path]
	rows := []map[string]any{}
	for _, row := range all {
		if codes := q.Get("codes"); codes == "" || strings.Contains(","+codes+",", ","+row["sku"].(string)+",") {
			rows = append(rows, row)
		}
	}
	limit, err := strconv.Atoi(q.Get("limit"))
	require.NoError(l.t, err)
	page, err := strconv.Atoi(q.Get("page"))
	if err != nil {
		page = 1
	}
	from := min((page-1)*limit, len(rows))
	return say(map[string]any{"result": "ok", "count": len(rows), "rows": rows[from:min(from+limit, len(rows))]})
}

func example(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile("../../../configs/profiles/README.md")
	require.NoError(t, err)
	m := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindSubmatch(b)
	require.NotNil(t, m)
	path := filepath.Join(t.TempDir(), "lager.yaml")
	require.NoError(t, os.WriteFile(path, m[1], 0o600))
	return path
}

func TestTheWorkedExampleWorks(t *testing.T) {
	t.Parallel()
	file := example(t)
	for _, size := range []string{"1", "2", "500"} {
		o, err := openSmall(t, lager{t}, erp.Settings{"file": file, "secret": "k&y", "vars.page_size": size})
		require.NoError(t, err)
		var items []commerce.Item
		for q := (erp.Query{}); ; {
			p, err := o.ReadItems(t.Context(), q)
			require.NoError(t, err)
			items = append(items, p.Items...)
			if q.Page = p.Next; q.Page == "" {
				require.Equal(t, erp.Mark(`{"at":1699999800000000000}`), p.Mark)
				break
			}
		}
		require.Equal(t, []commerce.Item{
			{
				ID: "1", Code: "007-L", Barcode: "00012345", Name: "Shirt", ParentCode: "007", Active: true, StockTracked: true,
				Price:      &commerce.Price{Regular: decimal.New(1999, -2), VATPercent: decimal.NewNullDecimal(decimal.NewFromInt(20))},
				Attributes: []commerce.Attribute{{Name: "Size", Value: "L"}},
			},
			{ID: "3", Code: "008", Name: "Cap", StockTracked: true},
		}, items)
		levels, err := o.CheckStock(t.Context(), []commerce.Code{"007-L", "008"})
		require.NoError(t, err)
		require.Equal(t, []commerce.StockLevel{
			{Code: "007-L", Location: "1", Available: commerce.Units(5) / 2}, {Code: "007-L", Location: "2", Available: commerce.Units(7)},
		}, levels)
	}
	one, err := openSmall(t, lager{t}, erp.Settings{"file": file, "secret": "k&y", "vars.warehouses": "2"})
	require.NoError(t, err)
	p, err := one.ReadStock(t.Context(), erp.Query{})
	require.NoError(t, err)
	require.Equal(t, []commerce.StockLevel{{Code: "007-L", Location: "2", Available: commerce.Units(7)}}, p.Items)
	wrong, err := openSmall(t, lager{t}, erp.Settings{"file": file, "secret": "other"})
	require.NoError(t, err)
	require.ErrorContains(t, wrong.Ping(t.Context()), `Lager says no: result is "error", "no such key"`)
}
