package smartbill_test

import (
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/erp"
)

// generated is a body that is made as it is read, so that only the connector's
// own memory counts.
func generated(head string, n int, row func(i int) string, tail string, during func()) io.ReadCloser {
	r, w := io.Pipe()
	go func() {
		_, err := io.WriteString(w, head)
		for i := 0; i < n && err == nil; i++ {
			comma := ","
			if i == 0 {
				comma = ""
			}
			_, err = io.WriteString(w, comma+row(i))
			if i%5000 == 4999 {
				during()
			}
		}
		_, _ = io.WriteString(w, tail)
		_ = w.Close()
	}()
	return r
}

// live is how much memory is in use.
func live() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// A list of stock is one answer, of 6 MB here. What stays of it are the levels,
// and while it is read little more.
func TestMemoryOfALargeWarehouse(t *testing.T) {
	const n = 50_000
	var most uint64
	row := func(i int) string {
		return fmt.Sprintf(`{"productName":"A rather long name of product number %d","productCode":"SKU-%07d","measuringUnit":"buc","quantity":%d}`, i, i, i%50)
	}
	o := open(t, transport(func(r *http.Request) (*http.Response, error) {
		body := generated(`{"errorText":"","list":[{"warehouse":{"warehouseName":"Depozit"},"products":[`, n, row, `]}]}`, func() { most = max(most, live()) })
		return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: body, Request: r}, nil
	}), settings())
	before := live()
	p, err := o.ReadStock(t.Context(), erp.Query{})
	require.NoError(t, err)
	require.Len(t, p.Items, n)
	require.Less(t, most-min(most, before), uint64(16<<20))
	runtime.KeepAlive(p)
}

// Pages of the product list leave nothing behind.
func TestMemoryOfALargeProductList(t *testing.T) {
	const pages = 500 // 50,000 products
	o := open(t, transport(func(r *http.Request) (*http.Response, error) {
		var at int
		if after := strings.TrimPrefix(r.URL.Query().Get("after"), "prod_"); after != "" {
			at, _ = strconv.Atoi(after) // this function wrote it
		}
		next := "null"
		if at < pages-1 {
			next = fmt.Sprintf(`"https://smartbill.example/?after=prod_%d"`, at+1)
		}
		row := func(i int) string { return fmt.Sprintf(`{"id":"prod_x%d","code":"C%d-%d","price":1.5}`, i, at, i) }
		body := generated(`{"items":[`, 100, row, `],"pagination":{"next":`+next+`}}`, func() {})
		return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: body, Request: r}, nil
	}), settings("products_token", "t"))
	before, most, read := live(), uint64(0), 0
	for q := (erp.Query{}); read == 0 || q.Page != ""; {
		p, err := o.ReadItems(t.Context(), q)
		require.NoError(t, err)
		read += len(p.Items)
		q.Page = p.Next
		if read%10_000 == 0 {
			most = max(most, live())
		}
	}
	require.Equal(t, 100*pages, read)
	require.Less(t, most-min(most, before), uint64(4<<20))
}
