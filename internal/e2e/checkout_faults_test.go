package e2e_test

import (
	"maps"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/erp/simkit"
	"wpbridge/internal/live"
)

const cannotFindOut = "Sorry, we cannot find out at the moment whether “Mug” is in stock. Please try again in a few minutes."

// roads are the four ways to an order: each takes two mugs and pays, and tells
// the order's id, or 0 and what the customer is told.
func (w *world) roads() map[string]func() (int64, string) {
	paid := func(pay func(*buyer, unpaid) string) func() (int64, string) {
		return func() (int64, string) {
			o := php[unpaid](w, "order", id(w.goods.Simple)+":2", id(w.goods.Unmanaged)+":1")
			if said := pay(w.guest(), o); said != "" {
				return 0, said
			}
			return o.ID, ""
		}
	}
	return map[string]func() (int64, string){
		"classic": func() (int64, string) {
			b := w.guest()
			require.Empty(w.t, b.add(w.goods.Simple, 0, "2"))
			return b.order()
		},
		"block": func() (int64, string) {
			b := w.guest()
			require.Empty(w.t, b.block(w.goods.Simple, 2))
			return b.blockOrder()
		},
		"pay classic": paid((*buyer).pay),
		"pay block":   paid((*buyer).blockPay),
	}
}

// everyRoad follows all roads under a fault, first as the shop refuses, then as
// it allows.
func (w *world) everyRoad(t *testing.T) {
	for name, road := range w.roads() {
		t.Run(name, func(t *testing.T) {
			w.policy(live.Refuse)
			order, said := road()
			require.Zero(t, order)
			require.Contains(t, said, cannotFindOut)

			w.policy(live.Allow)
			order, said = road()
			require.Empty(t, said)
			ground, note := w.checked(order)
			require.Equal(t, "policy", ground)
			require.Contains(t, note, "could not be asked for the stock of Mug.")
		})
	}
}

func TestTheERPIsDead(t *testing.T) {
	w := newWorld(t)
	w.erp.Close()
	w.everyRoad(t)
}

func TestTheSidecarIsDead(t *testing.T) {
	w := newWorld(t)
	w.sidecar.die()
	w.everyRoad(t)
}

func TestProductsAndCategoriesHaveAWordOfTheirOwn(t *testing.T) {
	w := newWorld(t)
	w.sidecar.die()
	w.policy(live.Refuse)
	meta := func(product int64, value string) {
		w.shop.Exec(t, "INSERT INTO "+w.shop.Table("postmeta")+" (post_id, meta_key, meta_value) VALUES (?, '_wpbridge_when_unreachable', ?)", product, value)
	}
	meta(w.goods.Simple, "allow")
	meta(w.goods.Tape, "allow")
	meta(w.goods.Shirt, "allow")
	meta(w.goods.ShirtM, "refuse")
	b := w.guest()
	b.block(w.goods.Simple, 1)
	b.block(w.goods.TapeS, 1)
	b.block(w.goods.ShirtS, 1)
	b.block(w.goods.ShirtM, 1)
	_, said := b.blockOrder()
	require.Equal(t, "400 Sorry, we cannot find out at the moment whether “Shirt - M” is in stock. Please try again in a few minutes.", said)

	// The sidecar is told of them, too.
	w.erp.Close()
	w.sidecar = startSidecar(t, live.New(w.options))
	w.pair(w.sidecar.url())
	_, again := b.blockOrder()
	require.Equal(t, said, again)
}

// A silent ERP or sidecar costs no more than the budget, and soon next to
// nothing. checkout_speed_test.go has the exact figures; here whole requests are
// timed, on a machine that may be busy.
func TestSilenceIsBounded(t *testing.T) {
	w := newWorld(t)
	w.policy(live.Refuse)
	faults, err := simkit.ParseFaults("slow=1:30s")
	require.NoError(t, err)
	w.sim.SetFaults(faults)
	b := w.guest()
	require.Empty(t, b.add(w.goods.Simple, 0, "2"))
	form := b.orderForm()
	faulty := maps.Clone(form) // refused without a question
	faulty.Del("billing_email")
	usual := took(func() { b.send(faulty) })
	require.Less(t, took(func() { _, said := b.send(form); require.Contains(t, said, cannotFindOut) })-usual, 2*time.Second)

	w.sim.SetFaults(nil)
	w.sidecar.mute.Store(true)
	var spent []time.Duration
	for range 4 {
		spent = append(spent, took(func() { _, said := b.send(form); require.Contains(t, said, cannotFindOut) })-usual)
	}
	t.Logf("silent sidecar, added to a refused order: %v", spent)
	for _, d := range spent[:3] {
		require.Less(t, d, 2500*time.Millisecond)
	}
	require.Less(t, spent[3], time.Second, "after three calls in vain nobody waits")

	w.sidecar.mute.Store(false)
	w.set("wpbridge_breaker", `{"failures":3,"until":1}`) // half a minute later
	order, said := b.send(form)
	require.Empty(t, said, "it resumes by itself")
	require.NotZero(t, order)
}

func took(f func()) time.Duration {
	begin := time.Now()
	f()
	return time.Since(begin)
}
