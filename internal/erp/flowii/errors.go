package flowii

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/wire"
)

// breather is how long to stay away where FLOWii refuses without saying for how
// long. It seems to count by the minute; four of these outlast one.
const breather = 16 * time.Second

// errGone is FLOWii's own word that something does not exist; a web server that
// knows no such page is not FLOWii.
var errGone = fmt.Errorf("%w", erp.ErrNotFound)

// errNoStock is the account's lack of stock, whatever attribute is looked at.
var errNoStock = errors.New("FLOWii gives no stock")

// throttled recognizes a refusal because of too many requests: by its status, or
// by its text, which has been seen with others.
func throttled(resp *http.Response, title string, body []byte) bool {
	if resp.StatusCode == http.StatusTooManyRequests {
		return true
	}
	text := title
	if text == "" && resp.StatusCode >= 400 {
		text = string(body[:min(len(body), 500)])
	}
	return strings.Contains(strings.ToLower(text), "quota exceeded")
}

// wait is how long a refusal asks us to stay away.
func wait(resp *http.Response) time.Duration {
	d, _ := wire.RetryAfter(resp)
	return cmp.Or(d, breather)
}

// allowance lets the gate keep everybody away, not only the caller refused.
func allowance(resp *http.Response) erp.Allowance {
	switch resp.StatusCode {
	case http.StatusTooManyRequests:
		return erp.Allowance{Wait: wait(resp)}
	case http.StatusServiceUnavailable:
		d, _ := wire.RetryAfter(resp)
		return erp.Allowance{Wait: d}
	}
	return erp.Allowance{}
}

// statusError says what a status means here. said is FLOWii's own explanation.
func statusError(resp *http.Response, said string) error {
	s := resp.StatusCode
	switch {
	case s == http.StatusUnauthorized:
		return fmt.Errorf("%w: status 401, %s; check flowii.api_key, flowii.email and flowii.password", erp.ErrUnauthorized, said)
	case s == http.StatusForbidden:
		return fmt.Errorf("%w: status 403, %s; check flowii.company and the rights of this user in FLOWii", erp.ErrUnauthorized, said)
	case s == http.StatusNotFound && said != webPage:
		return fmt.Errorf("%w: status 404, %s; check flowii.base_url and flowii.company", errGone, said)
	case s == http.StatusNotFound:
		return fmt.Errorf("%w: status 404, %s; check flowii.base_url and flowii.company", erp.ErrNotFound, said)
	case s >= 500 || s == http.StatusRequestTimeout:
		d, _ := wire.RetryAfter(resp)
		return wire.Later(fmt.Errorf("%w: status %d, %s", erp.ErrUnreachable, s, said), d)
	case s >= 300 && s < 400:
		return fmt.Errorf("%w: status %d, a redirect to %s; is flowii.base_url the address of the API?", erp.ErrAnswer, s, wire.Target(resp))
	case s < 300:
		return fmt.Errorf("%w: status %d where 200 is documented", erp.ErrAnswer, s)
	}
	return fmt.Errorf("flowii refused the request: status %d, %s", s, said)
}
