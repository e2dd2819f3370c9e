package app_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"wpbridge/internal/app"
	"wpbridge/internal/checkup"
	"wpbridge/internal/commerce"
	"wpbridge/internal/config"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/erptest"
	"wpbridge/internal/mysql"
	"wpbridge/internal/shoptest"
	"wpbridge/internal/state"
	"wpbridge/internal/wp"
)

const (
	secret   = "0123456789abcdef0123456789abcdef"
	password = "the-password-of-the-erp"
	wait     = 20 * time.Second
	tick     = 20 * time.Millisecond
)

// world is a shop, an ERP in memory with the same items, and the settings of a
// sidecar between them.
type world struct {
	t       *testing.T
	shop    *shoptest.Shop
	erp     *erptest.Fake
	log     *buffer
	mu      sync.Mutex
	environ map[string]string
	hold    atomic.Pointer[gate]
	poll    time.Duration
}

// gate is where readings of the ERP wait: for open to be closed, or to give.
type gate struct {
	hit  chan struct{}
	open chan struct{}
}

func newWorld(t *testing.T, items int) *world {
	t.Helper()
	w := &world{
		t: t, shop: shoptest.DB(t), log: &buffer{}, poll: 50 * time.Millisecond,
		erp: &erptest.Fake{
			Facts:      erp.Traits{References: []string{"warehouses"}},
			References: map[string][]commerce.Reference{"warehouses": {{ID: "1", Name: "Main <b>"}, {ID: "2", Name: "Other", Note: "not sellable"}}},
		},
	}
	w.environ = map[string]string{
		"SHOP__DSN": w.shop.DSN, "SERVER__LISTEN": "127.0.0.1:0", "SERVER__SECRET": secret, "LOG__LEVEL": "debug",
		"ERP__NAME": "fake", "FAKE__PASSWORD": password, "FAKE__WAREHOUSES": "1",
		"SCHEDULE__STOCK": "off", "SCHEDULE__STOCK_FULL": "off", "SCHEDULE__PRICES": "off", "SCHEDULE__ORDERS": "off",
	}
	require.NoError(t, shoptest.Catalogue{Simple: items}.Fill(t.Context(), w.shop.DB, w.shop.Prefix))
	for i := 1; i <= items; i++ {
		w.erp.SetItem(commerce.Item{
			ID: commerce.ItemID(fmt.Sprint("item", i)), Code: commerce.Code(shoptest.SKU(i)), Name: "Item", Active: true, StockTracked: true,
			Price: &commerce.Price{Regular: decimal.RequireFromString(shoptest.Price(i)), IncludesVAT: true},
		})
		w.level(i, shoptest.Stock(i))
	}
	db, err := mysql.Open(t.Context(), mysql.Options{DSN: w.shop.DSN})
	require.NoError(t, err)
	defer func() { _ = db.Close() }()
	prefix, err := wp.ParsePrefix(w.shop.Prefix)
	require.NoError(t, err)
	require.NoError(t, state.Migrate(t.Context(), db, prefix))
	return w
}

func (w *world) level(i, n int) {
	w.erp.SetLevel(commerce.Code(shoptest.SKU(i)), "1", commerce.Units(int64(n)))
}

// set changes a setting; an empty value takes it away.
func (w *world) set(key, value string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.environ[key] = value
	if value == "" {
		delete(w.environ, key)
	}
}

func (w *world) sources() config.Sources {
	w.mu.Lock()
	defer w.mu.Unlock()
	src := config.Sources{Connectors: map[string][]config.Key{"fake": {{Name: "password", Secret: true}, {Name: "warehouses", List: true}}}}
	for k, v := range w.environ {
		src.Environ = append(src.Environ, "WPBRIDGE_"+k+"="+v)
	}
	return src
}

