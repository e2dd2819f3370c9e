package profile

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/profile/record"
)

// judge applies the tests of success.
func (c *client) judge(op *operation, root any, h http.Header) error {
	for _, t := range op.ok {
		ok, v, err := t.passes(root, h)
		switch {
		case err != nil:
			return fmt.Errorf("%w: %w", erp.ErrAnswer, err)
		case !ok:
			return c.refused(op, t, v, root, h)
		}
	}
	return nil
}

func (c *client) refused(op *operation, t test, v record.Value, root any, h http.Header) error {
	said := "no explanation"
	if s, err := op.said.in(root, h); err == nil && s.Text != "" {
		said = c.say(s.Text)
	}
	err := fmt.Errorf("%s says no: %s is %s, %s", c.title, t, c.say(v.Text), said)
	for _, r := range op.refusals {
		if hit, _, bad := r.passes(root, h); hit && bad == nil {
			return meaning(r.means, err)
		}
	}
	if v.Kind == record.Absent {
		return fmt.Errorf("%w: %w", erp.ErrAnswer, err)
	}
	return err
}

func meaning(means string, err error) error {
	switch means {
	case "login":
		return fmt.Errorf("%w: %w", erp.ErrUnauthorized, err)
	case "later":
		return &erp.RetryAfter{Err: err}
	case "not_found":
		return fmt.Errorf("%w: %w", erp.ErrNotFound, err)
	}
	return fmt.Errorf("%w: %w", erp.ErrUnreachable, err)
}

// explained is what an answer with an error status says.
func (c *client) explained(op *operation, body io.Reader, resp *http.Response) string {
	b, err := head(body, 64<<10)
	if err != nil {
		return "no explanation"
	}
	shape := op.shape
	shape.Records = ""
	env, _, err := record.Decode(bytes.NewReader(b), shape, func(any) error { return errors.ErrUnsupported })
	if err == nil && op.said.given {
		if s, err := op.said.in(env.Root, resp.Header); err == nil && s.Text != "" {
			return c.say(s.Text)
		}
	}
	return c.quote(b)
}

// page tells whether the answer is a web page.
func page(resp *http.Response, body *bufio.Reader, format string) bool {
	start, err := body.Peek(64)
	if err != nil && len(start) == 0 {
		return false
	}
	text := strings.ToLower(string(bytes.TrimSpace(start)))
	if format == record.XML {
		return strings.HasPrefix(text, "<!doctype html") || strings.HasPrefix(text, "<html")
	}
	return strings.Contains(resp.Header.Get("Content-Type"), "html") || strings.HasPrefix(text, "<")
}
