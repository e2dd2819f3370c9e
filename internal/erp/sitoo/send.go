package sitoo

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/wire"
)

// sent is Sitoo's answer to something that was to be made or changed.
type sent struct{ body []byte }

// send makes or changes something by one request. Its error is erp.ErrRefused or
// erp.ErrUnauthorized where nothing was done, erp.NotSent where the request never
// left and erp.RetryAfter where Sitoo did not process it; after all others it may
// have been done.
func (c *client) send(ctx context.Context, method, path string, content any) error {
	path += ".json"
	text, err := encode(content)
	if err != nil {
		return fmt.Errorf("%s %s: %w: %w", method, path, erp.ErrRefused, err)
	}
	var t trace
	resp, body, err := c.exchange(t.watch(ctx), method, path, nil, bytes.NewReader(text)) //nolint:bodyclose // exchange has read and closed it
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, path, t.judge(ctx, err))
	}
	if err := c.refusal(resp, body); err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	if err := (sent{body}).check(); err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	return nil
}

// encode leaves <, > and & as they are: nobody shows this text in a web page.
func encode(content any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(content)
	return bytes.TrimSpace(b.Bytes()), err
}

// refusal says what an answer to a change means. A server's own trouble leaves it
// open whether the change was made, whatever it says about coming back.
func (c *client) refusal(resp *http.Response, body []byte) error {
	s, err := resp.StatusCode, c.judge(resp, body)
	switch {
	case err == nil, s == http.StatusTooManyRequests, s == http.StatusUnauthorized, s == http.StatusForbidden:
		return err
	case s >= 500 || s == http.StatusRequestTimeout:
		return fmt.Errorf("%w: status %d, %s", erp.ErrUnreachable, s, c.said(body, wire.IsHTML(resp, body)))
	case s >= 400 && errors.Is(err, erp.ErrNotFound):
		return fmt.Errorf("%w: %w", erp.ErrRefused, err)
	case s >= 400:
		return fmt.Errorf("%w: status %d, %s", erp.ErrRefused, s, c.said(body, wire.IsHTML(resp, body)))
	}
	return err
}

// trace watches how far a request gets.
type trace struct{ asked, connected atomic.Bool }

func (t *trace) watch(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { t.asked.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { t.connected.Store(true) },
	})
}

// judge says of a request without answer whether it can have arrived. That it
// cannot is known only from a transport that reports what it does, and where the
// caller's time was over before.
func (t *trace) judge(ctx context.Context, err error) error {
	if _, unsent := errors.AsType[*erp.NotSent](err); unsent {
		return err
	}
	var later *erp.RetryAfter
	if t.asked.Load() && !t.connected.Load() && !errors.As(err, &later) {
		return &erp.NotSent{Err: err}
	}
	if t.connected.Load() && errors.As(err, &later) {
		return fmt.Errorf("%w: no answer in time: %w", erp.ErrUnreachable, context.Cause(ctx))
	}
	return err
}

// outcome is Sitoo's answer about one of several elements.
type outcome struct {
	Status int    `json:"statuscode"`
	Return raw    `json:"return"`
	Text   string `json:"errortext"`
}

// check looks whether an answer says that it is done: by a number, by true, or, as
// in answers about several elements, by an element that does.
func (s sent) check() error {
	var elements []outcome
	switch body := string(bytes.TrimSpace(s.body)); {
	case body == "true" || wire.Digits(body):
		return nil
	case json.Unmarshal(s.body, &elements) == nil && len(elements) == 1:
		return elements[0].check()
	}
	return fmt.Errorf("%w: a number or true was expected, found %s", erp.ErrAnswer, wire.Found(s.body))
}

func (o outcome) check() error {
	said := fmt.Errorf("status %d, %q", o.Status, wire.Truncate(o.Text, 200))
	switch {
	case o.Status == http.StatusTooManyRequests:
		return &erp.RetryAfter{Err: said}
	case o.Status >= 400 && o.Status < 500:
		return fmt.Errorf("%w: %w", erp.ErrRefused, said)
	case o.Status != http.StatusOK:
		return fmt.Errorf("%w: %w", erp.ErrAnswer, said)
	}
	return nil
}
