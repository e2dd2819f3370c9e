package outbox_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/job"
	"wpbridge/internal/outbox"
	"wpbridge/internal/shoptest"
	"wpbridge/internal/state"
)

// scale is n, or so much more where the chaos may take long.
func scale(n int) int {
	if os.Getenv("WPBRIDGE_CHAOS") == "long" {
		return 8 * n
	}
	return n
}

// chaos is a world whose sidecars are processes and whose ERP is wild.
type chaos struct {
	*world
	line   *wild
	config sidecarConfig
	runner *job.Runner

	mu     sync.Mutex
	orders map[commerce.OrderID]bool // and whether it is cancelled
	kills  atomic.Int64
}

func newChaos(t *testing.T, blind string) *chaos {
	t.Helper()
	c := &chaos{world: newWorld(t), orders: map[commerce.OrderID]bool{}}
	c.line = newWild(t, c.erp)
	c.config = sidecarConfig{c.shop.DSN, c.shop.Prefix, erp.Settings{"url": c.line.url, "blind": blind}}
	var err error
	c.runner, err = connect(t.Context(), c.config)
	require.NoError(t, err)
	return c
}

// buy places orders, and cancels some of them later.
func (c *chaos) shopping(n int, dice *rand.Rand) error {
	type bought struct {
		id   commerce.OrderID
		item int
		q    int64
	}
	var open []bought
	for range n {
		item, q := 1+dice.IntN(items), 1+dice.Int64N(3)
		o, err := c.shop.PlaceOrder(c.t.Context(), shoptest.Line{ProductID: c.product(item), Quantity: q})
		if err != nil {
			return err
		}
		if err := c.shop.Reduce(c.t.Context(), o); err != nil {
			return err
		}
		c.status(commerce.OrderID(o.ID), "processing")
		b := bought{commerce.OrderID(o.ID), item, q}
		c.note(b.id, false)
		if open = append(open, b); dice.IntN(8) == 0 {
			b := open[dice.IntN(len(open))]
			if !c.cancelled(b.id) {
				c.giveBack(b.id, b.item, b.q)
				c.note(b.id, true)
			}
		}
		<-time.After(time.Duration(dice.IntN(15)) * time.Millisecond)
	}
	return nil
}

func (c *chaos) note(id commerce.OrderID, cancelled bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.orders[id] = cancelled
}

func (c *chaos) cancelled(id commerce.OrderID) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.orders[id]
}

// during lets two sidecars at a time be launched and killed until busy is over.
func (c *chaos) during(busy func() error) {
	c.t.Helper()
	ctx, stop := context.WithCancel(c.t.Context())
	var killers sync.WaitGroup
	for n := range 2 {
		dice := rand.New(rand.NewPCG(uint64(n), 21))
		killers.Go(func() {
			for ctx.Err() == nil {
				killed, said := launch(c.t, c.config).killAfter(1+dice.IntN(30), time.Duration(dice.IntN(8))*time.Millisecond)
				if said != "" {
					c.t.Errorf("a sidecar ended by itself: %s", said)
					return
				}
				if killed {
					c.kills.Add(1)
				}
				c.aMinuteLater(context.WithoutCancel(ctx))
			}
		})
	}
	err := busy()
	stop()
	killers.Wait()
	require.NoError(c.t, err)
}

// aMinuteLater lets the leases of dead processes' jobs run out, but for those of
// orders, which go by the time they take.
func (c *chaos) aMinuteLater(ctx context.Context) {
	_, _ = c.shop.DB.ExecContext(ctx, "UPDATE "+c.shop.Table("wpbridge_lease")+" SET until_at = '2000-01-01'")
}

// trade lets goods come in until ctx ends.
func (c *chaos) trade(ctx context.Context) {
	for n := 0; ctx.Err() == nil; n++ {
		c.erp.AddLevel(code(1+n%items), commerce.Units(int64(1+n%3)))
		<-time.After(7 * time.Millisecond)
	}
}

// rest works until nothing waits any more.
func (c *chaos) rest(asked func()) {
	c.t.Helper()
	c.aMinuteLater(c.t.Context())
	for {
		require.NoError(c.t, pass(c.t.Context(), c.runner))
		if asked != nil {
			asked()
		}
		if !c.waiting() {
			break
		}
	}
	_, err := c.runner.Sync(c.t.Context(), job.Stock, job.Options{Full: true})
	require.NoError(c.t, err)
}

