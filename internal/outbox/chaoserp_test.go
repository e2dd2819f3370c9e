package outbox_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/erptest"
)

// patience is how long the chaos' sidecars wait for an answer; what stalls takes
// longer, and has its effect after they have gone.
const (
	patience = 150 * time.Millisecond
	stall    = 250 * time.Millisecond
)

// wild is an ERP in memory that processes reach over HTTP, on a line that does
// what it likes.
type wild struct {
	*erptest.Fake
	url string

	mu     sync.Mutex
	dice   *rand.Rand
	tame   bool
	struck map[string]int
}

func newWild(t *testing.T, fake *erptest.Fake) *wild {
	t.Helper()
	w := &wild{Fake: fake, dice: rand.New(rand.NewPCG(11, 3)), struck: map[string]int{}}
	s := httptest.NewServer(w)
	t.Cleanup(s.Close)
	w.url = s.URL
	return w
}

// fate draws what happens to a request, from lists of a hundred.
func (w *wild) fate(creates bool) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	fates := []string{"drop before", "503", "429", "500 before"}
	odds := 1 // in a hundred, each
	if creates {
		fates, odds = append(fates, "drop after", "500 after", "stall"), 5
	}
	n := w.dice.IntN(100)
	if w.tame || n >= odds*len(fates) {
		return ""
	}
	w.struck[fates[n/odds]]++
	return fates[n/odds]
}

func (w *wild) calm() map[string]int {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.tame = true
	return w.struck
}

func (w *wild) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	op := strings.TrimPrefix(r.URL.Path, "/")
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	fate := w.fate(erp.Creates(op))
	if fate == "stall" {
		<-time.After(stall)
	}
	var answer []byte
	if !strings.HasSuffix(fate, "before") && fate != "503" && fate != "429" {
		answer, err = w.do(context.WithoutCancel(r.Context()), op, body)
	}
	switch {
	case strings.HasPrefix(fate, "drop"):
		panic(http.ErrAbortHandler)
	case strings.HasPrefix(fate, "500"):
		rw.WriteHeader(http.StatusInternalServerError)
	case fate == "503":
		rw.WriteHeader(http.StatusServiceUnavailable)
	case fate == "429":
		rw.WriteHeader(http.StatusTooManyRequests)
	case errors.Is(err, erp.ErrRefused):
		http.Error(rw, err.Error(), http.StatusUnprocessableEntity)
	case err != nil:
		http.Error(rw, err.Error(), http.StatusBadRequest)
	default:
		_, _ = rw.Write(answer)
	}
}

func (w *wild) do(ctx context.Context, op string, body []byte) ([]byte, error) {
	switch op {
	case erp.OpWriteOrder:
		return answered(ctx, body, w.WriteOrder)
	case erp.OpFindOrder:
		return answered(ctx, body, w.FindOrder)
	case erp.OpAct:
		return answered(ctx, body, w.Act)
	case erp.OpReadStock:
		return answered(ctx, body, w.ReadStock)
	case erp.OpCheckStock:
		return answered(ctx, body, w.CheckStock)
	case erp.OpReadItems:
		return answered(ctx, body, w.ReadItems)
	}
	return nil, fmt.Errorf("no operation %q", op)
}

func answered[In, Out any](ctx context.Context, body []byte, f func(context.Context, In) (Out, error)) ([]byte, error) {
	var in In
	if err := json.Unmarshal(body, &in); err != nil {
		return nil, err
	}
	out, err := f(ctx, in)
	if err != nil {
		return nil, err
	}
	return json.Marshal(out)
}

// line is the connector of wild. What the ERP cannot tell it does not offer.
type connector struct {
	http *http.Client
	url  string
}

// sighted is one of an ERP that can be asked by reference.
type sighted struct{ connector }

func (connector) Ping(context.Context) error { return nil }

func (connector) Traits() erp.Traits { return erp.Traits{Concurrency: 2} }

func (c connector) WriteOrder(ctx context.Context, r erp.WriteRequest) (out erp.Document, err error) {
	return out, c.ask(ctx, erp.OpWriteOrder, r, &out)
}

func (c connector) Act(ctx context.Context, r erp.ActRequest) (out erp.Document, err error) {
	return out, c.ask(ctx, erp.OpAct, r, &out)
}

func (c connector) ReadStock(ctx context.Context, q erp.Query) (out erp.Page[commerce.StockLevel], err error) {
	return out, c.ask(ctx, erp.OpReadStock, q, &out)
}

func (c connector) CheckStock(ctx context.Context, codes []commerce.Code) (out []commerce.StockLevel, err error) {
	return out, c.ask(ctx, erp.OpCheckStock, codes, &out)
}

func (c connector) ReadItems(ctx context.Context, q erp.Query) (out erp.Page[commerce.Item], err error) {
	return out, c.ask(ctx, erp.OpReadItems, q, &out)
}

func (c sighted) FindOrder(ctx context.Context, r erp.FindRequest) (out erp.Found, err error) {
	return out, c.ask(ctx, erp.OpFindOrder, r, &out)
}

func (c connector) ask(ctx context.Context, op string, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url+"/"+op, strings.NewReader(string(body)))
	if err != nil {
		return err
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return fmt.Errorf("%s: %w: %w", op, erp.ErrUnreachable, err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	switch {
	case err != nil:
		return fmt.Errorf("%s: %w: %w", op, erp.ErrUnreachable, err)
	case resp.StatusCode == http.StatusTooManyRequests:
		return &erp.RetryAfter{Err: errors.New("429"), Wait: 5 * time.Millisecond}
	case resp.StatusCode == http.StatusUnprocessableEntity:
		return fmt.Errorf("%w: %s", erp.ErrRefused, text)
	case resp.StatusCode >= 500:
		return fmt.Errorf("%s: %w: status %d", op, erp.ErrUnreachable, resp.StatusCode)
	case resp.StatusCode != http.StatusOK:
		return fmt.Errorf("%s: %s", op, text)
	}
	return json.Unmarshal(text, out)
}

// factory makes the connector; blind is one that cannot find.
func factory() erp.Factory {
	return erp.Factory{
		Name: "wild", Title: "Wild", Settings: []erp.Setting{{Name: "url"}, {Name: "blind"}},
		New: func(_ context.Context, s erp.Settings, e erp.Env) (erp.Connector, error) {
			c := connector{e.HTTP, s["url"]}
			if s["blind"] == "yes" {
				return c, nil
			}
			return sighted{c}, nil
		},
	}
}
