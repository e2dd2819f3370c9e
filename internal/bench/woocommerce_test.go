package bench

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/shoptest"
)

// envShop names the folder of a real shop that scripts/shop has brought up;
// its SHOP_… variables come with it.
const envShop = "WPBRIDGE_BENCH_SHOP"

const (
	restProducts = 300
	restBatch    = 100 // WooCommerce's own limit
)

// compareWooCommerce times WooCommerce's two ways of writing stock on a
// catalogue of the same size.
func compareWooCommerce(b *testing.B, ours float64) {
	b.Helper()
	if os.Getenv(envShop) == "" {
		line("SKIP  no WordPress: not compared with WooCommerce")
		return
	}
	shop := shoptest.Existing(b, os.Getenv("SHOP_DSN"), os.Getenv("SHOP_PREFIX"))
	require.NoError(b, tenThousand().Fill(b.Context(), shop.DB, shop.Prefix))
	first, err := strconv.Atoi(shop.Value(b, "SELECT MIN(ID) FROM "+shop.Table("posts")+" WHERE post_title = 'Product 1'"))
	require.NoError(b, err)
	restSpeed(b, first, 0) // the caches of PHP, as those of the engine, are warm
	rest, loop := restSpeed(b, first, 1), loopSpeed(b, first)
	line("  REST batch %.0f products/s, wc_update_product_stock %.0f", rest, loop)
	goal(b, ours/rest >= 300, "stock: %.0f times WooCommerce's REST batch, at least 300; %.0f times its own function in a loop", ours/rest, ours/loop)
}

type restStock struct {
	ID       int   `json:"id"`
	Quantity int64 `json:"stock_quantity"`
}

func restSpeed(b *testing.B, first, round int) float64 {
	b.Helper()
	begun := time.Now()
	for from := 0; from < restProducts; from += restBatch {
		var update []restStock
		for i := from; i < from+restBatch; i++ {
			update = append(update, restStock{first + i, level(tenThousand(), i+1, round)})
		}
		body, err := json.Marshal(map[string]any{"update": update})
		require.NoError(b, err)
		post(b, body)
	}
	return perSecond(restProducts, ms(time.Since(begun)))
}

func post(b *testing.B, body []byte) {
	b.Helper()
	q, err := http.NewRequestWithContext(b.Context(), http.MethodPost, os.Getenv("SHOP_URL")+"/wp-json/wc/v3/products/batch", bytes.NewReader(body))
	require.NoError(b, err)
	q.Header.Set("Content-Type", "application/json")
	q.Header.Set("X-Forwarded-Proto", "https") // or keys are not accepted
	q.SetBasicAuth(os.Getenv("SHOP_REST_KEY"), os.Getenv("SHOP_REST_SECRET"))
	answer, err := http.DefaultClient.Do(q)
	require.NoError(b, err)
	defer func() { _ = answer.Body.Close() }()
	require.Equal(b, http.StatusOK, answer.StatusCode)
	var got struct {
		Update []restStock `json:"update"`
	}
	require.NoError(b, json.NewDecoder(answer.Body).Decode(&got))
	require.Len(b, got.Update, restBatch)
	require.NotZero(b, got.Update[0].ID)
}

// loopSpeed is WooCommerce's own function in one PHP process.
func loopSpeed(b *testing.B, first int) float64 {
	b.Helper()
	cmd := exec.CommandContext(b.Context(), "../../scripts/shop", "php", os.Getenv(envShop), os.Getenv("WPBRIDGE_BENCH_LOOP"), strconv.Itoa(first), fmt.Sprint(restProducts))
	out, err := cmd.Output()
	require.NoError(b, err)
	took, err := strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
	require.NoError(b, err)
	return perSecond(restProducts, took)
}
