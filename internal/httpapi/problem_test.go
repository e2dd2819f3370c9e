package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/auth"
	"wpbridge/internal/erp"
	"wpbridge/internal/job"
	"wpbridge/internal/ledger"
	"wpbridge/internal/live"
	"wpbridge/internal/mysql"
	"wpbridge/internal/state"
	"wpbridge/internal/woo"
)

const (
	newSecret = "0123456789abcdef0123456789abcdef"
	oldSecret = "fedcba9876543210fedcba9876543210"
)

// till decides as a test says.
type till func(context.Context, live.Request) (live.Answer, error)

func (f till) Check(ctx context.Context, r live.Request) (live.Answer, error) { return f(ctx, r) }

func tokenBy(t *testing.T, key string) string {
	t.Helper()
	text, err := auth.Sign(key, auth.Claims{Issuer: auth.Plugin, Audience: auth.Sidecar, Scopes: []string{"checkout"}}, time.Minute, time.Now())
	require.NoError(t, err)
	return "Bearer " + text
}

// ask puts a body to the checkout's address of an API that stands on d.
func ask(t *testing.T, d Deps, authorization, body string) *httptest.ResponseRecorder {
	t.Helper()
	d.Secrets = func() []string { return []string{newSecret, oldSecret} }
	h, err := New(d)
	require.NoError(t, err)
	req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/v1/checkout/check", strings.NewReader(body))
	req.Header.Set("Authorization", authorization)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, req)
	return w
}

func TestCheckoutRequestsAreHandedOnAndAnswered(t *testing.T) {
	t.Parallel()
	d := Deps{Log: quietLog(), Checkouts: till(func(_ context.Context, r live.Request) (live.Answer, error) {
		if len(r.Items) == 0 {
			return live.Answer{}, &live.FieldError{Field: "items", Want: "must name something"}
		}
		i := r.Items[0]
		return live.Answer{OK: r.Moment == "order", DecidedBy: "live", Items: []live.Verdict{{ProductID: i.ProductID, VariationID: i.VariationID, Requested: i.Quantity, Reason: live.Reason(i.WhenUnreachable)}}}, nil
	})}
	const body = `{"moment":"order","items":[{"product_id":10,"variation_id":11,"quantity":"2","when_unreachable":"allow"}]}`
	for _, key := range []string{newSecret, oldSecret} { // both hold while one follows the other
		w := ask(t, d, tokenBy(t, key), body)
		require.Equal(t, 200, w.Code, w.Body)
		require.JSONEq(t, `{"ok":true,"decided_by":"live","items":[{"product_id":10,"variation_id":11,"sku":"","requested":"2","available":null,"ok":false,"reason":"allow","age_ms":null}]}`, w.Body.String())
	}
	require.Equal(t, 401, ask(t, d, tokenBy(t, strings.Repeat("x", 32)), body).Code)
	for _, bad := range []string{`{}`, `{"moment":"cart"}`, `{"moment":"cart","items":[]}`, `{"moment":"cart","items":[{"product":1}]}`} {
		require.Equal(t, 400, ask(t, d, tokenBy(t, newSecret), bad).Code, bad)
	}
}

func TestEveryErrorHasItsCodeAndKeepsWhatIsInternal(t *testing.T) {
	t.Parallel()
	for want, err := range map[code]error{
		codeNotReady:    fmt.Errorf("%w: no system is chosen", ErrNotReady),
		codeBusy:        fmt.Errorf("%w: stock is running on host", state.ErrBusy),
		codeConflict:    &job.WrongRunError{Why: "run 3 was a preview"},
		codeNoMatch:     job.ErrNoMatch,
		codeNotFound:    fmt.Errorf("%w: 7", state.ErrNoRun),
		codeInvalid:     fmt.Errorf("list the categories: %w: a company must be chosen", erp.ErrIncomplete),
		codeTimeout:     fmt.Errorf("read: %w", context.DeadlineExceeded),
		codeRefused:     fmt.Errorf("log in: %w", erp.ErrUnauthorized),
		codeUnreachable: &erp.RetryAfter{Err: erp.ErrUnreachable, Wait: time.Second},
		codeDatabase:    fmt.Errorf("%w: internal-detail", mysql.ErrUnreachable),
		codeInternal:    errors.New("internal-detail"),
	} {
		w := ask(t, Deps{Log: quietLog(), Checkouts: till(func(context.Context, live.Request) (live.Answer, error) { return live.Answer{}, err })},
			tokenBy(t, newSecret), `{"moment":"cart","items":[{"product_id":1,"quantity":"1"}]}`)
		var p problem
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &p))
		require.Equal(t, want, p.Code, err)
		require.Equal(t, []int{want.status(), want.status()}, []int{w.Code, p.Status})
		require.Equal(t, "application/problem+json", w.Header().Get("Content-Type"))
		require.Equal(t, w.Header().Get("X-Request-Id"), p.RequestID)
		require.NotEmpty(t, p.Detail)
		require.NotContains(t, w.Body.String(), "internal-detail")
	}
	require.Equal(t, codeNotReady, faultOf(fmt.Errorf("%w: stock management is off", woo.ErrRefused)).code)
	require.Equal(t, codeDatabase, faultOf(state.ErrSchema).code)
}

func TestAPanicIsLoggedAndTellsNothing(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	d := Deps{
		Log:       slog.New(slog.NewTextHandler(&log, nil)),
		Checkouts: till(func(context.Context, live.Request) (live.Answer, error) { panic("internal-detail " + ledger.ByPage) }),
	}
	authorization := tokenBy(t, newSecret)
	w := ask(t, d, authorization, `{"moment":"cart","items":[{"product_id":1,"quantity":"1"}]}`)
	require.Equal(t, 500, w.Code)
	require.NotContains(t, w.Body.String(), "internal-detail")
	require.Contains(t, log.String(), "internal-detail")
	require.Contains(t, log.String(), "request_id="+w.Header().Get("X-Request-Id"))
	require.NotContains(t, log.String(), strings.TrimPrefix(authorization, "Bearer "))
}
