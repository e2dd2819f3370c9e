package smartbillsim

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"wpbridge/internal/erp/simkit"
)

// hook is where stock that moves is pushed.
type hook struct{ url, token string }

// movement is one product in one warehouse.
type movement struct{ code, warehouse string }

// pushTime bounds one push.
const pushTime = 10 * time.Second

// Shapes of a push: SmartBill's own receivers accept both.
const (
	ShapeObject = "object" // {"products":[…]}
	ShapeList   = "list"   // […]
)

var errNoHook = errors.New("no hook: say first where to push")

// SetHook makes the simulator push from now on what moves to an address, with
// this bearer token. An empty address: nothing is pushed.
func (s *Sim) SetHook(url, token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hook = hook{url, token}
}

// Push sends the present stock of these products in all warehouses that hold
// them; none is SmartBill's test of the connection. It returns the receiver's
// answer; only a status other than 200 is an error too.
func (s *Sim) Push(ctx context.Context, shape string, codes ...string) (answer string, err error) {
	var moved []movement
	s.mu.RLock()
	for _, code := range codes {
		for _, w := range s.warehouses {
			moved = append(moved, movement{code, w.Name})
		}
	}
	s.mu.RUnlock()
	return s.post(ctx, s.PushBody(shape, moved...))
}

// moved pushes movements where there is a hook.
func (s *Sim) moved(m []movement) error {
	s.mu.RLock()
	on := s.hook.url != ""
	s.mu.RUnlock()
	if !on || len(m) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeoutCause(context.Background(), pushTime, errors.New("the receiver of the push took too long"))
	defer cancel()
	for part := range slices.Chunk(m, 400) {
		if _, err := s.post(ctx, s.PushBody(ShapeObject, part...)); err != nil {
			return err
		}
	}
	return nil
}

// PushBody is what is pushed about these movements.
func (s *Sim) PushBody(shape string, moved ...movement) []byte {
	s.mu.RLock()
	defer s.mu.RUnlock()
	b := []byte("[")
	for _, m := range moved {
		e, w := s.byKey[m.code], s.warehouse(m.warehouse)
		if e == nil || w < 0 || !e.held[w].there {
			continue
		}
		if len(b) > 1 {
			b = append(b, ',')
		}
		b = simkit.AppendString(append(b, `{"productCode":`...), e.Code)
		b = simkit.AppendString(append(b, `,"productName":`...), e.Name)
		b = simkit.AppendString(append(b, `,"warehouse":`...), m.warehouse)
		b = append(append(b, `,"quantity":`...), e.held[w].quantity.String()...)
		b = append(b, '}')
	}
	b = append(b, ']')
	if shape == ShapeList {
		return b
	}
	return append(append([]byte(`{"products":`), b...), '}')
}

func (s *Sim) post(ctx context.Context, body []byte) (string, error) {
	s.mu.RLock()
	to := s.hook
	s.mu.RUnlock()
	if to.url == "" {
		return "", errNoHook
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to.url, bytes.NewReader(body))
	if err != nil {
		return "", fmt.Errorf("push stock: %w", err)
	}
	req.Header.Set("Authorization", "Bearer "+to.token)
	req.Header.Set("Content-Type", kindJSON)
	resp, err := s.opt.HTTP.Do(req)
	if err != nil {
		return "", fmt.Errorf("push stock: %w", err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(io.LimitReader(resp.Body, 1<<16))
	answer := strings.TrimSpace(string(text))
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("push stock: the receiver answered %d: %s", resp.StatusCode, answer)
	}
	return answer, err
}
