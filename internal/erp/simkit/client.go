package simkit

import (
	"bytes"
	"io"
	"net/http"
)

// Client reaches a simulator without sockets, whatever the host of the request:
// fast, and usable inside testing/synctest. A dropped connection is
// io.ErrUnexpectedEOF.
func Client(sim http.Handler) *http.Client { return &http.Client{Transport: local{sim}} }

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
		Status: http.StatusText(w.status), StatusCode: w.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.header, Body: io.NopCloser(&w.body), ContentLength: int64(w.body.Len()), Request: r,
	}
}
