package simkit

import (
	"context"
	"maps"
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Front is the side of a simulator that its callers see: it counts requests, lets
// faults strike them and sends the answers. It is safe for concurrent use.
type Front struct {
	dice
	now func() time.Time

	mu       sync.Mutex
	inFlight int
	total    int
	byStatus map[int]int
}

// NewFront returns a front with these faults. seed is that of their dice, now the
// clock that answers are dated by.
func NewFront(f Faults, seed uint64, now func() time.Time) *Front {
	out := &Front{dice: dice{seed: seed}, now: now, byStatus: map[int]int{}}
	out.SetFaults(f)
	return out
}

// Reply is an answer before it is sent.
type Reply struct {
	Status int
	Kind   string            // content type
	Header map[string]string // further headers
	Body   []byte
}

// Serve answers one request by what answer makes of it. alone is false where
// another request is in flight. A request stops counting as in flight just before
// its answer is sent: the client must be able to ask again at once. A dropped
// connection panics with http.ErrAbortHandler, as net/http asks for.
func (f *Front) Serve(w http.ResponseWriter, r *http.Request, answer func(m Mishap, alone bool) Reply) {
	w.Header().Set("Date", f.now().UTC().Format(http.TimeFormat))
	alone := f.enter()
	m := f.roll()
	if m.kind == dropBefore {
		f.leave(0)
		panic(http.ErrAbortHandler)
	}
	late := pause(r.Context(), m.delay)
	out := answer(m, alone)
	if m.kind == dropAfter || late != nil {
		f.leave(0)
		panic(http.ErrAbortHandler)
	}
	f.leave(out.Status)
	out.send(w)
}

func (out Reply) send(w http.ResponseWriter) {
	w.Header().Set("Content-Type", out.Kind)
	w.Header().Set("Content-Length", strconv.Itoa(len(out.Body)))
	for k, v := range out.Header {
		w.Header().Set(k, v)
	}
	w.WriteHeader(out.Status)
	_, _ = w.Write(out.Body) // a client that went away is its own affair
}

// Mangle lets a mishap replace or cut the answer. fail is how the system words a
// status.
func Mangle(m Mishap, fail func(status int) Reply, answer func() Reply) Reply {
	switch m.kind {
	case "", dropAfter:
		return answer()
	case html:
		return Reply{Status: http.StatusOK, Kind: "text/html; charset=utf-8", Body: []byte("<!DOCTYPE html><title>Maintenance</title><p>We are back soon.</p>")}
	case truncate:
		out := answer()
		out.Body = out.Body[:len(out.Body)*2/3]
		return out
	case after429:
		out := fail(http.StatusTooManyRequests)
		out.Header = map[string]string{"Retry-After": strconv.Itoa(int(math.Ceil(m.after.Seconds())))}
		return out
	}
	status, _ := strconv.Atoi(m.kind) // the remaining kinds are numbers
	return fail(status)
}

func (f *Front) enter() (alone bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.total++
	f.inFlight++
	return f.inFlight == 1
}

func (f *Front) leave(status int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.inFlight--
	f.byStatus[status]++
}

// Requests counts the requests so far.
func (f *Front) Requests() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.total
}

// Statuses counts the requests by the status of the answer, 0 for none.
func (f *Front) Statuses() map[int]int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return maps.Clone(f.byStatus)
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
