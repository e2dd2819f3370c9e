package wire

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
	"time"

	"wpbridge/internal/erp"
)

// Clock is the answer's own time, its Date; zero if it has none.
func Clock(resp *http.Response) time.Time {
	t, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil {
		return time.Time{}
	}
	return t
}

// Answered is when the answer was given by its own clock, so that a wrong clock
// here does not matter; ours only where it has none.
func Answered(resp *http.Response) time.Time {
	if t := Clock(resp); !t.IsZero() {
		return t
	}
	return time.Now()
}

// RetryAfter is how long an answer asks us to stay away; said is false where it
// does not.
func RetryAfter(resp *http.Response) (wait time.Duration, said bool) {
	text := resp.Header.Get("Retry-After")
	if s, err := strconv.ParseUint(text, 10, 31); err == nil {
		return time.Duration(s) * time.Second, true
	}
	t, err := http.ParseTime(text)
	if err != nil {
		return 0, false
	}
	return max(t.Sub(Answered(resp)), 0), true
}

// Later is err with how long to stay away, or err itself where that is unknown.
func Later(err error, wait time.Duration) error {
	if wait <= 0 {
		return err
	}
	return &erp.RetryAfter{Err: err, Wait: wait}
}

// Target is the host that a redirect leads to.
func Target(resp *http.Response) string {
	if u, err := resp.Location(); err == nil {
		return u.Host
	}
	return "nowhere"
}

// IsHTML tells a web page, such as a proxy's, from data.
func IsHTML(resp *http.Response, body []byte) bool {
	return strings.Contains(resp.Header.Get("Content-Type"), "html") || bytes.HasPrefix(bytes.TrimSpace(body), []byte("<"))
}

// Truncate cuts a text after n bytes, for a log line.
func Truncate(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "") + "…"
}
