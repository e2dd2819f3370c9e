package sitoo

import (
	"net/http"
	"strconv"
	"time"

	"wpbridge/internal/erp"
)

// The headers by which Sitoo speaks of its request budget. Reset is a Unix time
// in seconds; Retry-After has not been seen from Sitoo but from proxies.
const (
	headerRemaining = "X-Rate-Limit-Remaining"
	headerReset     = "X-Rate-Limit-Reset"
	headerRetry     = "Retry-After"
)

// allowance reads the budget from an answer's headers.
func allowance(resp *http.Response) erp.Allowance {
	var a erp.Allowance
	left, err := strconv.Atoi(resp.Header.Get(headerRemaining))
	if until, ok := untilReset(resp); err == nil && ok {
		a = erp.Allowance{Known: true, Remaining: max(left, 0), Renewed: until}
	}
	if resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode == http.StatusServiceUnavailable {
		a.Wait = wait(resp)
	}
	return a
}

// wait is how long the answer asks us to stay away, 0 if it does not say. The
// two explicit forms of Retry-After win; a spent budget says it as well.
func wait(resp *http.Response) time.Duration {
	text := resp.Header.Get(headerRetry)
	if s, err := strconv.ParseUint(text, 10, 31); err == nil {
		return time.Duration(s) * time.Second
	}
	if t, err := http.ParseTime(text); err == nil {
		return max(t.Sub(answered(resp)), 0)
	}
	if until, ok := untilReset(resp); ok && resp.Header.Get(headerRemaining) == "0" {
		return until
	}
	return 0
}

func untilReset(resp *http.Response) (time.Duration, bool) {
	s, err := strconv.ParseInt(resp.Header.Get(headerReset), 10, 64)
	if err != nil {
		return 0, false
	}
	return max(time.Unix(s, 0).Sub(answered(resp)), 0), true
}

// answered is when the answer was given by its own clock, so that a wrong clock
// here does not matter; ours only where it has none.
func answered(resp *http.Response) time.Time {
	if t := clock(resp); !t.IsZero() {
		return t
	}
	return time.Now()
}
