package bridge_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/bridge"
	"wpbridge/internal/shoptest"
)

var secret = strings.Repeat("s", 40)

func client(t *testing.T, o bridge.Options) *bridge.Client {
	t.Helper()
	if o.Secret == "" {
		o.Secret = secret
	}
	c, err := bridge.NewClient(o)
	require.NoError(t, err)
	return c
}

// says makes a plugin's place be taken by an answer.
func says(status int, body string, header ...string) func(*shoptest.Behaviour) {
	return func(b *shoptest.Behaviour) {
		b.Instead = func(w http.ResponseWriter, _ *http.Request) bool {
			for i := 0; i+1 < len(header); i += 2 {
				w.Header().Set(header[i], header[i+1])
			}
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
			return true
		}
	}
}

func TestPingFindsThePlugin(t *testing.T) {
	t.Parallel()
	for name, behave := range map[string]func(*shoptest.Behaviour){
		"with pretty addresses":     func(*shoptest.Behaviour) {},
		"with plain addresses":      func(b *shoptest.Behaviour) { b.Plain = true },
		"without its Authorization": func(b *shoptest.Behaviour) { b.Eats = true },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plugin := shoptest.NewPlugin(t, secret)
			plugin.Behave(behave)
			c := client(t, bridge.Options{Site: plugin.URL})
			for range 2 {
				p, err := c.Ping(t.Context())
				require.NoError(t, err)
				require.Equal(t, "1.0.0", p.Version)
				require.Equal(t, name != "without its Authorization", p.Authorization)
			}
			_, pings := plugin.Heard()
			require.Equal(t, 2, pings)
		})
	}
}

func TestAShopUnderANameThatDoesNotLeadThere(t *testing.T) {
	t.Parallel()
	plugin := shoptest.NewPlugin(t, secret)
	host := ""
	plugin.Behave(func(b *shoptest.Behaviour) {
		b.Instead = func(_ http.ResponseWriter, r *http.Request) bool { host = r.Host; return false }
	})
	_, err := client(t, bridge.Options{Site: "https://shop.invalid/sub", Via: plugin.URL}).Ping(t.Context())
	require.NoError(t, err)
	require.Equal(t, "shop.invalid", host)
}

func TestWhyThePluginIsNotReached(t *testing.T) {
	t.Parallel()
	refused := `{"code":"wpbridge_unauthorized","message":"x"}`
	for name, tc := range map[string]struct {
		behave func(*shoptest.Behaviour)
		secret string
		want   error
		says   string
	}{
		"another secret":    {func(*shoptest.Behaviour) {}, strings.Repeat("t", 40), bridge.ErrSecret, ""},
		"another time":      {says(401, refused, "Date", time.Now().Add(-3*time.Minute).UTC().Format(http.TimeFormat)), "", bridge.ErrClock, "by 3m"},
		"not active":        {says(404, `{"code":"rest_no_route"}`), "", bridge.ErrNoPlugin, ""},
		"moved":             {says(301, "", "Location", "https://shop.example/"), "", bridge.ErrRedirect, "to https://shop.example/"},
		"REST switched off": {says(401, `{"code":"rest_login_required","message":"No."}`), "", bridge.ErrBlocked, "rest_login_required: No."},
		"no WordPress":      {says(200, "<html>"), "", bridge.ErrAnswer, "invalid character"},
		"behind a password": {says(401, "<html>", "Content-Type", "text/html"), "", bridge.ErrAnswer, "status 401, text/html"},
		"a fatal error":     {says(500, `{"code":"internal_server_error","message":"Critical."}`), "", bridge.ErrAnswer, "Critical."},
		"something else":    {says(200, `{"ok":true}`), "", bridge.ErrAnswer, "it names no version"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plugin := shoptest.NewPlugin(t, secret)
			plugin.Behave(tc.behave)
			_, err := client(t, bridge.Options{Site: plugin.URL, Secret: tc.secret}).Ping(t.Context())
			require.ErrorIs(t, err, tc.want)
			require.ErrorContains(t, err, tc.says)
			require.ErrorContains(t, err, plugin.URL)
			require.NotContains(t, err.Error(), secret)
		})
	}
	_, err := client(t, bridge.Options{Site: "http://127.0.0.1:1"}).Ping(t.Context())
	require.ErrorIs(t, err, bridge.ErrUnreachable)
	_, err = bridge.NewClient(bridge.Options{Site: "shop"})
	require.ErrorContains(t, err, "set shop.url")
}
