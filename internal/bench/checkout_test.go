package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/live"
	"wpbridge/internal/shoptest"
)

const (
	checksPerSecond = 500
	cartLines       = 3
	checkFor        = 10 * time.Second
)

// BenchmarkCheckout asks for 500 carts a second, each of three lines spread over
// 10,000 products, over HTTP and from a young reading. Sidecar and buyers share
// one core, the database has the others.
func BenchmarkCheckout(b *testing.B) {
	c := tenThousand()
	r := newRig(b, c)
	checker := live.New(live.Options{
		Shop: r.Shop, Store: r.Store, ERP: r.ERP, Stock: r.Stock, Log: slog.New(slog.DiscardHandler),
		Budget: 1200 * time.Millisecond, MaxAge: time.Hour,
	})
	var inside latencies
	server := httptest.NewServer(inside.around(checkHandler(checker)))
	b.Cleanup(server.Close)
	carts := r.carts(b, c.Simple)
	for b.Loop() {
		before := runtime.GOMAXPROCS(1)
		client := shoppers(b, server, carts)
		runtime.GOMAXPROCS(before)
		line("\n%d checks/s of %d lines for %s on one core          p50        p99     worst", checksPerSecond, cartLines, checkFor)
		line("  inside the sidecar                        %s", inside.figures())
		line("  as the caller sees it                     %s", client.figures())
		goal(b, inside.at(99) < 5*time.Millisecond, "checkout: p99 inside the sidecar %.2f ms, below 5", ms(inside.at(99)))
	}
}

func checkHandler(c *live.Checker) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var q live.Request
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		a, err := c.Check(r.Context(), q)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		_ = json.NewEncoder(w).Encode(a)
	})
}

// carts are request bodies over all simple products.
func (r *rig) carts(b *testing.B, simple int) [][]byte {
	b.Helper()
	ids := make([]commerce.ProductID, 0, simple)
	for n := 1; n <= simple; n += simple / 1000 {
		var id commerce.ProductID
		require.NoError(b, r.shop.DB.QueryRowContext(b.Context(), "SELECT post_id FROM "+r.shop.Table("wpbridge_link")+" WHERE sku = ?", shoptest.SKU(n)).Scan(&id))
		ids = append(ids, id)
	}
	out := make([][]byte, len(ids))
	for i := range ids {
		q := live.Request{Moment: live.Order}
		for k := range cartLines {
			q.Items = append(q.Items, live.Item{ProductID: ids[(i+k*len(ids)/cartLines)%len(ids)], Quantity: commerce.One})
		}
		body, err := json.Marshal(q)
		require.NoError(b, err)
		out[i] = body
	}
	return out
}

// shoppers sends carts at their rate, whether or not those before are answered.
func shoppers(b *testing.B, server *httptest.Server, carts [][]byte) *latencies {
	b.Helper()
	var seen latencies
	var under sync.WaitGroup
	tick := time.NewTicker(time.Second / checksPerSecond)
	defer tick.Stop()
	for n := range int(checkFor.Seconds() * checksPerSecond) {
		<-tick.C
		under.Go(func() {
			begin := time.Now()
			if err := ask(b.Context(), server, carts[n%len(carts)]); err != nil {
				b.Error(err)
			}
			seen.add(time.Since(begin))
		})
	}
	under.Wait()
	return &seen
}

func ask(ctx context.Context, server *httptest.Server, body []byte) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL, bytes.NewReader(body))
	if err != nil {
		return err
	}
	resp, err := server.Client().Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	var a live.Answer
	text, err := io.ReadAll(resp.Body)
	if err == nil {
		err = json.Unmarshal(text, &a)
	}
	if err == nil && (a.DecidedBy != live.ByReading || len(a.Items) != cartLines || a.Items[0].Available == nil) {
		err = fmt.Errorf("status %d: %s", resp.StatusCode, text)
	}
	return err
}

// latencies gathers durations.
type latencies struct {
	mu  sync.Mutex
	all []time.Duration
}

func (l *latencies) add(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, d)
}

func (l *latencies) around(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begin := time.Now()
		h.ServeHTTP(w, r)
		l.add(time.Since(begin))
	})
}

// at is the percentile p.
func (l *latencies) at(p int) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	slices.Sort(l.all)
	return l.all[(len(l.all)-1)*p/100]
}

func (l *latencies) figures() string {
	return fmt.Sprintf("%7.2f ms %7.2f ms %6.2f ms", ms(l.at(50)), ms(l.at(99)), ms(l.at(100)))
}
