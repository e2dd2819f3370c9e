package simkit_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/erp/simkit"
)

// echo is a simulator whose every answer is the same list.
type echo struct{ *simkit.Front }

func newEcho(spec string, seed uint64) echo {
	f, err := simkit.ParseFaults(spec)
	if err != nil {
		panic(err)
	}
	return echo{simkit.NewFront(f, seed, time.Now)}
}

func fail(status int) simkit.Reply {
	return simkit.Reply{Status: status, Kind: "text/plain", Body: []byte(http.StatusText(status))}
}

func (e echo) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e.Serve(w, r, func(m simkit.Mishap, alone bool) simkit.Reply {
		if !alone {
			return fail(http.StatusConflict)
		}
		return simkit.Mangle(m, fail, func() simkit.Reply {
			text := "[1,2,3]"
			if m.Empty {
				text = "[]"
			}
			return simkit.Reply{Status: http.StatusOK, Kind: "application/json", Body: []byte(text)}
		})
	})
}

func get(ctx context.Context, c *http.Client, url string) (status int, body string, h http.Header, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return 0, "", nil, err
	}
	resp, err := c.Do(r)
	if err != nil {
		return 0, "", nil, err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(b), resp.Header, err
}

func TestEveryFaultStrikes(t *testing.T) {
	t.Parallel()
	for spec, want := range map[string]struct {
		status int
		body   string
	}{
		"":              {200, "[1,2,3]"},
		"empty=1":       {200, "[]"},
		"truncate=1":    {200, "[1,2"},
		"503=1":         {503, "Service Unavailable"},
		"429-after:1":   {429, "Too Many Requests"},
		"500:1,503=1":   {500, "Internal Server Error"},
		"empty=1,404:1": {404, "Not Found"},
	} {
		status, body, h, err := get(t.Context(), simkit.Client(newEcho(spec, 1)), "http://any.example/")
		require.NoError(t, err, spec)
		require.Equal(t, want.status, status, spec)
		require.Equal(t, want.body, body, spec)
		require.NotEmpty(t, h.Get("Date"))
	}
	_, body, h, err := get(t.Context(), simkit.Client(newEcho("html:1", 1)), "http://any.example/")
	require.NoError(t, err)
	require.Contains(t, h.Get("Content-Type"), "text/html")
	require.Contains(t, body, "<!DOCTYPE html>")
	_, _, h, err = get(t.Context(), simkit.Client(newEcho("429-after:1:1500ms", 1)), "http://any.example/")
	require.NoError(t, err)
	require.Equal(t, "2", h.Get("Retry-After"))
}

func TestConnectionsBreak(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"drop-before:1", "drop-after:1"} {
		e := newEcho(kind, 1)
		_, _, _, err := get(t.Context(), simkit.Client(e), "http://any.example/")
		require.ErrorIs(t, err, io.ErrUnexpectedEOF)
		require.Empty(t, e.Faults(), "a counted fault is used up")

		srv := httptest.NewServer(e)
		f, err := simkit.ParseFaults(kind)
		require.NoError(t, err)
		e.SetFaults(f)
		_, _, _, err = get(t.Context(), &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}, srv.URL)
		require.Error(t, err)
		srv.Close()
		require.GreaterOrEqual(t, e.Statuses()[0], 2)
	}
}

func TestSameSeedSameFaults(t *testing.T) {
	t.Parallel()
	run := func(seed uint64) (out []int) {
		e := newEcho("500=0.5", seed)
		for range 50 {
			status, _, _, err := get(t.Context(), simkit.Client(e), "http://any.example/")
			require.NoError(t, err)
			out = append(out, status)
		}
		require.Equal(t, 50, e.Requests())
		return out
	}
	first := run(9)
	require.Equal(t, first, run(9))
	require.NotEqual(t, first, run(10))
	require.Contains(t, first, 500)
	require.Contains(t, first, 200)
}

func TestCallerGoesAway(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, _, _, err := get(ctx, simkit.Client(newEcho("slow=1:1h", 1)), "http://any.example/")
		require.ErrorIs(t, err, context.DeadlineExceeded)
	})
}

func TestParseFaults(t *testing.T) {
	t.Parallel()
	got, err := simkit.ParseFaults("429=0.1, 500:3,slow=0.5:800ms,429-after:1:9s,empty=1")
	require.NoError(t, err)
	require.Equal(t, "429=0.1,500:3,slow=0.5:800ms,429-after:1:9s,empty=1", got.String())
	for spec, says := range map[string]string{
		"500": "KIND=SHARE", "501=1": "unknown kind", "500=2": `share "2"`, "500=NaN": "share", "500:0": `count "0"`,
		"slow=1:fast": `duration "fast"`, "=": "unknown kind",
	} {
		_, err := simkit.ParseFaults(spec)
		require.ErrorContains(t, err, says, spec)
	}
}

func FuzzParseFaults(f *testing.F) {
	f.Add("429=0.1,500:3,slow=0.5:800ms")
	f.Fuzz(func(t *testing.T, spec string) {
		got, err := simkit.ParseFaults(spec)
		if err != nil {
			return
		}
		again, err := simkit.ParseFaults(got.String())
		require.NoError(t, err)
		require.Equal(t, got, again)
	})
}
