package live_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/live"
	"wpbridge/internal/shoptest"
)

func TestTheERPsNumberOfThisMomentDecides(t *testing.T) {
	t.Parallel()
	w := newWorld(t).linked()
	c := w.checker()
	require.Equal(t, "live | 6 ok", said(check(t, c, live.Order, w.want(5, "6"))))
	require.Equal(t, "live | 6 not_enough", said(check(t, c, live.Order, w.want(5, "6.5"))))

	w.level(6, east, "2") // the shop still says 7
	a := check(t, c, live.Order, w.want(6, "3"), w.want(7, "1"))

	require.False(t, a.OK)
	require.Equal(t, "live | 2 not_enough | 8 ok", said(a))
	require.Equal(t, shoptest.SKU(6), a.Items[0].SKU)
	require.Less(t, *a.Items[0].AgeMS, int64(1000))
	w.level(8, west, "30")
	require.Equal(t, "live | 39 ok", said(check(t, c, live.Order, w.want(8, "39"))), "all chosen warehouses count")
	w.level(9, east, "-4")
	require.Equal(t, "live | 0 not_enough", said(check(t, c, live.Order, w.want(9, "1"))), "nobody is shown a negative number")
}

func TestSalesThatTheERPHasNotHeardOfCount(t *testing.T) {
	t.Parallel()
	w := newWorld(t).linked()
	w.sell(5, 4) // shop 2, ERP 6
	w.level(5, east, "9")
	require.Equal(t, "live | 5 not_enough", said(check(t, w.checker(), live.Order, w.want(5, "6"))))
	w.sync()
	require.Equal(t, "live | 5 ok", said(check(t, w.checker(), live.Order, w.want(5, "5"))), "a sync in between changes nothing")
	require.Equal(t, "reading | 5 not_enough", said(check(t, w.checker(trusting), live.Order, w.want(5, "6"))))
}

func TestOrdersThatTheERPHasSetAsideCountOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t).linked()
	w.sell(5, 4)          // shop 2, ERP 6
	w.level(5, east, "2") // and now the ERP has the order
	w.shop.Exec(t, "INSERT INTO "+w.shop.Table("wpbridge_contained")+` (line_id, order_id, post_id, quantity, goal, most, row_id, since_at)
		VALUES (1, 1, ?, 4, 4, 4, 1000000, UTC_TIMESTAMP(6) - INTERVAL 1 MINUTE)`, w.id(5))
	require.Equal(t, "live | 2 ok", said(check(t, w.checker(), live.Order, w.want(5, "2"))))
	w.shop.Exec(t, "UPDATE "+w.shop.Table("wpbridge_contained")+" SET opened = 1")
	require.Equal(t, "live | 0 not_enough", said(check(t, w.checker(), live.Order, w.want(5, "1"))), "while it is on its way, it may be counted twice, never not at all")
}

func TestBufferAndRounding(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.runner.Stock.Buffer = commerce.Units(2)
	w.linked()
	w.level(5, east, "7.8")
	require.Equal(t, "live | 5 ok", said(check(t, w.checker(), live.Order, w.want(5, "5"))))
	fractions := w.checker(func(o *live.Options) { o.Stock.Fractional = true })
	require.Equal(t, "live | 5.8 ok", said(check(t, fractions, live.Order, w.want(5, "5.8"))))
}

func TestProductsAndCategoriesHaveBuffersOfTheirOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meta(w.id(5), "_wpbridge_buffer", "2")
	w.linked() // writes 4 for what the ERP has 6 of
	w.meta(w.parent(15), "_wpbridge_buffer", "7")
	require.Equal(t, "live | 4 ok | 33 ok", said(check(t, w.checker(), live.Order, w.want(5, "4"), w.want(15, "33"))), "a buffer that no run has applied yet counts, too")
	w.meta(w.id(5), "_wpbridge_buffer", "3")
	require.Equal(t, "live | 3 not_enough", said(check(t, w.checker(), live.Order, w.want(5, "4"))))
	w.sync()
	require.Equal(t, "live | 3 ok | 33 ok", said(check(t, w.checker(), live.Order, w.want(5, "3"), w.want(16, "33"))))
}

func TestANumberThatRunsLeaveAloneIsNoReading(t *testing.T) {
	t.Parallel()
	w := newWorld(t).linked()
	w.meta(w.id(5), "_wpbridge_exclude_update", "yes")
	w.level(5, east, "1")
	w.sync()
	require.Equal(t, "live | 1 not_enough", said(check(t, w.checker(trusting), live.Order, w.want(5, "2"))))
	require.Equal(t, "reading | 7 ok", said(check(t, w.checker(trusting), live.Order, w.want(6, "2"))))
}

func TestLinesOfOneStockAreAddedUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t).linked()
	c := w.checker()
	require.Equal(t, "live | 40 ok | 40 ok", said(check(t, c, live.Order, w.want(15, "30"), w.want(16, "10"))))
	a := check(t, c, live.Order, w.want(15, "30"), w.want(5, "1"), w.want(16, "11"))
	require.Equal(t, "live | 40 not_enough | 6 ok | 40 not_enough", said(a))
	require.Equal(t, commerce.Units(11), a.Items[2].Requested)
	require.Equal(t, "live | 6 not_enough | 6 not_enough", said(check(t, c, live.Order, w.want(5, "3"), w.want(5, "4"))))
	require.Equal(t, "live | 14 ok | 15 not_enough", said(check(t, c, live.Order, w.want(13, "14"), w.want(14, "16"))), "variations with stock of their own")
	orphan := live.Item{ProductID: w.id(15), Quantity: commerce.Units(41)}
	require.Equal(t, "live | 40 not_enough", said(check(t, c, live.Order, orphan)), "a variation named without its parent")
}

func TestWhatIsNotAskedAbout(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.linked()
	before := w.sim.Requests()
	w.meta(w.id(1), "_wpbridge_exclude_check", "yes")
	w.meta(w.id(2), "_backorders", "notify")
	w.shop.Exec(t, "UPDATE "+w.shop.Table("wpbridge_link")+" SET tracked = 0 WHERE sku = ?", shoptest.SKU(3))
	w.shop.Exec(t, "UPDATE "+w.shop.Table("wpbridge_link")+" SET base = NULL WHERE sku = ?", shoptest.SKU(4))
	w.meta(w.parent(13), "_wpbridge_exclude_check", "yes")
	w.meta(w.id(5), "_manage_stock", "no")

	a := check(t, w.checker(), live.Order, w.want(1, "99"), w.want(2, "99"), w.want(3, "99"), w.want(4, "99"), w.want(5, "99"),
		w.want(11, "99"), w.want(13, "99"), live.Item{ProductID: 1 << 40, Quantity: commerce.One})

	require.True(t, a.OK)
	require.Equal(t, "reading | ? excluded | ? backorder | ? not_tracked | ? not_linked | ? not_linked | ? not_linked | ? excluded | ? not_linked", said(a))
	require.Equal(t, before, w.sim.Requests())
	w.meta(w.id(13), "_wpbridge_exclude_check", "no")
	require.Equal(t, "live | 14 not_enough", said(check(t, w.checker(), live.Order, w.want(13, "99"))), "the variation's own word is nearer")
}

func TestCategoriesWithoutCheck(t *testing.T) {
	t.Parallel()
	w := newWorld(t).linked()
	taxonomy, terms, meta := w.shop.Table("term_taxonomy"), w.shop.Table("term_relationships"), w.shop.Table("termmeta")
	inBranch := w.shop.Value(t, "SELECT MIN(r.object_id) FROM "+terms+" r JOIN "+taxonomy+" t ON t.term_taxonomy_id = r.term_taxonomy_id WHERE t.taxonomy = 'product_cat' AND t.parent > 0")
	top := w.shop.Value(t, "SELECT t.parent FROM "+terms+" r JOIN "+taxonomy+" t ON t.term_taxonomy_id = r.term_taxonomy_id WHERE t.taxonomy = 'product_cat' AND t.parent > 0 AND r.object_id = ? LIMIT 1", inBranch)
	n := 1
	for ; n <= 12 && w.shop.Value(t, "SELECT post_id FROM "+w.shop.Table("postmeta")+" WHERE meta_key = '_sku' AND meta_value = ?", shoptest.SKU(n)) != inBranch; n++ {
		continue
	}
	require.LessOrEqual(t, n, 12)
	w.shop.Exec(t, "INSERT INTO "+meta+" (term_id, meta_key, meta_value) VALUES (?, 'wpbridge_exclude_check', 'yes')", top)

	require.Equal(t, "reading | ? excluded", said(check(t, w.checker(), live.Order, w.want(n, "999"))), "what holds for a category holds below it")
	w.meta(w.id(n), "_wpbridge_exclude_check", "no")
	require.Equal(t, live.ByLive, check(t, w.checker(), live.Order, w.want(n, "999")).DecidedBy)
}

func TestACartNeverAsksTheERP(t *testing.T) {
	t.Parallel()
	w := newWorld(t).linked()
	w.level(5, east, "1")
	w.server.Close()
	before := w.sim.Requests()
	a := check(t, w.checker(), live.Cart, w.want(5, "6"), w.want(6, "8"))
	require.Equal(t, "reading | 6 ok | 7 not_enough", said(a))
	require.NotNil(t, a.Items[0].AgeMS)
	require.Equal(t, before, w.sim.Requests())
}

