package limit_test

import (
	"context"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/limit"
)

func post(ctx context.Context, c *http.Client) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://erp.example/", nil)
	if err != nil {
		return err
	}
	resp, err := c.Do(r)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

// What left may have had its effect, however long it had waited before.
func TestARequestThatLeftIsNeverSaidNotToHave(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := limit.NewGate()
		slow := tripper(func(r *http.Request) (*http.Response, error) {
			select {
			case <-r.Context().Done():
			case <-time.After(3 * time.Second):
			}
			return nil, r.Context().Err()
		})
		c := limit.Transport{Gate: g}.Client(&http.Client{Transport: slow})
		turn, err := g.Enter(t.Context(), "/")
		require.NoError(t, err)
		time.AfterFunc(2*time.Second, turn.Leave)
		ctx, cancel := context.WithTimeout(t.Context(), 2500*time.Millisecond)
		defer cancel()

		err = post(ctx, c)

		require.Error(t, err)
		require.True(t, erp.Ambiguous(err), err)
	})
}

func TestWhatDidNotLeaveIsSaidSo(t *testing.T) {
	t.Parallel()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, l.Close()) // nobody listens there any more
	c := limit.Transport{Gate: limit.NewGate()}.Client(&http.Client{})
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+l.Addr().String(), nil)
	require.NoError(t, err)
	_, err = c.Do(r)
	require.Error(t, err)
	require.False(t, erp.Ambiguous(err), err)

	gone, cancel := context.WithCancel(t.Context())
	cancel()
	err = post(gone, c)
	require.ErrorIs(t, err, context.Canceled)
	require.False(t, erp.Ambiguous(err), err)
}
