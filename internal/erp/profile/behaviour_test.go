package profile_test

import (
	"context"
	"fmt"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/chain"
	"wpbridge/internal/erp/profile"
	"wpbridge/internal/erp/profile/profilesim"
	"wpbridge/internal/erp/simkit"
	"wpbridge/internal/erp/sitoo/sitoosim"
)

func TestAWrongPathIsNotAnEmptyShop(t *testing.T) {
	t.Parallel()
	_, err := mustOpen(t, sorsSim(3), "vars.item_code=sifre").ReadItems(t.Context(), erp.Query{})
	require.ErrorContains(t, err, "none of the 3 records has code (sifre)")
	_, err = mustOpen(t, sorsSim(3), "vars.stock_quantity=zaliha").ReadStock(t.Context(), erp.Query{})
	require.ErrorContains(t, err, "none of the 3 records has quantity (zaliha)")
	_, err = mustOpen(t, sorsSim(3), "vars.records=rows").ReadStock(t.Context(), erp.Query{})
	require.ErrorContains(t, err, "the answer has no rows")
}

func TestUnknownQuantities(t *testing.T) {
	t.Parallel()
	for _, form := range []string{"sors", "sedona"} {
		sim := profilesim.New(profilesim.Options{Form: form, Products: catalogue(5, 1)})
		sim.SetFaults(simkit.Faults{{Kind: "nulls", Rate: 1}})
		o := mustOpen(t, sim)
		p, err := o.ReadStock(t.Context(), erp.Query{})
		require.NoError(t, err)
		require.Empty(t, p.Items)
		got, err := o.CheckStock(t.Context(), []commerce.Code{"0000000000400"})
		require.NoError(t, err)
		require.Empty(t, got)
		sim.SetFaults(nil)
		got, err = o.CheckStock(t.Context(), []commerce.Code{"0000000000400", "0000000000400", "400"})
		require.NoError(t, err)
		require.Equal(t, []commerce.StockLevel{{Code: "0000000000400", Location: got[0].Location, Available: commerce.One / 4}}, got)
	}
}

func TestCodesThatCannotBeAsked(t *testing.T) {
	t.Parallel()
	sim := profilesim.New(profilesim.Options{Form: "sors", Products: []sitoosim.Product{
		{SKU: "a,b", Stock: []sitoosim.Level{{Warehouse: 1}}},
		{SKU: "č&=+ /ž", Stock: []sitoosim.Level{{Warehouse: 1, Quantity: commerce.One}}},
	}})
	got, err := mustOpen(t, sim).CheckStock(t.Context(), []commerce.Code{"a,b", "č&=+ /ž", ""})
	require.NoError(t, err)
	require.Equal(t, []commerce.StockLevel{{Code: "č&=+ /ž", Location: "1", Available: commerce.One}}, got)
}

func TestSedonaVariants(t *testing.T) {
	t.Parallel()
	sim := profilesim.New(profilesim.Options{Form: "sedona", Products: []sitoosim.Product{
		{SKU: "00042", Parent: "SHIRT", Attributes: []sitoosim.Attribute{{Name: "Culoare", Value: "roşu"}, {Name: "Mărime", Value: "L"}}, Inactive: true},
	}})
	p, err := mustOpen(t, sim, "vars.varying=Mărime").ReadItems(t.Context(), erp.Query{})
	require.NoError(t, err)
	it := p.Items[0]
	require.Equal(t, commerce.Code("00042"), it.Code)
	require.Equal(t, commerce.Code("SHIRT"), it.ParentCode)
	require.Equal(t, []commerce.Attribute{{Name: "Mărime", Value: "L"}}, it.Attributes)
	require.False(t, it.Active)
	require.Nil(t, it.Price)
	p, err = mustOpen(t, sim, "vars.article_key=plu").ReadItems(t.Context(), erp.Query{})
	require.NoError(t, err)
	require.Equal(t, commerce.Code("1001"), p.Items[0].Code, "matched by PLU")
	require.Len(t, p.Items[0].Attributes, 2)
}

// The gate keeps the pause that a profile asks for.
func TestPace(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim := sorsSim(50)
		s := sim.Settings(address)
		s["vars.page_size"], s["vars.databases_path"] = "10", ""
		c, err := chain.Open(t.Context(), erp.NewRegistry(profile.Factory()), profile.Name, s, chain.Options{HTTP: sim.Client()})
		require.NoError(t, err)
		begin := time.Now()
		for q := (erp.Query{}); ; {
			p, err := c.ReadStock(t.Context(), q)
			require.NoError(t, err)
			if q.Page = p.Next; q.Page == "" {
				break
			}
		}
		require.Equal(t, 5, sim.Requests())
		require.Equal(t, 4*200*time.Millisecond, time.Since(begin))
		require.Equal(t, 10*time.Second, c.Traits.Settle)
	})
}

