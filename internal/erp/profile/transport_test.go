package profile_test

import (
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/chain"
	"wpbridge/internal/erp/profile"
	"wpbridge/internal/erp/profile/profilesim"
	"wpbridge/internal/erp/simkit"
)

// A server on the merchant's premises has a certificate that no public
// authority vouches for: the profile holds the one it may have.
func TestOwnAuthority(t *testing.T) {
	t.Parallel()
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{"rows":[]}`) }))
	srv.Config.ErrorLog = nil
	srv.StartTLS()
	t.Cleanup(srv.Close)
	cert := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: srv.Certificate().Raw}))
	tls := "tls:\n  min_version: \"1.3\"\n  ca: |\n    " + strings.ReplaceAll(strings.TrimSpace(cert), "\n", "\n    ")
	operations := "  stock: {path: /s, records: rows, fields: {code: c, quantity: q}}\n"
	ping := func(file string) error {
		s := erp.Settings{"file": file, "base_url": srv.URL}
		c, err := chain.Open(t.Context(), erp.NewRegistry(profile.Factory()), profile.Name, s, chain.Options{})
		require.NoError(t, err)
		return c.Ping(t.Context())
	}
	require.NoError(t, ping(small(t, operations, "answer: {format: json}", tls)))
	err := ping(small(t, operations, "answer: {format: json}"))
	require.ErrorIs(t, err, erp.ErrUnreachable)
	require.ErrorContains(t, err, "no secure connection")
}

// A Sedona server may take more than the usual minute.
func TestPatience(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim := profilesim.New(profilesim.Options{Form: "sedona", Products: catalogue(3, 1)})
		f, err := simkit.ParseFaults("slow=1:100s")
		require.NoError(t, err)
		sim.SetFaults(f)
		c, err := chain.Open(t.Context(), erp.NewRegistry(profile.Factory()), profile.Name, sim.Settings(address), chain.Options{HTTP: sim.Client()})
		require.NoError(t, err)
		p, err := c.ReadStock(t.Context(), erp.Query{})
		require.NoError(t, err)
		require.Len(t, p.Items, 3)
		require.Equal(t, 1, sim.Requests())
	})
}