func TestAYoungReadingSparesTheQuestion(t *testing.T) {
	t.Parallel()
	w := newWorld(t).linked()
	before := w.sim.Requests()
	a := check(t, w.checker(trusting), live.Order, w.want(5, "7"))
	require.Equal(t, "reading | 6 not_enough", said(a))
	require.Equal(t, before, w.sim.Requests())
	w.shop.Exec(t, "UPDATE "+w.shop.Table("wpbridge_run")+" SET started_at = started_at - INTERVAL 2 HOUR")
	require.Equal(t, "live | 6 not_enough", said(check(t, w.checker(trusting), live.Order, w.want(5, "7"))))
	for _, what := range []string{"status = 'failed'", "dry_run = 1", "undo_of = 7", "job = 'prices'"} {
		w.shop.Exec(t, "INSERT INTO "+w.shop.Table("wpbridge_run")+" (job, status, dry_run, full_read, started_at, counts, reason) VALUES ('stock', 'done', 0, 0, UTC_TIMESTAMP(6), '{}', '')")
		w.shop.Exec(t, "UPDATE "+w.shop.Table("wpbridge_run")+" SET "+what+" ORDER BY id DESC LIMIT 1")
		require.Equal(t, live.ByLive, check(t, w.checker(trusting), live.Order, w.want(5, "7")).DecidedBy, "a run with %s is no reading", what)
	}
}

func TestWhatTheERPDoesNotNameIsUnknownNotZero(t *testing.T) {
	t.Parallel()
	w := newWorld(t).linked()
	w.shop.Exec(t, "UPDATE "+w.shop.Table("wpbridge_link")+" SET code = 'renamed' WHERE sku = ?", shoptest.SKU(5))
	allowed := w.want(5, "1")
	allowed.WhenUnreachable = live.Allow
	require.Equal(t, "policy | 7 ok | ? unreachable", said(check(t, w.checker(), live.Order, w.want(6, "7"), w.want(5, "1"))))
	require.Equal(t, "policy | ? unreachable allowed", said(check(t, w.checker(), live.Order, allowed)))
	w.meta(w.id(5), "_wpbridge_when_unreachable", "allow")
	require.Equal(t, "policy | ? unreachable allowed", said(check(t, w.checker(), live.Order, w.want(5, "1"))), "the shop's owner has said it of this product")
}

func TestWhatTheERPHasDeletedGoesByTheShopsNumber(t *testing.T) {
	t.Parallel()
	w := newWorld(t).linked()
	w.shop.Exec(t, "UPDATE "+w.shop.Table("wpbridge_link")+" SET gone = 1 WHERE sku = ?", shoptest.SKU(5))
	w.meta(w.id(5), "_stock", "0")
	require.Equal(t, "live | 0 not_enough | 7 ok", said(check(t, w.checker(), live.Order, w.want(5, "1"), w.want(6, "1"))))
}

func TestWrongRequestsNameTheField(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for text, field := range map[string]string{
		`{"moment":"later","items":[{"product_id":1,"quantity":"1"}]}`:                            "moment",
		`{"moment":"cart","items":[]}`:                                                            "items",
		`{"moment":"cart","items":[{"quantity":"1"}]}`:                                            "items[0].product_id",
		`{"moment":"order","items":[{"product_id":1,"quantity":"0"}]}`:                            "items[0].quantity",
		`{"moment":"order","items":[{"product_id":1,"quantity":"1","when_unreachable":"maybe"}]}`: "items[0].when_unreachable",
	} {
		var r live.Request
		require.NoError(t, json.Unmarshal([]byte(text), &r))
		_, err := w.checker().Check(t.Context(), r)
		var wrong *live.FieldError
		require.ErrorAs(t, err, &wrong, text)
		require.Equal(t, field, wrong.Field)
		require.ErrorIs(t, err, live.ErrRequest)
	}
}

// A product's own buffer is part of the number that was applied, and of the one
// that a live answer makes.
func TestAProductsOwnBufferCounts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meta(w.id(7), "_wpbridge_buffer", "2")
	w.linked()
	there := check(t, w.checker(), live.Order, w.want(7, "1")).Items[0].Available
	require.Equal(t, "live | "+there.String()+" ok", said(check(t, w.checker(), live.Order, w.want(7, there.String()))))
	require.Equal(t, there.String(), w.shop.Value(t, "SELECT meta_value FROM "+w.shop.Table("postmeta")+" WHERE meta_key = '_stock' AND post_id = ?", w.id(7)),
		"nothing has moved in the ERP, so the shop's number stands")
}
