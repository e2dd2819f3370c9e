package profile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"wpbridge/internal/erp/wire"
)

// Exchange is one request or one answer as people may see it: secrets masked,
// bodies cut.
type Exchange struct {
	Request string // method, address, headers, body; or the name of a file
	Status  string
	Header  string
	Answer  []byte // as it came, before its character set is understood
}

// exchange sends one request. The caller closes the body. Where a token turns
// out to have ended, a new one is fetched and the request sent once more: it was
// refused, so it has not taken effect.
func (c *client) exchange(ctx context.Context, r request, d data, login bool) (*http.Response, error) {
	u, err := r.address(c.base, d)
	if err != nil {
		return nil, err
	}
	return c.exchangeAt(ctx, r, u, d, login)
}

func (c *client) exchangeAt(ctx context.Context, r request, u *url.URL, d data, login bool) (*http.Response, error) {
	resp, fresh, err := c.send(ctx, r, u, d, login)
	if err != nil || !login || fresh || resp.StatusCode != http.StatusUnauthorized || !c.auth.forget() {
		return resp, err
	}
	_ = resp.Body.Close() // it only says that the token has ended
	resp, _, err = c.send(ctx, r, u, d, login)
	return resp, err
}

func (c *client) send(ctx context.Context, r request, u *url.URL, d data, login bool) (*http.Response, bool, error) {
	if u.Scheme != c.base.Scheme || u.Host != c.base.Host {
		return nil, false, fmt.Errorf("the request would go to %s: only %s is allowed", u.Host, c.base.Host)
	}
	body, kind, err := r.content(d)
	if err != nil {
		return nil, false, err
	}
	to := *u
	req, err := http.NewRequestWithContext(c.paced(ctx), r.method, to.String(), bytes.NewReader(body))
	if err != nil {
		return nil, false, errors.New("the address cannot be used")
	}
	if len(body) == 0 {
		req.Body = http.NoBody
	}
	fresh := false
	if login {
		if fresh, err = c.login(ctx, req, d); err != nil {
			return nil, fresh, err
		}
	}
	if err := c.dress(req, r, d, kind); err != nil {
		return nil, fresh, err
	}
	c.look(req, body)
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, fresh, system().Unreachable(ctx, err)
	}
	c.watch(resp)
	return resp, fresh, nil
}

// dress puts the headers on a request: the profile's, then the operation's.
func (c *client) dress(req *http.Request, r request, d data, kind string) error {
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	for _, p := range append(c.headers, r.headers...) {
		v, err := p.text.Expand(d)
		if err != nil {
			return err
		}
		if v != "" {
			req.Header.Set(p.name, v)
		}
	}
	return nil
}

// head reads at most n bytes.
func head(r io.Reader, n int64) ([]byte, error) { return io.ReadAll(io.LimitReader(r, n)) }

// netReader keeps a fault of the network apart from faults of the format.
type netReader struct {
	io.Reader
	err error
}

func (n *netReader) Read(p []byte) (int, error) {
	k, err := n.Reader.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		n.err = err
	}
	return k, err
}

// system is how errors of the network speak of what a profile describes.
func system() wire.System { return wire.System{Section: Name, Title: "the system"} }
