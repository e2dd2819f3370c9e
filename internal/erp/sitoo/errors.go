package sitoo

import (
	"fmt"
	"net/http"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/wire"
)

// statusError says what a status means here. said is Sitoo's own explanation.
func statusError(resp *http.Response, said string) error {
	s := resp.StatusCode
	switch {
	case s == http.StatusUnauthorized || s == http.StatusForbidden:
		return fmt.Errorf("%w: status %d, %s; check sitoo.api_id and sitoo.password, and whether this server's IP address is on the list of allowed ones in Sitoo", erp.ErrUnauthorized, s, said)
	case s == http.StatusNotFound:
		return fmt.Errorf("%w: status 404, %s; check the account number in sitoo.base_url, sitoo.site and sitoo.warehouses", erp.ErrNotFound, said)
	case s == http.StatusTooManyRequests:
		return &erp.RetryAfter{Err: fmt.Errorf("status 429, %s", said), Wait: wait(resp)}
	case s >= 500 || s == http.StatusRequestTimeout:
		return wire.Later(fmt.Errorf("%w: status %d, %s", erp.ErrUnreachable, s, said), wait(resp))
	case s >= 300 && s < 400:
		return fmt.Errorf("%w: status %d, a redirect to %s; is sitoo.base_url the address of the REST API?", erp.ErrAnswer, s, wire.Target(resp))
	case s < 300:
		return fmt.Errorf("%w: status %d where 200 is documented", erp.ErrAnswer, s)
	}
	return fmt.Errorf("sitoo refused the request: status %d, %s", s, said)
}
