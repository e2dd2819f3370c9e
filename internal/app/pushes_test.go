package app_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/ledger"
	"wpbridge/internal/shoptest"
)

const pushToken = "Bearer the-token-of-pushes"

// pushes makes the ERP one that pushes.
func (w *world) pushes() *world {
	w.erp.PushToken = pushToken
	return w
}

func levels(t *testing.T, from, to, n int) string {
	t.Helper()
	var out []commerce.StockLevel
	for i := from; i <= to; i++ {
		out = append(out, commerce.StockLevel{Code: commerce.Code(shoptest.SKU(i)), Location: "1", Available: commerce.Units(int64(n))})
	}
	text, err := json.Marshal(out)
	require.NoError(t, err)
	return string(text)
}

func TestWhatIsPushedIsAppliedByItself(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 12).pushes()
	s := w.ready()
	w.level(1, 40)

	a := s.raw("POST", "/v1/webhooks/fake", levels(t, 1, 1, 40), pushToken)

	require.Equal(t, 200, a.status, a.body)
	require.JSONEq(t, `{"message":"ok"}`, a.body)
	require.Eventually(t, func() bool { return w.stock(1) == "40 instock" }, wait, tick)
	runs := get[struct{ Runs []ledger.Run }](s.client, "/v1/runs?job=stock&limit=1").Runs
	require.Equal(t, ledger.ByPush, runs[0].StartedBy)
	require.False(t, runs[0].Full)

	require.Equal(t, "forbidden", s.raw("POST", "/v1/webhooks/fake", levels(t, 2, 2, 40), "Bearer wrong").code())
	require.Equal(t, "forbidden", s.raw("POST", "/v1/webhooks/fake", levels(t, 2, 2, 40), bearer(t, "admin")).code(), "a token of ours proves nothing here")
	require.Equal(t, "not_found", s.raw("POST", "/v1/webhooks/other", "[]", pushToken).code())
	require.Equal(t, "invalid", s.raw("POST", "/v1/webhooks/fake", "{", pushToken).code())
	require.Equal(t, "method_not_allowed", s.raw("GET", "/v1/webhooks/fake", "", pushToken).code())
	require.Equal(t, 200, s.raw("POST", "/v1/webhooks/fake", "[]", pushToken).status, "a test of the connection")
	require.Equal(t, 200, s.raw("POST", "/v1/webhooks/fake", "["+strings.Repeat(" ", 1<<20-2)+"]", pushToken).status, "1 MiB")
	require.Equal(t, "too_large", s.raw("POST", "/v1/webhooks/fake", "["+strings.Repeat(" ", 1<<20-1)+"]", pushToken).code())
	require.NotContains(t, w.log.String(), "the-token-of-pushes")
}

func TestPushesWaitWhileTheJobIsHeld(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 12).pushes()
	s := w.ready()
	reached, release := w.block()
	run := s.start("/v1/jobs/stock/runs", "{}")
	<-reached
	w.level(1, 40)
	require.Equal(t, 200, s.raw("POST", "/v1/webhooks/fake", levels(t, 1, 1, 40), pushToken).status)
	release()
	s.wait(run.ID)
	require.Eventually(t, func() bool { return w.stock(1) == "40 instock" }, wait, tick)
}

// The sender has its answer within 200 ms, whatever the database is busy with.
func TestPushesAreAnsweredAtOnceWhileASyncRuns(t *testing.T) {
	const items, syncs, most = 2000, 3, 200 * time.Millisecond
	w := newWorld(t, items).pushes()
	s := w.ready()
	bodies := make([]string, items/10)
	for i := range bodies {
		bodies[i] = levels(t, 1+i*10, 10+i*10, i)
	}
	stop, pushed := make(chan struct{}), make(chan error, 1)
	var took []time.Duration
	go func() {
		var err error
		took, err = pushAll(context.WithoutCancel(t.Context()), s.base, bodies, stop)
		pushed <- err
	}()
	for n := range syncs {
		for i := 1; i <= items; i++ {
			w.level(i, 5+n+i%7)
		}
		s.wait(s.begin())
	}
	close(stop)
	require.NoError(t, <-pushed)
	calls := len(took)
	slices.Sort(took)
	t.Logf("%d calls, median %s, slowest %s", calls, took[calls/2], took[calls-1])
	require.Greater(t, calls, 20)
	require.Less(t, took[calls*9/10], most, "nine of ten: the machine may be another's for a moment")
	require.Less(t, took[calls/2], most/2)
	require.Eventually(t, func() bool {
		return w.shop.Value(t, "SELECT COUNT(*) FROM "+w.shop.Table("wpbridge_inbox")+" WHERE state <> 'done'") == "0"
	}, wait, tick)
	require.Equal(t, fmt.Sprint(calls, " 0 0"), w.shop.Value(t, "SELECT CONCAT(accepted + repeated, ' ', refused, ' ', unknown) FROM "+w.shop.Table("wpbridge_push")))
	require.Zero(t, s.wait(s.begin()).Changed, "the shop is in step")
}

// begin starts a full stock run; a push may hold the job for a moment.
func (s *sidecar) begin() (id uint64) {
	s.t.Helper()
	require.Eventually(s.t, func() bool {
		a := s.raw("POST", "/v1/jobs/stock/runs", `{"full":true}`, bearer(s.t, "admin"))
		var run struct{ Run uint64 }
		require.NoError(s.t, json.Unmarshal([]byte(a.body), &run))
		id = run.Run
		return a.status == http.StatusAccepted
	}, wait, tick)
	return id
}

// pushAll sends one push after the other until stop, and measures how long each
// answer takes.
func pushAll(ctx context.Context, base string, bodies []string, stop <-chan struct{}) (took []time.Duration, err error) {
	c := &http.Client{}
	defer c.CloseIdleConnections()
	for i := 0; ; i++ {
		select {
		case <-stop:
			return took, nil
		default:
		}
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, base+"/v1/webhooks/fake", strings.NewReader(bodies[i%len(bodies)]))
		if err != nil {
			return nil, err
		}
		req.Header.Set("Authorization", pushToken)
		began := time.Now()
		resp, err := c.Do(req)
		if err != nil {
			return nil, err
		}
		took = append(took, time.Since(began))
		if err := resp.Body.Close(); err != nil || resp.StatusCode != http.StatusOK {
			return nil, fmt.Errorf("status %d: %v", resp.StatusCode, err) //nolint:errorlint // there may be none
		}
	}
}
