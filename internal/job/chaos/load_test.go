package chaos_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"

	"wpbridge/internal/commerce"
	"wpbridge/internal/job"
	"wpbridge/internal/ledger"
	"wpbridge/internal/shoptest"
)

// load is what goes on in the shop and in the ERP while sidecars work.
type load struct {
	orders, refused, retried, moves atomic.Int64

	stop context.CancelFunc
	busy sync.WaitGroup

	mu     sync.Mutex
	faults []error // what buyers suffered
}

// start lets buyers buy the hot products, and the ERP receive goods and sell
// elsewhere, until quiet. A buyer places an order every pace, or as fast as can
// be where that is zero.
func (w *world) start(t *testing.T, buyers int, pace time.Duration, hot []holder) *load {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	l := &load{stop: cancel}
	for n := range buyers {
		l.busy.Go(func() { l.buy(ctx, w.shop, hot, max(pace, 1), rand.New(rand.NewPCG(uint64(n), 7))) })
	}
	l.busy.Go(func() { l.trade(ctx, w, hot) })
	t.Cleanup(l.quiet)
	return l
}

// quiet ends the load; orders under way are finished first.
func (l *load) quiet() {
	l.stop()
	l.busy.Wait()
}

func (l *load) buy(ctx context.Context, shop *shoptest.Shop, hot []holder, pace time.Duration, dice *rand.Rand) {
	tick := time.NewTicker(pace)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		// An order under way is finished, as PHP finishes its request.
		if err := l.order(context.WithoutCancel(ctx), shop, hot, dice); err != nil {
			l.mu.Lock()
			l.faults = append(l.faults, err)
			l.mu.Unlock()
			return
		}
	}
}

func (l *load) order(ctx context.Context, shop *shoptest.Shop, hot []holder, dice *rand.Rand) error {
	var lines []shoptest.Line
	for _, i := range dice.Perm(len(hot))[:1+dice.IntN(3)] {
		line := hot[i].line
		line.Quantity = 1 + dice.Int64N(2)
		lines = append(lines, line)
	}
	order, err := shop.PlaceOrder(ctx, lines...)
	if err != nil {
		return err
	}
	if dice.IntN(2) == 0 {
		held, err := l.reserve(ctx, shop, order)
		if err != nil {
			return err
		}
		if !held {
			l.refused.Add(1)
			return nil
		}
	}
	if err := shop.Reduce(ctx, order); err != nil {
		return err
	}
	l.orders.Add(1)
	return nil
}

// reserve tries again after a deadlock, as WooCommerce does: two checkouts may
// deadlock with each other in wc_reserved_stock, which we never touch.
func (l *load) reserve(ctx context.Context, shop *shoptest.Shop, order shoptest.Order) (bool, error) {
	for try := 1; ; try++ {
		held, err := shop.Reserve(ctx, order, 1)
		var e *mysql.MySQLError
		if try == 5 || !errors.As(err, &e) || e.Number != 1213 {
			return held, err
		}
		l.retried.Add(1)
	}
}

// trade moves the ERP's stock: receipts and the sales of other channels, now
// and then down to nothing.
func (l *load) trade(ctx context.Context, w *world, hot []holder) {
	dice := rand.New(rand.NewPCG(3, 9))
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		sku := hot[dice.IntN(len(hot))].sku
		step := commerce.Units(dice.Int64N(61) - 28)
		if dice.IntN(10) == 0 {
			have, _ := w.sim.Stock(sku, warehouse)
			step = -have
		}
		if err := w.sim.AddStock(sku, warehouse, step); err != nil {
			panic(err) // the test's own item
		}
		l.moves.Add(1)
	}
}

// suffered is what the checkout noticed.
func (l *load) suffered() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return errors.Join(l.faults...)
}

// syncs runs the stock job again and again, every seventh time in full, until
// ctx ends, and hands each run to look.
func syncs(ctx context.Context, r *job.Runner, look func(ledger.Run, error)) int {
	n := 0
	for ; ctx.Err() == nil; n++ {
		run, err := r.Sync(ctx, job.Stock, job.Options{Full: n%7 == 6})
		if ctx.Err() == nil {
			look(run, err)
		}
	}
	return n
}