func (w *world) registry() *erp.Registry {
	return erp.NewRegistry(erp.Factory{
		Name: "fake", Title: "Fake",
		Settings: []erp.Setting{
			{Name: "password", Help: "The password.", Required: true, Secret: true},
			{Name: "warehouses", Help: "What is sold.", Required: true, List: true, Reference: "warehouses"},
		},
		New: func(_ context.Context, s erp.Settings, _ erp.Env) (erp.Connector, error) {
			if s["password"] != password {
				return refusing{}, nil
			}
			return gated{w.erp, w}, nil
		},
	})
}

// gated is the ERP in memory behind the gate of its world.
type gated struct {
	*erptest.Fake
	w *world
}

func (g gated) wait(ctx context.Context) error {
	at := g.w.hold.Load()
	if at == nil {
		return nil
	}
	at.hit <- struct{}{}
	select {
	case <-at.open:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (g gated) ReadStock(ctx context.Context, q erp.Query) (erp.Page[commerce.StockLevel], error) {
	if err := g.wait(ctx); err != nil {
		return erp.Page[commerce.StockLevel]{}, err
	}
	return g.Fake.ReadStock(ctx, q)
}

func (g gated) ReadItems(ctx context.Context, q erp.Query) (erp.Page[commerce.Item], error) {
	if err := g.wait(ctx); err != nil {
		return erp.Page[commerce.Item]{}, err
	}
	return g.Fake.ReadItems(ctx, q)
}

// refusing is an ERP that does not accept the password.
type refusing struct{}

func (refusing) Ping(context.Context) error {
	return fmt.Errorf("log in to Fake: %w", erp.ErrUnauthorized)
}

func (w *world) options() app.ServeOptions {
	return app.ServeOptions{
		Sources: w.sources, Registry: w.registry(), Version: "1.2.3", Program: "/usr/local/bin/wpbridge", File: "/etc/wp bridge.yaml",
		Logger: func(config.Log) *slog.Logger {
			return slog.New(slog.NewJSONHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		},
		Check: func(_ context.Context, r *checkup.Report) { r.Warn("all", "looked at", "look again") },
		Poll:  w.poll,
	}
}

// sidecar is a service under way.
type sidecar struct {
	*client
	w    *world
	stop func() error // ends it and returns how it ended
}

// serve starts the whole service on a free port and ends it with the test.
func (w *world) serve() *sidecar {
	w.t.Helper()
	ctx, cancel := context.WithCancel(w.t.Context())
	at, ended := make(chan net.Addr, 1), make(chan error, 1)
	o := w.options()
	o.Serving = func(a net.Addr) { at <- a }
	go func() { ended <- app.Serve(ctx, o) }()
	s := &sidecar{w: w}
	s.stop = sync.OnceValue(func() error {
		cancel()
		select {
		case err := <-ended:
			return err
		case <-time.After(30 * time.Second):
			return errors.New("it did not stop")
		}
	})
	w.t.Cleanup(func() {
		require.NoError(w.t, s.stop())
		for _, hidden := range []string{secret, password, "Bearer ey"} {
			require.NotContains(w.t, w.log.String(), hidden)
		}
	})
	select {
	case a := <-at:
		s.client = newClient(w.t, "http://"+a.String())
	case err := <-ended:
		require.NoError(w.t, err)
	}
	return s
}

// stock is what the shop says: quantity and status.
func (w *world) stock(i int) string {
	w.t.Helper()
	meta := func(key string) string {
		return w.shop.Value(w.t, "SELECT m.meta_value FROM "+w.shop.Table("postmeta")+" m JOIN "+w.shop.Table("postmeta")+
			" s ON s.post_id = m.post_id AND s.meta_key = '_sku' AND s.meta_value = ? WHERE m.meta_key = ? ORDER BY m.meta_id LIMIT 1", shoptest.SKU(i), key)
	}
	return strings.Join([]string{meta("_stock"), meta("_stock_status")}, " ")
}

func contains(b *buffer, text string) bool { return strings.Contains(b.String(), text) }

// buffer is a log that several write.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}
