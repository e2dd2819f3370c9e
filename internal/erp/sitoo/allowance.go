package sitoo

import (
	"net/http"
	"strconv"
	"time"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/wire"
)

// The headers by which Sitoo speaks of its request budget. Reset is a Unix time
// in seconds.
const (
	headerRemaining = "X-Rate-Limit-Remaining"
	headerReset     = "X-Rate-Limit-Reset"
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
	if d, said := wire.RetryAfter(resp); said {
		return d
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
	return max(time.Unix(s, 0).Sub(wire.Answered(resp)), 0), true
}
