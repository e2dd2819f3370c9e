package erptest

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
)

// maxPages stops a reading that never ends.
const maxPages = 10_000

// reading goes through a whole reading; between is called after each page and
// may be nil. Of an entry that comes twice the later one counts.
func reading[T any, K comparable](ctx context.Context, read erp.Op[erp.Query, erp.Page[T]], since erp.Mark, key func(T) K, between func()) (map[K]T, erp.Mark, error) {
	got := map[K]T{}
	q := erp.Query{Since: since}
	for range maxPages {
		p, err := read(ctx, q)
		if err != nil {
			return nil, "", err
		}
		for _, x := range p.Items {
			got[key(x)] = x
		}
		if p.Next == "" {
			return got, p.Mark, nil
		}
		q.Page = p.Next
		if between != nil {
			between()
		}
	}
	return nil, "", errEndless
}

type place struct {
	code     commerce.Code
	location string
}

func levelKey(l commerce.StockLevel) place           { return place{l.Code, l.Location} }
func itemKey(i commerce.Item) commerce.ItemID        { return i.ID }
func (w World) truth() map[place]commerce.StockLevel { return index(w.Levels(), levelKey) }

func index[T any, K comparable](list []T, key func(T) K) map[K]T {
	out := make(map[K]T, len(list))
	for _, x := range list {
		out[key(x)] = x
	}
	return out
}

// stock is a whole reading of stock that must succeed.
func stock(t *testing.T, o *erp.Ops, since erp.Mark, between func()) (map[place]commerce.StockLevel, erp.Mark) {
	t.Helper()
	got, mark, err := reading(t.Context(), o.ReadStock, since, levelKey, between)
	require.NoError(t, err)
	return got, mark
}

func items(t *testing.T, o *erp.Ops, since erp.Mark) (map[commerce.ItemID]commerce.Item, erp.Mark) {
	t.Helper()
	got, mark, err := reading(t.Context(), o.ReadItems, since, itemKey, nil)
	require.NoError(t, err)
	return got, mark
}
