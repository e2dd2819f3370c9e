package profile_test

import (
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/profile"
)

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// answer is a transport that gives one answer to everything.
type answer struct {
	status int
	kind   string
	body   string
	header map[string]string
	err    error
	asked  *[]*http.Request
}

func (a answer) RoundTrip(r *http.Request) (*http.Response, error) {
	if a.asked != nil {
		*a.asked = append(*a.asked, r)
	}
	if a.err != nil {
		return nil, a.err
	}
	h := http.Header{"Content-Type": {a.kind}}
	for k, v := range a.header {
		h.Set(k, v)
	}
	if a.status == 0 {
		a.status = http.StatusOK
	}
	return &http.Response{StatusCode: a.status, Header: h, Body: io.NopCloser(strings.NewReader(a.body)), Request: r}, nil
}

// small is a profile with the given parts in place of the usual ones.
func small(t testing.TB, operations string, more ...string) string {
	t.Helper()
	text := "profile: 1\nname: small\nbase_url: https://erp.example/api\n" + strings.Join(more, "\n") + "\noperations:\n" + operations
	path := filepath.Join(t.TempDir(), "small.yaml")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func openSmall(t testing.TB, rt http.RoundTripper, s erp.Settings) (*erp.Ops, error) {
	t.Helper()
	env := erp.Env{HTTP: &http.Client{Transport: rt}, Log: quiet()}
	return erp.NewRegistry(profile.Factory()).Open(t.Context(), profile.Name, s, env)
}
