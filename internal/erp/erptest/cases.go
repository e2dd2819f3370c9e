package erptest

import (
	"context"
	"errors"
	"maps"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
)

var errEndless = errors.New("the reading does not end")

func ping(t *testing.T, w World) {
	require.NoError(t, w.open(t, 5).Ping(t.Context()))
}

func references(t *testing.T, w World) {
	o := w.open(t, 5)
	for _, kind := range o.Traits.References {
		list, err := o.ListReference(t.Context(), kind)
		require.NoError(t, err)
		require.NotEmpty(t, list, kind)
		for _, r := range list {
			require.NotEmpty(t, r.ID, kind)
		}
	}
	need(t, o.ListReference != nil)
	_, err := o.ListReference(t.Context(), "no such kind")
	require.ErrorIs(t, err, erp.ErrNotFound)
}

func fullReading(t *testing.T, w World) {
	for _, page := range []int{1, 2, 3, 7, 1000} {
		o := w.open(t, page)
		got, mark := stock(t, o, "", nil)
		same(t, w.truth(), got)
		require.NotEmpty(t, mark, "page size %d", page)
		have, _ := items(t, o, "")
		same(t, index(w.Items(), itemKey), have)
	}
}

func bare(t *testing.T, w World) {
	o := w.open(t, 3)
	need(t, o.ReadItems != nil)
	read := func(ctx context.Context, q erp.Query) (erp.Page[commerce.Item], error) {
		q.Bare = true
		return o.ReadItems(ctx, q)
	}
	got, mark, err := reading(t.Context(), read, "", itemKey, nil)
	require.NoError(t, err)
	require.NotEmpty(t, mark)
	want := index(w.Items(), itemKey)
	for id, it := range want {
		it.Categories = nil
		want[id] = it
	}
	for id, it := range got {
		it.Categories = nil
		got[id] = it
	}
	same(t, want, got)
}

// categories reads the tree with a new connector for each page.
func categories(t *testing.T, w World) {
	need(t, w.Categories != nil)
	known := map[string]bool{"": true}
	key := func(c commerce.Category) string { return c.ID }
	read := func(ctx context.Context, q erp.Query) (erp.Page[commerce.Category], error) {
		p, err := w.open(t, 3).ReadCategories(ctx, q)
		for _, c := range p.Items {
			require.True(t, known[c.ParentID], "the parent of %s must come before it", c.ID)
			known[c.ID] = true
		}
		return p, err
	}
	got, mark, err := reading(t.Context(), read, "", key, nil)
	require.NoError(t, err)
	require.Empty(t, mark)
	same(t, index(w.Categories(), key), got)
}

func resume(t *testing.T, w World) {
	read := func(ctx context.Context, q erp.Query) (erp.Page[commerce.StockLevel], error) {
		return w.open(t, 3).ReadStock(ctx, q)
	}
	got, _, err := reading(t.Context(), read, "", levelKey, nil)
	require.NoError(t, err)
	same(t, w.truth(), got)
	first, err := w.open(t, 3).ReadStock(t.Context(), erp.Query{})
	require.NoError(t, err)
	again, err := w.open(t, 3).ReadStock(t.Context(), erp.Query{Page: first.Next})
	require.NoError(t, err)
	twice, err := w.open(t, 3).ReadStock(t.Context(), erp.Query{Page: first.Next})
	require.NoError(t, err)
	require.Equal(t, again, twice, "a cursor can be used again")
}

// incremental lets more than any overlap pass between what must be found and
// what must not.
func incremental(t *testing.T, w World) {
	need(t, w.SetStock != nil)
	codes := w.codes()
	later(2 * time.Hour)
	w.SetStock(codes[0], w.Locations[0], commerce.Units(900))
	_, mark := stock(t, w.open(t, 4), "", nil)
	later(2 * time.Hour)
	changed := map[commerce.Code]bool{codes[0]: true} // may come again, by overlap
	for i, code := range codes[3:8] {
		changed[code] = true
		w.SetStock(code, w.Locations[i%len(w.Locations)], commerce.Units(int64(700+i)))
	}
	for _, page := range []int{1, 3, 1000} {
		got, next := stock(t, w.open(t, page), mark, nil)
		for _, code := range codes[3:8] {
			for _, l := range w.Locations {
				require.Equal(t, w.truth()[place{code, l}], got[place{code, l}], "the sum of a changed code must be complete")
			}
		}
		if w.NoFeed {
			same(t, w.truth(), got)
			require.Equal(t, mark, next)
			continue
		}
		for k := range got {
			require.True(t, changed[k.code], "%s did not change", k.code)
		}
		require.NotEqual(t, mark, next)
	}
}

