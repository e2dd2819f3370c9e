package flowii_test

import (
	"fmt"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/all"
	"wpbridge/internal/erp/chain"
	"wpbridge/internal/erp/flowii"
	"wpbridge/internal/erp/flowii/flowiisim"
	"wpbridge/internal/erp/simkit"
)

// As many come as go, at odd places, while the list is read.
func TestRemovedAndAddedWhileReading(t *testing.T) {
	t.Parallel()
	for _, limit := range []int{10, 13, 40} {
		sim := flowiisim.New(flowiisim.Options{Products: flowiisim.Generate(400)})
		o := direct(t, sim, "page_size", strconv.Itoa(limit))
		got := map[commerce.Code]bool{}
		i := 0
		for q := (erp.Query{}); ; i++ {
			p, err := o.ReadStock(t.Context(), q)
			require.NoError(t, err)
			for _, l := range p.Items {
				got[l.Code] = true
			}
			if q.Page = p.Next; q.Page == "" {
				break
			}
			if i < 20 {
				gone := sim.Goods()[i*7 : i*7+1+i%5]
				for n, g := range gone {
					require.NoError(t, sim.Remove(g.SKU))
					require.NoError(t, sim.Add(flowiisim.Product{SKU: fmt.Sprint("new-", i, "-", n), Stock: units(1)}))
				}
			}
			require.Less(t, i, 500)
		}
		for _, g := range sim.Goods() {
			require.True(t, got[commerce.Code(g.SKU)], "%s was missed with pages of %d", g.SKU, limit)
		}
	}
}

func TestAListThatNeverRestsIsGivenUp(t *testing.T) {
	t.Parallel()
	sim := flowiisim.New(flowiisim.Options{Products: flowiisim.Generate(2000)})
	o := direct(t, sim, "page_size", "10")
	q := erp.Query{}
	for range 1000 {
		p, err := o.ReadStock(t.Context(), q)
		if err != nil {
			require.ErrorContains(t, err, "changed too often")
			require.False(t, erp.Temporary(err))
			return
		}
		q.Page = p.Next
		goods := sim.Goods()
		for _, g := range goods[:min(20, len(goods)-100)] {
			require.NoError(t, sim.Remove(g.SKU))
		}
	}
	t.Fatal("the reading does not end")
}

func TestAListThatBecomesEmptyIsNotAnAnswer(t *testing.T) {
	t.Parallel()
	sim := flowiisim.New(flowiisim.Options{Products: flowiisim.Generate(30)})
	o := direct(t, sim, "page_size", "10")
	p, err := o.ReadStock(t.Context(), erp.Query{})
	require.NoError(t, err)
	sim.SetFaults(simkit.Faults{{Kind: "empty", Rate: 1}})
	for range 5 {
		require.Empty(t, p.Mark)
		if p, err = o.ReadStock(t.Context(), erp.Query{Page: p.Next}); err != nil {
			break
		}
	}
	require.ErrorIs(t, err, erp.ErrAnswer)
	none, err := o.ReadStock(t.Context(), erp.Query{})
	require.NoError(t, err, "an ERP without stock is possible; the guard above judges")
	require.Empty(t, none.Items)
}

// What was read early in a long reading may change before its end; the mark must
// not lie behind that change.
func TestMarkDoesNotPassTheBeginning(t *testing.T) {
	bubble(t, func(t *testing.T) {
		sim := flowiisim.New(flowiisim.Options{Products: flowiisim.Generate(30)})
		o := direct(t, sim, "page_size", "10")
		p, err := o.ReadStock(t.Context(), erp.Query{})
		require.NoError(t, err)
		<-time.After(10 * time.Minute)
		require.NoError(t, sim.SetStock("SKU-0000001", commerce.Units(777)))
		<-time.After(time.Hour)
		require.NoError(t, sim.SetStock("SKU-0000030", commerce.Units(888)))
		_, mark := everything(t, o.ReadStock, erp.Query{Page: p.Next}, ofCode)
		got, _ := everything(t, o.ReadStock, erp.Query{Since: mark}, ofCode)
		require.Equal(t, commerce.Units(777), got["SKU-0000001"].Available)
	})
}

// The chain waits as FLOWii's minute asks, and all is read.
func TestTheQuotaIsOutlasted(t *testing.T) {
	for _, status := range []int{429, 400} {
		t.Run(strconv.Itoa(status), func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				sim := flowiisim.New(flowiisim.Options{Products: flowiisim.Generate(300), Budget: 10, QuotaStatus: status})
				s := sim.Settings("http://flowii.example")
				s["page_size"] = "10"
				c, err := chain.Open(t.Context(), all.Connectors(), flowii.Name, s, chain.Options{HTTP: sim.Client()})
				require.NoError(t, err)
				got, _ := everything(t, c.ReadStock, erp.Query{}, ofCode)
				require.Len(t, got, 300)
				require.Less(t, sim.Statuses()[status], 5*sim.Requests()/10)
			})
		})
	}
}

func TestTwentyThousandGoodsInFlatMemory(t *testing.T) {
	sim := flowiisim.New(flowiisim.Options{Products: flowiisim.Generate(20_000)})
	o := direct(t, sim)
	before, most := heap(), uint64(0)
	for _, read := range []func(erp.Query) (erp.Cursor, int, error){
		func(q erp.Query) (erp.Cursor, int, error) {
			p, err := o.ReadStock(t.Context(), q)
			return p.Next, len(p.Items), err
		},
		func(q erp.Query) (erp.Cursor, int, error) {
			p, err := o.ReadItems(t.Context(), q)
			return p.Next, len(p.Items), err
		},
	} {
		n := 0
		for q, pages := (erp.Query{}), 0; ; pages++ {
			next, got, err := read(q)
			require.NoError(t, err)
			require.Less(t, len(next), 500, "a cursor is small")
			if n += got; pages%50 == 0 {
				most = max(most, heap())
			}
			if q.Page = next; next == "" {
				break
			}
		}
		require.GreaterOrEqual(t, n, 20_000)
	}
	require.Less(t, most, before+4<<20, "beside the index of codes, which is about a megabyte, only a page")
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
