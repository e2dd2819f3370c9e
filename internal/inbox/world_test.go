package inbox_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/erptest"
	"wpbridge/internal/inbox"
	"wpbridge/internal/job"
	"wpbridge/internal/job/jobtest"
	"wpbridge/internal/ledger"
	"wpbridge/internal/shoptest"
	"wpbridge/internal/state"
)

const token = "Bearer the-token-of-pushes"

// world is a shop in step with an ERP that pushes.
type world struct {
	t      *testing.T
	shop   *shoptest.Shop
	erp    *erptest.Fake
	ops    *erp.Ops
	store  *state.Store
	runner *job.Runner
	inbox  *inbox.Inbox
	runs   int // stock runs over pushed items
}

func newWorld(t *testing.T, items int) *world {
	t.Helper()
	w := &world{t: t, shop: shoptest.DB(t), erp: &erptest.Fake{PushToken: token, PushLocations: []string{"1"}}}
	require.NoError(t, shoptest.Catalogue{Simple: items}.Fill(t.Context(), w.shop.DB, w.shop.Prefix))
	for i := 1; i <= items; i++ {
		w.erp.SetItem(commerce.Item{ID: commerce.ItemID(fmt.Sprint("item", i)), Code: code(i), Name: "Item", Active: true, StockTracked: true})
		w.level(i, shoptest.Stock(i))
	}
	w.ops = w.erp.Ops()
	site := jobtest.Open(t, w.shop)
	w.store, w.runner = site.Store, site.Runner("fake live", w.ops)
	w.runner.By = ledger.ByPush
	w.inbox = w.another()
	_, err := w.runner.Match(t.Context(), "sku", true)
	require.NoError(t, err)
	_, err = w.runner.Sync(t.Context(), job.Stock, job.Options{})
	require.NoError(t, err)
	return w
}

// another is the inbox of one more sidecar.
func (w *world) another() *inbox.Inbox {
	return inbox.New(inbox.Options{
		Store: w.store, Log: slog.New(slog.DiscardHandler), ERP: func() (*erp.Ops, error) { return w.ops, nil },
		Run: func(ctx context.Context, codes []commerce.Code, stated []commerce.StockLevel) error {
			w.runs++
			_, err := w.runner.Sync(ctx, job.Stock, job.Options{Only: codes, Stated: stated})
			return err
		},
	})
}

func code(i int) commerce.Code { return commerce.Code(shoptest.SKU(i)) }

func level(i, n int) commerce.StockLevel {
	return commerce.StockLevel{Code: code(i), Location: "1", Available: commerce.Units(int64(n))}
}

func (w *world) level(i, n int) { w.erp.SetLevel(code(i), "1", commerce.Units(int64(n))) }

// push is what the ERP sends about these levels.
func (w *world) push(levels ...commerce.StockLevel) erp.Push {
	w.t.Helper()
	body, err := json.Marshal(levels)
	require.NoError(w.t, err)
	return erp.Push{Header: http.Header{"Authorization": {token}, "User-Agent": {"ERP/1"}, "Cookie": {"c=" + token}}, Body: body}
}

func (w *world) accept(levels ...commerce.StockLevel) {
	w.t.Helper()
	_, err := w.inbox.Accept(w.t.Context(), "fake", w.push(levels...))
	require.NoError(w.t, err)
}

func (w *world) work() {
	w.t.Helper()
	require.NoError(w.t, w.inbox.Work(w.t.Context()))
}

// entries is how many pushes are in this state, after so many tries.
func (w *world) entries() string {
	w.t.Helper()
	return w.shop.Value(w.t, "SELECT COALESCE(GROUP_CONCAT(CONCAT(n, ' ', state, ' ', tries) ORDER BY state, tries SEPARATOR ', '), '') FROM (SELECT COUNT(*) n, state, tries FROM "+w.shop.Table("wpbridge_inbox")+" GROUP BY state, tries) x")
}

func (w *world) tally() state.PushTally {
	w.t.Helper()
	got, err := w.store.PushTallies(w.t.Context())
	require.NoError(w.t, err)
	return got["fake"]
}

func (w *world) stock(i int) string {
	w.t.Helper()
	return w.shop.Value(w.t, "SELECT s.meta_value FROM "+w.shop.Table("postmeta")+" s JOIN "+w.shop.Table("postmeta")+" k ON k.post_id = s.post_id AND k.meta_key = '_sku' WHERE k.meta_value = ? AND s.meta_key = '_stock'", shoptest.SKU(i))
}

// soon makes all pushes due.
func (w *world) soon() {
	w.shop.Exec(w.t, "UPDATE "+w.shop.Table("wpbridge_inbox")+" SET due_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND")
}
