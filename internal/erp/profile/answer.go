package profile

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/profile/record"
	"wpbridge/internal/erp/wire"
)

// answer is what one request gave, besides its records.
type answer struct {
	records int
	total   int    // -1: not said
	next    string // cursor or link, empty at the end
	at      time.Time
	url     *url.URL
}

// call asks one question and hands its records to each. Nothing of them may be
// used where the error is not nil.
func (c *client) call(ctx context.Context, op *operation, d data, link *url.URL, each func(rec any) error) (answer, error) {
	a, err := c.ask(ctx, op, d, link, each)
	if err != nil {
		err = fmt.Errorf("%s: %w", op.name, err)
		if !op.repeat && erp.Temporary(err) {
			err = &erp.Once{Err: err}
		}
	}
	return a, err
}

func (c *client) ask(ctx context.Context, op *operation, d data, link *url.URL, each func(rec any) error) (answer, error) {
	var resp *http.Response
	var err error
	if link == nil {
		resp, err = c.exchange(ctx, op.request, d, true)
	} else {
		resp, err = c.exchangeAt(ctx, op.request, link, d, true)
	}
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	net := &netReader{Reader: resp.Body}
	body := bufio.NewReader(net)
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		if resp.StatusCode == http.StatusNotFound && op.absent {
			return answer{total: -1}, nil
		}
		return answer{}, c.status(resp, c.explained(op, body, resp))
	}
	if page(resp, body, op.shape.Format) {
		return answer{}, fmt.Errorf("%w: a web page instead of %s; is profile.base_url right?", erp.ErrAnswer, strings.ToUpper(op.shape.Format))
	}
	a, err := c.read(op, body, resp, each)
	if net.err != nil {
		return answer{}, system().Unreachable(ctx, net.err)
	}
	return a, err
}

// read takes the body apart and judges what surrounds the records.
func (c *client) read(op *operation, body io.Reader, resp *http.Response, each func(any) error) (answer, error) {
	n := 0
	env, broken, err := record.Decode(body, op.shape, func(rec any) error {
		n++
		return blame(each(rec), n)
	})
	if broken {
		return answer{}, fmt.Errorf("%w: %w", erp.ErrAnswer, err)
	}
	if e := c.judge(op, env.Root, resp.Header); e != nil {
		return answer{}, e
	}
	if err == nil {
		err = env.ErrNoRecords(op.shape)
	}
	if err != nil {
		return answer{}, fmt.Errorf("%w: %w", erp.ErrAnswer, err)
	}
	a := answer{records: env.Records, total: -1, at: wire.Clock(resp)}
	if resp.Request != nil {
		a.url = resp.Request.URL
	}
	return a, a.paging(op, env.Root, resp.Header)
}

func blame(err error, n int) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("record %d: %w", n, err)
}

// counted hands on only the records that count.
func (op *operation) counted(each func(any) error) func(any) error {
	return func(rec any) error {
		if ok, err := op.counts(rec); err != nil || !ok {
			return err
		}
		return each(rec)
	}
}

// counts tells whether a record is one of those that count.
func (op *operation) counts(rec any) (bool, error) {
	for _, t := range op.only {
		if ok, _, err := t.passes(rec, nil); err != nil || !ok {
			return false, err
		}
	}
	return true, nil
}

// paging takes up what the answer says about the rest of the list.
func (a *answer) paging(op *operation, root any, h http.Header) error {
	next, err := op.page.next.in(root, h)
	if err != nil {
		return fmt.Errorf("%w: %w", erp.ErrAnswer, err)
	}
	if next.Kind == record.Other {
		return fmt.Errorf("%w: %s is %s", erp.ErrAnswer, op.page.next, next.Text)
	}
	a.next = strings.TrimSpace(next.Text)
	if strings.EqualFold(op.page.next.header, "link") {
		a.next = linkNext(h)
	}
	if !op.page.total.given {
		return nil
	}
	v, err := op.page.total.in(root, h)
	a.total, err = atoi(v.Text, err)
	if err != nil || a.total < 0 {
		return fmt.Errorf("%w: %s is %q, must be the number of all records", erp.ErrAnswer, op.page.total, v.Text)
	}
	return nil
}

func atoi(s string, err error) (int, error) {
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(strings.TrimSpace(s))
}

// linkNext is the target of rel="next" in the header Link.
func linkNext(h http.Header) string {
	for _, line := range h.Values("Link") {
		for part := range strings.SplitSeq(line, ",") {
			target, params, _ := strings.Cut(part, ";")
			target = strings.TrimSpace(target)
			if strings.Contains(strings.ReplaceAll(params, `"`, ""), "rel=next") && len(target) > 2 {
				return strings.Trim(target, "<>")
			}
		}
	}
	return ""
}
