package profilesim

import (
	"bytes"
	"context"
	"io"
	"math"
	"net/http"
	"strconv"
	"time"
)

// reply is an answer before anything goes wrong with it.
type reply struct {
	status int
	kind   string // content type
	header map[string]string
	body   []byte
}

// ServeHTTP answers one request.
func (s *Sim) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// handle makes a handler of a function that answers a request as m falsifies it.
func (s *Sim) handle(open bool, answer func(r *http.Request, m mishap) reply) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", s.opt.Now().UTC().Format(http.TimeFormat))
		m := s.dice.roll()
		if m.kind == "drop-before" {
			s.count(0)
			panic(http.ErrAbortHandler)
		}
		late := pause(r.Context(), m.delay)
		out := s.answer(r, m, open, answer)
		if m.kind == "drop-after" || late != nil {
			s.count(0)
			panic(http.ErrAbortHandler)
		}
		s.count(out.status)
		out.send(w)
	}
}

func (out reply) send(w http.ResponseWriter) {
	w.Header().Set("Content-Type", out.kind)
	w.Header().Set("Content-Length", strconv.Itoa(len(out.body)))
	for k, v := range out.header {
		w.Header().Set(k, v)
	}
	w.WriteHeader(out.status)
	_, _ = w.Write(out.body) // a client that went away is its own affair
}

func (s *Sim) answer(r *http.Request, m mishap, open bool, answer func(*http.Request, mishap) reply) reply {
	if !open && !s.form.allowed(s, r) {
		return s.form.fail(http.StatusUnauthorized, "Unauthorized")
	}
	switch m.kind {
	case "", "drop-after":
		return answer(r, m)
	case "html":
		return reply{status: http.StatusOK, kind: "text/html; charset=utf-8", body: []byte("<!DOCTYPE html><title>Maintenance</title><p>We are back soon.</p>")}
	case "truncate":
		out := answer(r, m)
		out.body = out.body[:len(out.body)*2/3]
		return out
	case "429-after":
		out := s.form.fail(http.StatusTooManyRequests, "Too Many Requests")
		out.header = map[string]string{"Retry-After": strconv.Itoa(int(math.Ceil(m.after.Seconds())))}
		return out
	}
	status, _ := strconv.Atoi(m.kind) // the remaining kinds are numbers
	return s.form.fail(status, http.StatusText(status))
}

func (s *Sim) count(status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests++
	s.byStatus[status]++
}

func pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Client reaches the simulator without sockets, whatever the host of the
// request: usable inside testing/synctest. A dropped connection is
// io.ErrUnexpectedEOF.
func (s *Sim) Client() *http.Client { return &http.Client{Transport: local{s}} }

type local struct{ handler http.Handler }

func (l local) RoundTrip(r *http.Request) (resp *http.Response, err error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	in := r.Clone(r.Context())
	if in.Body == nil {
		in.Body = http.NoBody
	}
	w := &recorder{header: http.Header{}, status: http.StatusOK}
	defer func() {
		if x := recover(); x == http.ErrAbortHandler { //nolint:errorlint // what net/http itself compares
			resp, err = nil, dropped(r)
		} else if x != nil {
			panic(x)
		}
	}()
	l.handler.ServeHTTP(w, in)
	return w.response(r), nil
}

func dropped(r *http.Request) error {
	if err := r.Context().Err(); err != nil {
		return err
	}
	return io.ErrUnexpectedEOF
}

type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (w *recorder) Header() http.Header         { return w.header }
func (w *recorder) WriteHeader(status int)      { w.status = status }
func (w *recorder) Write(b []byte) (int, error) { return w.body.Write(b) }

func (w *recorder) response(r *http.Request) *http.Response {
	return &http.Response{
		Status: strconv.Itoa(w.status) + " " + http.StatusText(w.status), StatusCode: w.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.header, Body: io.NopCloser(&w.body), ContentLength: int64(w.body.Len()), Request: r,
	}
}
