package profile

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
)

// maxShown is how much of an answer is kept to be looked at.
const maxShown = 1500

// look shows a request to whoever looks on.
func (c *client) look(req *http.Request, body []byte) {
	if c.trace == nil {
		return
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s\n%s", req.Method, req.URL, headerText(req.Header))
	if len(body) > 0 {
		fmt.Fprintf(&b, "\n%s\n", body[:min(len(body), maxShown)])
	}
	c.trace(&Exchange{Request: c.mask(b.String())})
}

// watch lets the beginning of an answer be looked at while it is read.
func (c *client) watch(resp *http.Response) {
	if c.trace == nil {
		return
	}
	b := &bytes.Buffer{}
	tee := io.TeeReader(resp.Body, &cut{b})
	body := resp.Body
	resp.Body = &watched{Reader: tee, close: func() error {
		c.trace(&Exchange{Status: resp.Status, Header: c.mask(headerText(resp.Header)), Answer: []byte(c.mask(b.String()))})
		return body.Close()
	}}
}

// looked shows a file.
func (c *client) looked(name string, start []byte, size int) {
	if c.trace != nil {
		c.trace(&Exchange{Request: "file " + name, Status: fmt.Sprintf("%d bytes", size), Answer: start})
	}
}

type watched struct {
	io.Reader
	close func() error
}

func (w *watched) Close() error { return w.close() }

// cut keeps the first bytes of what is written to it.
type cut struct{ kept *bytes.Buffer }

func (c *cut) Write(p []byte) (int, error) {
	c.kept.Write(p[:min(len(p), max(maxShown-c.kept.Len(), 0))])
	return len(p), nil
}

func headerText(h http.Header) string {
	var b strings.Builder
	names := make([]string, 0, len(h))
	for name := range h {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		fmt.Fprintf(&b, "%s: %s\n", name, strings.Join(h[name], ", "))
	}
	return b.String()
}
