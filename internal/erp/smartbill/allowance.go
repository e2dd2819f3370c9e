package smartbill

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/wire"
)

// The headers by which SmartBill speaks of its request budget. Reset is a Unix
// time in seconds; Retry-After is documented for V3 only.
const (
	headerRemaining = "X-RateLimit-Remaining"
	headerReset     = "X-RateLimit-Reset"
)

// lockout is how long V1 blocks a token that asked too often.
const lockout = 10 * time.Minute

// allowance reads the budget from an answer's headers. The answer's own clock and
// the reset are whole seconds, so that the budget may be renewed a second later
// than they say.
func allowance(resp *http.Response) erp.Allowance {
	var a erp.Allowance
	left, err := strconv.Atoi(resp.Header.Get(headerRemaining))
	if until, ok := untilReset(resp); err == nil && ok {
		a = erp.Allowance{Known: true, Remaining: max(left, 0), Renewed: until + time.Second}
	}
	switch {
	case resp.StatusCode == http.StatusForbidden && !lockedOut(resp, isJSON(resp)):
	case resp.StatusCode == http.StatusForbidden, resp.StatusCode == http.StatusTooManyRequests, resp.StatusCode == http.StatusServiceUnavailable:
		a.Wait = wait(resp)
	}
	return a
}

// wait is how long the answer asks us to stay away, 0 if it does not say. A
// refusal of one request too many where none is left means the lock-out.
func wait(resp *http.Response) time.Duration {
	if d, said := wire.RetryAfter(resp); said {
		return d
	}
	if resp.StatusCode != http.StatusServiceUnavailable && noneLeft(resp) {
		return lockout
	}
	return 0
}

// noneLeft reports that the answer leaves no further request, or does not say.
func noneLeft(resp *http.Response) bool {
	left := resp.Header.Get(headerRemaining)
	return left == "" || left == "0"
}

// lockedOut reports a 403 that is the lock-out and no lack of rights: of those
// SmartBill says more.
func lockedOut(resp *http.Response, explained bool) bool {
	return !explained || resp.Header.Get(headerRemaining) == "0"
}

func isJSON(resp *http.Response) bool {
	return strings.Contains(resp.Header.Get("Content-Type"), "json")
}

func untilReset(resp *http.Response) (time.Duration, bool) {
	s, err := strconv.ParseInt(resp.Header.Get(headerReset), 10, 64)
	if err != nil {
		return 0, false
	}
	return max(time.Unix(s, 0).Sub(wire.Answered(resp)), 0), true
}
