package smartbill

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/wire"
)

const (
	// maxBody bounds one answer. A list of stock is read as it comes, so this is
	// no matter of memory.
	maxBody = 256 << 20
	// maxSmall bounds the answers that are read whole.
	maxSmall = 8 << 20
)

var errTooLarge = fmt.Errorf("%w: larger than %d MB", erp.ErrAnswer, maxBody>>20)

// get asks one resource of V1 and decodes the answer into out.
func (c *client) get(ctx context.Context, path string, q url.Values, out any) error {
	q.Set("cif", c.cif)
	return c.ask(ctx, path, q, func(body io.Reader) error { return c.whole(body, out) })
}

// ask sends one GET and hands the body of an answer with status 200 to read,
// which must read it to its end. All else is a typed error.
func (c *client) ask(ctx context.Context, path string, q url.Values, read func(io.Reader) error) error {
	req, err := c.request(ctx, path, q)
	if err != nil {
		return fmt.Errorf("GET %s: %w", path, err)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return fmt.Errorf("GET %s: %w", path, system().Unreachable(ctx, err))
	}
	defer resp.Body.Close()
	if err := c.answer(ctx, resp, read); err != nil {
		return fmt.Errorf("GET %s: %w", path, err)
	}
	return nil
}

// request carries the login that goes with the path.
func (c *client) request(ctx context.Context, path string, q url.Values) (*http.Request, error) {
	u := c.base.JoinPath(path)
	u.RawQuery = q.Encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, err
	}
	if isV3(path) {
		req.Header.Set("Authorization", "Bearer "+c.productsToken)
	} else {
		req.SetBasicAuth(c.email, c.token)
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Content-Type", "application/json")
	return req, nil
}

func isV3(path string) bool { return strings.HasPrefix(path, "v3/") }

// answer tells a broken connection from an answer that makes no sense: only the
// body itself knows.
func (c *client) answer(ctx context.Context, resp *http.Response, read func(io.Reader) error) error {
	body := &meter{r: resp.Body}
	b := bufio.NewReaderSize(body, 64<<10)
	err := c.understand(resp, b, read)
	if body.err != nil {
		return system().Unreachable(ctx, body.err)
	}
	return err
}

func (c *client) understand(resp *http.Response, b *bufio.Reader, read func(io.Reader) error) error {
	begin, _ := b.Peek(64) // an error comes again with the next read
	html := wire.IsHTML(resp, begin)
	if resp.StatusCode == http.StatusOK && !html {
		return read(b)
	}
	text, err := io.ReadAll(io.LimitReader(b, maxSmall))
	if err != nil {
		return err
	}
	return c.refusal(resp, text, html)
}

// whole decodes a short answer.
func (c *client) whole(body io.Reader, out any) error {
	text, err := io.ReadAll(io.LimitReader(body, maxSmall+1))
	if err != nil {
		return err
	}
	if len(text) > maxSmall {
		return fmt.Errorf("%w: larger than %d MB", erp.ErrAnswer, maxSmall>>20)
	}
	if said := errorText(text); said != "" {
		return c.business(http.StatusOK, said)
	}
	if err := json.Unmarshal(text, out); err != nil {
		return fmt.Errorf("%w: %w in %d bytes of JSON", erp.ErrAnswer, err, len(text))
	}
	return nil
}

// meter bounds a body and remembers why it ended.
type meter struct {
	r   io.Reader
	n   int64
	err error // nil where it ended well
}

func (m *meter) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	if m.n += int64(n); m.n > maxBody {
		err = errTooLarge
	}
	if err != nil && !errors.Is(err, io.EOF) {
		m.err = err
	}
	return n, err
}