// verify demands exactly one document for each order, equal totals, and a shelf
// that is what the ERP can sell.
func (c *chaos) verify() (documents int) {
	c.t.Helper()
	made := map[string][]erp.Document{}
	for _, d := range c.erp.Made() {
		made[d.Reference] = append(made[d.Reference], d)
	}
	for id, cancelled := range c.orders {
		docs := made[fmt.Sprintf("probe-%d", id)]
		delete(made, fmt.Sprintf("probe-%d", id))
		documents += len(docs)
		if cancelled {
			require.LessOrEqual(c.t, len(docs), 1, id)
			for _, d := range docs {
				require.Equal(c.t, erp.Cancelled, d.State, "order %d was cancelled: %v", id, c.rows(id))
			}
			continue
		}
		require.Len(c.t, docs, 1, "order %d: %v", id, c.rows(id))
		require.NotEqual(c.t, erp.Cancelled, docs[0].State)
		require.Equal(c.t, "121", docs[0].Total.Decimal.String())
		require.Equal(c.t, docs[0].Number, c.order(id).Document.Number)
	}
	require.Empty(c.t, made, "documents without an order")
	for i := 1; i <= items; i++ {
		require.Equal(c.t, c.level(i).String(), c.shelf(i), "item %d", i)
	}
	require.Equal(c.t, "0", c.shop.Value(c.t, "SELECT COUNT(*) FROM "+c.shop.Table("wpbridge_change")+" WHERE reason = 'drift'"), "nothing may have been put right by a repair")
	return documents
}

func (c *chaos) rows(id commerce.OrderID) []state.Export {
	rows, err := c.Store.ExportsOf(c.t.Context(), []commerce.OrderID{id})
	require.NoError(c.t, err)
	return rows
}

// count counts the outbox.
func (c *chaos) count(s state.ExportState) int {
	n, err := c.Store.CountExports(c.t.Context())
	require.NoError(c.t, err)
	return n[s]
}

// TestChaos sells, cancels and exports while everything goes wrong that can.
func TestChaos(t *testing.T) { //nolint:paralleltest // it has a database server of its own
	server := shoptest.PrivateServer(t)
	c := newChaos(t, "no")
	ctx, stop := context.WithCancel(t.Context())
	var goods sync.WaitGroup
	goods.Go(func() { c.trade(ctx) })
	c.during(func() error { return c.shopping(scale(200), rand.New(rand.NewPCG(1, 2))) })
	require.NoError(t, c.shopping(scale(40), rand.New(rand.NewPCG(3, 4)))) // a backlog, for the database's restarts
	restarts := scale(3)
	c.during(func() error {
		for n := range restarts {
			<-time.After(300 * time.Millisecond)
			if n%2 == 0 {
				server.Crash(t)
			}
			server.Restart(t)
		}
		return nil
	})
	stop()
	goods.Wait()
	c.rest(nil)
	struck := c.line.calm()
	c.rest(nil)

	documents := c.verify()
	require.Zero(t, c.count(state.Parked)+c.count(state.Failed))
	require.Positive(t, struck["drop after"]+struck["stall"])
	t.Logf("orders: %d placed, %d documents, %d kills -9 of two sidecars at a time, %d database restarts, faults %v, parked 0, twice 0, lost 0",
		len(c.orders), documents, c.kills.Load(), restarts, struck)
}

// TestChaosWithAnERPThatCannotTell has a person answer what is in true doubt.
func TestChaosWithAnERPThatCannotTell(t *testing.T) {
	t.Parallel()
	c := newChaos(t, "yes")
	c.during(func() error { return c.shopping(scale(100), rand.New(rand.NewPCG(5, 6))) })
	struck := c.line.calm()
	parked := 0
	c.rest(func() { parked += c.answer() })

	documents := c.verify()
	doubts := struck["drop before"] + struck["drop after"] + struck["500 before"] + struck["500 after"] + struck["503"] + struck["stall"] + int(c.kills.Load())*c.runner.ERP.Traits.Concurrency
	require.LessOrEqual(t, parked, doubts)
	require.Zero(t, c.count(state.Parked))
	t.Logf("orders, the ERP cannot tell: %d placed, %d documents, %d kills, faults %v, %d parked and answered, twice 0, lost 0", len(c.orders), documents, c.kills.Load(), struck, parked)
}

// answer is a person who looks into the ERP.
func (c *chaos) answer() (n int) {
	list, err := c.Store.ExportsLike(c.t.Context(), state.ExportFilter{State: state.Parked, Limit: 1000})
	require.NoError(c.t, err)
	for _, x := range list {
		a := outbox.Answer{Kind: x.Kind, Resend: true}
		for _, d := range c.erp.Made() {
			if d.Reference == x.Reference && (x.Kind != state.CancelKind || d.State == erp.Cancelled) {
				a = outbox.Answer{Kind: x.Kind, Exists: d.Number}
			}
		}
		_, err := c.runner.Outbox.Resolve(c.t.Context(), x.Order, a)
		require.NoError(c.t, err)
		n++
	}
	return n
}