func incrementalItems(t *testing.T, w World) {
	need(t, w.Touch != nil)
	codes := w.codes()
	later(2 * time.Hour)
	w.Touch(codes[0])
	_, mark := items(t, w.open(t, 4), "")
	later(2 * time.Hour)
	w.Touch(codes[5])
	got, _ := items(t, w.open(t, 4), mark)
	all := index(w.Items(), func(i commerce.Item) commerce.Code { return i.Code })
	want := all[codes[5]]
	require.Empty(t, cmp.Diff(want, got[want.ID]))
	if w.NoFeed {
		same(t, index(w.Items(), itemKey), got)
		return
	}
	delete(got, want.ID)
	delete(got, all[codes[0]].ID)
	require.Empty(t, got, "nothing else changed")
}

func quiet(t *testing.T, w World) {
	o := w.open(t, 4)
	_, mark := stock(t, o, "", nil)
	for range 3 {
		later(time.Hour)
		_, next := stock(t, o, mark, nil)
		require.Equal(t, mark, next)
	}
}

// restless changes the ERP between pages. What changed must come with this or
// the next readings, and what did not change must not be missed because others
// were removed.
func restless(t *testing.T, w World) {
	need(t, w.SetStock != nil, w.Remove != nil)
	later(2 * time.Hour) // so that no incremental reading finds everything
	r := rand.New(rand.NewPCG(1, 1))
	removed := 0
	between := func() {
		codes := w.codes()
		later(time.Duration(r.IntN(600)) * time.Second)
		for range r.IntN(3) {
			w.SetStock(codes[r.IntN(len(codes))], w.Locations[r.IntN(len(w.Locations))], commerce.Units(r.Int64N(1000)))
		}
		if r.IntN(4) == 0 && removed < 12 {
			for _, code := range codes[:3] { // surely read already, so all the rest moves up
				w.Remove(code)
				removed++
			}
		}
	}
	state, mark := stock(t, w.open(t, 3), "", between)
	for range 3 {
		got, next := stock(t, w.open(t, 3), mark, nil)
		maps.Copy(state, got)
		mark = next
	}
	for k, want := range w.truth() {
		require.Equal(t, want, state[k])
	}
	require.Positive(t, removed)
}

func absent(t *testing.T, w World) {
	need(t, w.DropStock != nil, w.SetStock != nil)
	codes := w.codes()
	w.DropStock(codes[1], w.Locations[0])
	w.SetStock(codes[2], w.Locations[0], 0)
	got, _ := stock(t, w.open(t, 3), "", nil)
	require.NotContains(t, got, place{codes[1], w.Locations[0]})
	require.Contains(t, got, place{codes[2], w.Locations[0]})
	require.Zero(t, got[place{codes[2], w.Locations[0]}].Available)
}

func check(t *testing.T, w World) {
	o := w.open(t, 3)
	need(t, o.CheckStock != nil)
	codes := w.codes()[2:9]
	list, err := o.CheckStock(t.Context(), append(codes, "no-such-code"))
	require.NoError(t, err)
	want := map[place]commerce.StockLevel{}
	for k, l := range w.truth() {
		for _, c := range codes {
			if k.code == c {
				want[k] = l
			}
		}
	}
	same(t, want, index(list, levelKey))
	none, err := o.CheckStock(t.Context(), nil)
	require.NoError(t, err)
	require.Empty(t, none)
}

func find(t *testing.T, w World) {
	o := w.open(t, 3)
	need(t, o.FindItems != nil)
	all := w.Items()
	got, err := o.FindItems(t.Context(), []commerce.ItemID{all[4].ID, "99999999", all[1].ID})
	require.NoError(t, err)
	same(t, index([]commerce.Item{all[1], all[4]}, itemKey), index(got, itemKey))
}

func foreign(t *testing.T, w World) {
	o := w.open(t, 3)
	_, err := o.ReadStock(t.Context(), erp.Query{Page: "no cursor"})
	require.Error(t, err)
	_, err = o.ReadItems(t.Context(), erp.Query{Since: "no mark"})
	require.Error(t, err)
}

func cancellation(t *testing.T, w World) {
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	c, _ := w.chain(t, 3)
	_, err := c.ReadStock(gone, erp.Query{})
	require.ErrorIs(t, err, context.Canceled)
	need(t, w.Faults != nil)
	w.Faults("slow=1:10s")
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	begin := time.Now()
	_, err = c.CheckStock(ctx, w.codes()[:1])
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.Equal(t, time.Second, time.Since(begin), "the caller's budget holds")
}

func same[K comparable, V any](t *testing.T, want, got map[K]V) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Fatalf("want -, got +: %.2000s", d)
	}
}
