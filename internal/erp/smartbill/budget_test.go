package smartbill_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/all"
	"wpbridge/internal/erp/chain"
	"wpbridge/internal/erp/limit"
	"wpbridge/internal/erp/simkit"
	"wpbridge/internal/erp/smartbill"
	"wpbridge/internal/erp/smartbill/smartbillsim"
)

func chained(t *testing.T, sim *smartbillsim.Sim, more ...string) *chain.Connection {
	t.Helper()
	s := sim.Settings("http://smartbill.example")
	for i := 0; i < len(more); i += 2 {
		s[more[i]] = more[i+1]
	}
	c, err := chain.Open(t.Context(), all.Connectors(), smartbill.Name, s, chain.Options{HTTP: sim.Client()})
	require.NoError(t, err)
	return c
}

func slowly(t *testing.T, o smartbillsim.Options, delay time.Duration) *smartbillsim.Sim {
	t.Helper()
	o.Faults = simkit.Faults{{Kind: "slow", Rate: 1, Delay: delay}}
	return smartbillsim.New(o)
}

// Checks, readings and another program all at once, however SmartBill counts.
func TestNeverBlocked(t *testing.T) {
	t.Parallel()
	for _, sliding := range []bool{false, true} {
		for _, delay := range []time.Duration{time.Millisecond, 130 * time.Millisecond, 1700 * time.Millisecond} {
			synctest.Test(t, func(t *testing.T) {
				sim := slowly(t, smartbillsim.Options{Products: smartbillsim.Generate(400, places()), Sliding: sliding}, delay)
				c := chained(t, sim)
				var wg sync.WaitGroup
				for i := range 4 {
					wg.Go(func() { checks(t, c.Ops, sim.Codes()[i*20:], 20) })
				}
				wg.Go(func() {
					_, stock := c.ReadStock(t.Context(), erp.Query{})
					_, items := c.ReadItems(t.Context(), erp.Query{})
					if err := errors.Join(stock, items); err != nil {
						t.Error(err)
					}
				})
				wg.Go(func() {
					for range 60 { // another program keeps to what the reserve leaves it
						sim.Calls(1)
						<-time.After(1112 * time.Millisecond)
					}
				})
				wg.Wait()
				require.Equal(t, map[int]int{200: sim.Requests()}, sim.Statuses(), "sliding %v, delay %s", sliding, delay)
				require.GreaterOrEqual(t, sim.Requests(), 80)
			})
		}
	}
}

func checks(t *testing.T, o *erp.Ops, codes []string, n int) {
	t.Helper()
	for _, code := range codes[:n] {
		got, err := o.CheckStock(t.Context(), []commerce.Code{commerce.Code(code)})
		if err != nil || len(got) != 3 {
			t.Errorf("check %s: %v %v", code, got, err)
		}
	}
}

// Alone with its token, the connector uses what the settings leave it.
func TestBudgetIsUsed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim := slowly(t, smartbillsim.Options{Products: smartbillsim.Generate(5000, places())}, 20*time.Millisecond)
		c := chained(t, sim, "reserve", "0")
		began := time.Now()
		checks(t, c.Ops, sim.Codes(), 300)
		calls, took := sim.Requests(), time.Since(began)
		require.Equal(t, 300, calls)
		require.Less(t, took, 115*time.Second, "100 s are what SmartBill allows; a tenth is left to buyers")

		began = time.Now()
		n := 0
		for q := (erp.Query{}); n == 0 || q.Page != ""; n++ {
			p, err := c.ReadItems(t.Context(), q)
			require.NoError(t, err)
			q.Page = p.Next
		}
		require.Equal(t, 50, n)
		require.Less(t, time.Since(began), 5*time.Second, "the product list has a budget of its own")
		v1, v3 := sim.Breaches()
		require.Zero(t, v1+v3)
	})
}

// The checkout does not wait behind a long reading of the product list.
func TestChecksOvertakeTheProductList(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim := slowly(t, smartbillsim.Options{Products: smartbillsim.Generate(20000, []string{"Depozit"})}, 50*time.Millisecond)
		c := chained(t, sim)
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() {
			for q := (erp.Query{}); ctx.Err() == nil; {
				p, err := c.ReadItems(ctx, q)
				if err != nil && !errors.Is(err, context.Canceled) {
					t.Error(err)
				}
				q.Page = p.Next
			}
		})
		<-time.After(9 * time.Second) // its budget is spent now
		began := time.Now()
		_, err := c.CheckStock(t.Context(), []commerce.Code{"SKU-0000001"})
		require.NoError(t, err)
		require.Equal(t, 50*time.Millisecond, time.Since(began))
		cancel()
		wg.Wait()
	})
}

// Somebody else has the token blocked: nothing is asked until that is over, and
// who cannot wait is told at once.
func TestBlockedByOthers(t *testing.T) {
	t.Parallel()
	for _, status := range []int{429, 403} {
		synctest.Test(t, func(t *testing.T) {
			sim := smartbillsim.New(smartbillsim.Options{Products: smartbillsim.Generate(5, places()), LockoutStatus: status})
			c := chained(t, sim)
			sim.Calls(31)
			_, err := c.ReadStock(t.Context(), erp.Query{})
			var later *erp.RetryAfter
			require.ErrorAs(t, err, &later)
			require.Equal(t, 10*time.Minute, later.Wait)
			require.NotErrorIs(t, err, erp.ErrUnauthorized, "a block is not a wrong login")

			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			began := time.Now()
			_, err = c.CheckStock(ctx, []commerce.Code{"SKU-0000001"})
			require.ErrorIs(t, err, limit.ErrBudget)
			require.Zero(t, time.Since(began))
			require.Equal(t, 1, sim.Requests())

			_, err = c.ReadStock(t.Context(), erp.Query{})
			require.NoError(t, err, "a run waits")
			require.Equal(t, 10*time.Minute, time.Since(began))
			require.Equal(t, map[int]int{status: 1, 200: 1}, sim.Statuses())
		})
	}
}