// long is the invented system with a hundred thousand levels, written as they
// are asked for.
type long struct{ total int }

func (l long) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == http.MethodPost {
		return answer{kind: "application/json", body: `{"token":"t","platnost":600}`}.RoundTrip(r)
	}
	q := r.URL.Query()
	from, size := number(q.Get("od")), number(q.Get("pocet"))
	b := []byte("k\xf3d;sklad;mno\x9estv\xed;zm\xecna\r\n")
	for i := from; i < min(from+size, l.total); i++ {
		b = fmt.Appendf(b, "%09d;1;%d,5;2026-01-01T00:00:00Z\r\n", i, i%50)
	}
	return answer{kind: "text/csv", body: string(b), header: map[string]string{"X-Celkem": strconv.Itoa(l.total)}}.RoundTrip(r)
}

// Not parallel: it watches the whole heap.
func TestMemoryOfALongReading(t *testing.T) {
	o, err := openSmall(t, long{100_000}, erp.Settings{"file": "testdata/sklad-csv.yaml", "secret": "x", "base_url": address, "vars.page_size": "5000"})
	require.NoError(t, err)
	before, peak, n := held(), uint64(0), 0
	for q := (erp.Query{}); ; {
		p, err := o.ReadStock(t.Context(), q)
		require.NoError(t, err)
		n += len(p.Items)
		peak = max(peak, held())
		if q.Page = p.Next; q.Page == "" {
			break
		}
	}
	require.GreaterOrEqual(t, n, 100_000)
	require.Less(t, peak-min(before, peak), uint64(4<<20), "one part of the list, no more")
}

func held() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func TestTokens(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim := profilesim.New(profilesim.Options{Form: "csv", Products: catalogue(5, 1)})
		o := mustOpen(t, sim, "file=testdata/sklad-csv.yaml")
		ask := func() int {
			before := sim.Requests()
			_, err := o.CheckStock(t.Context(), []commerce.Code{"0000000000400"})
			require.NoError(t, err)
			return sim.Requests() - before
		}
		require.Equal(t, 2, ask(), "a token, and the question")
		require.Equal(t, 1, ask())
		<-time.After(8*time.Minute + 50*time.Second)
		require.Equal(t, 1, ask())
		<-time.After(20 * time.Second)
		require.Equal(t, 2, ask(), "renewed a minute before its end")
		sim.SetFaults(simkit.Faults{{Kind: "401", Count: 1}})
		require.Equal(t, 3, ask(), "refused before its time: a new one, and the question again")
		sim.SetFaults(simkit.Faults{{Kind: "401", Count: 3}})
		_, err := o.CheckStock(t.Context(), []commerce.Code{"1"})
		require.ErrorIs(t, err, erp.ErrUnauthorized)
	})
}

func TestTry(t *testing.T) {
	t.Parallel()
	sim := sorsSim(40)
	s := sim.Settings(address)
	s["vars.database"] = "Demo*"
	var seen strings.Builder
	got, err := profile.Try(context.Background(), profile.Trial{
		Operation: "products", Settings: s, Env: erp.Env{HTTP: sim.Client(), Log: quiet()},
		Look: func(e profile.Exchange) {
			fmt.Fprintf(&seen, "%s\n%s\n%s\n%s\n", e.Request, e.Status, e.Header, e.Answer)
		},
	})
	require.NoError(t, err)
	require.Len(t, got, 40)
	require.Contains(t, seen.String(), "GET http://erp.example:8020/artikli?baza=Demo2025&cena=MP&strana=1&velicina=200")
	require.Contains(t, seen.String(), "Authorization: ApiKey ***")
	require.Contains(t, seen.String(), "žluťoučká")
	require.NotContains(t, seen.String(), "secret-password")
	require.Less(t, seen.Len(), 5000, "answers are cut")
	_, err = profile.Try(t.Context(), profile.Trial{Operation: "prodcts", Settings: s, Env: erp.Env{HTTP: &http.Client{}, Log: quiet()}, Look: func(profile.Exchange) {}})
	require.ErrorContains(t, err, "and the lists business_units, databases, groups")
}
