package flowii

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/wire"
)

// maxBody bounds one answer: the largest page is about a megabyte.
const maxBody = 32 << 20

const webPage = "a web page"

const mediaType = "application/vnd.api+json"

var errNoCompany = fmt.Errorf("%w: flowii.company is empty: choose the company to read from", erp.ErrIncomplete)

// get asks one resource, relative to the base URL, and decodes the answer's data
// into out. A token that FLOWii does not take any more is renewed once; the
// request it refused has not been looked at, so asking again repeats nothing.
func (c *client) get(ctx context.Context, path string, q url.Values, out any) (about, error) {
	if path != "companies" && q.Get("companyId") == "" {
		return about{}, errNoCompany
	}
	token, err := c.token(ctx, "")
	if err != nil {
		return about{}, err
	}
	resp, body, err := c.ask(ctx, path, q, token) //nolint:bodyclose // ask has read and closed it
	if err == nil && resp.StatusCode == http.StatusUnauthorized {
		if token, err = c.token(ctx, token); err != nil {
			return about{}, err
		}
		resp, body, err = c.ask(ctx, path, q, token) //nolint:bodyclose // as above
	}
	if err == nil {
		err = c.judge(resp, body, token)
	}
	if err != nil {
		return about{}, fmt.Errorf("GET %s: %w", path, err)
	}
	a, err := decode(body, out)
	if err != nil {
		return about{}, fmt.Errorf("GET %s: %w", path, err)
	}
	a.at = wire.Clock(resp)
	return a, nil
}

func (c *client) ask(ctx context.Context, path string, q url.Values, token string) (*http.Response, []byte, error) {
	u := c.base.JoinPath(path)
	u.RawQuery = q.Encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, nil, err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Content-Type", mediaType)
	return c.exchange(ctx, req)
}

func (c *client) exchange(ctx context.Context, req *http.Request) (*http.Response, []byte, error) {
	req.Header.Set("Api-Key", c.apiKey)
	req.Header.Set("Accept", mediaType+", application/json")
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, nil, system().Unreachable(ctx, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	if err == nil && len(body) > maxBody {
		err = fmt.Errorf("%w: larger than %d MB; a smaller flowii.page_size may help", erp.ErrAnswer, maxBody>>20)
	}
	if err != nil {
		return nil, nil, system().Unreachable(ctx, err)
	}
	return resp, body, nil
}

// judge turns everything but a JSON answer with status 200 and without errors
// into a typed error. What else may not be read in a log is in secrets.
func (c *client) judge(resp *http.Response, body []byte, secrets ...string) error {
	html := wire.IsHTML(resp, body)
	title := ""
	if !html {
		title = titleOf(body)
	}
	said := c.said(title, html, secrets)
	switch {
	case throttled(resp, title, body):
		return &erp.RetryAfter{Err: fmt.Errorf("status %d, %s", resp.StatusCode, said), Wait: wait(resp)}
	case resp.StatusCode != http.StatusOK:
		return statusError(resp, said)
	case html:
		return fmt.Errorf("%w: a web page instead of JSON; is flowii.base_url the address of the API?", erp.ErrAnswer)
	case title != "":
		return fmt.Errorf("%w: status 200 with the error %s", erp.ErrAnswer, said)
	}
	return nil
}

// titleOf is FLOWii's own text about an error: the title of the first JSON:API
// error or what a login says; empty where there is none.
func titleOf(body []byte) string {
	var e struct {
		Errors      []struct{ Title, Detail string }
		Error       string
		Description string `json:"error_description"`
	}
	if json.Unmarshal(body, &e) != nil {
		return ""
	}
	if len(e.Errors) > 0 {
		return firstOf(e.Errors[0].Title, e.Errors[0].Detail, "an error without title")
	}
	return strings.TrimSpace(e.Error + " " + e.Description)
}

func firstOf(texts ...string) string {
	for _, s := range texts {
		if s != "" {
			return s
		}
	}
	return ""
}

// said makes FLOWii's own text fit for a log line.
func (c *client) said(title string, html bool, secrets []string) string {
	switch {
	case html:
		return webPage
	case title == "":
		return "no explanation"
	}
	return fmt.Sprintf("%q", wire.Truncate(c.masked(title, secrets), 200))
}
