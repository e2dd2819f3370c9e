package sitoo

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/wire"
)

// maxBody bounds one answer: the largest page is some 30 MB.
const maxBody = 64 << 20

// get asks one resource, named without ".json" and relative to the base URL,
// and decodes the answer into out. It returns the answer's own clock, zero if
// it has none. It is one HTTP request.
func (c *client) get(ctx context.Context, path string, q url.Values, out any) (time.Time, error) {
	path += ".json"
	resp, body, err := c.exchange(ctx, path, q) //nolint:bodyclose // exchange has read and closed it
	if err != nil {
		return time.Time{}, fmt.Errorf("GET %s: %w", path, err)
	}
	if err := c.judge(resp, body); err != nil {
		return time.Time{}, fmt.Errorf("GET %s: %w", path, err)
	}
	if err := json.Unmarshal(body, out); err != nil {
		return time.Time{}, fmt.Errorf("GET %s: %w: %w in %d bytes of JSON", path, erp.ErrAnswer, err, len(body))
	}
	return wire.Clock(resp), nil
}

func (c *client) exchange(ctx context.Context, path string, q url.Values) (*http.Response, []byte, error) {
	u := c.base.JoinPath(path)
	u.RawQuery = q.Encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, nil, err
	}
	req.SetBasicAuth(c.id, c.password)
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Content-Type", "application/json")
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, nil, system().Unreachable(ctx, err)
	}
	defer resp.Body.Close()
	body, err := readAll(resp.Body)
	if err != nil {
		return nil, nil, system().Unreachable(ctx, err)
	}
	return resp, body, nil
}

func readAll(r io.Reader) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, maxBody+1))
	if err == nil && len(body) > maxBody {
		err = fmt.Errorf("%w: larger than %d MB; a smaller sitoo.page_size may help", erp.ErrAnswer, maxBody>>20)
	}
	return body, err
}

// judge turns everything but a JSON answer with status 200 into a typed error.
func (c *client) judge(resp *http.Response, body []byte) error {
	html := wire.IsHTML(resp, body)
	if resp.StatusCode != http.StatusOK {
		return statusError(resp, c.said(body, html))
	}
	if html {
		return fmt.Errorf("%w: a web page instead of JSON; is sitoo.base_url the address of the REST API?", erp.ErrAnswer)
	}
	return nil
}

// said is Sitoo's own text about an error, made fit for a log line.
func (c *client) said(body []byte, html bool) string {
	var e struct{ ErrorText string }
	switch {
	case html:
		return "a web page"
	case json.Unmarshal(body, &e) != nil || e.ErrorText == "":
		return "no explanation"
	}
	text := strings.ReplaceAll(e.ErrorText, c.password, "***")
	return fmt.Sprintf("%q", wire.Truncate(text, 200))
}
