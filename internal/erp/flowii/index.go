package flowii

import (
	"hash/maphash"
	"strconv"
	"sync"
	"time"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/wire"
)

// again is how soon the whole list may be searched for codes once more.
const again = 10 * time.Minute

// index remembers which good had which code when it was last seen, in some
// thirty bytes for each. Codes are kept as hashes: whoever asks compares the
// answer's own code.
type index struct {
	mu   sync.Mutex
	seed maphash.Seed
	ids  map[uint64]int64
	last time.Time // when the list was last searched to its end
}

func (x *index) note(r resource, id string) {
	code, _ := wire.Unquote(r.Attributes["serial-nr"])
	n, err := strconv.ParseInt(id, 10, 64)
	if code == "" || err != nil {
		return
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.ids == nil {
		x.ids, x.seed = map[uint64]int64{}, maphash.MakeSeed()
	}
	x.ids[maphash.String(x.seed, code)] = n
}

func (x *index) find(code commerce.Code) (id string, ok bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.ids == nil {
		return "", false
	}
	n, ok := x.ids[maphash.String(x.seed, string(code))]
	return strconv.FormatInt(n, 10), ok
}

func (x *index) forget(code commerce.Code) {
	x.mu.Lock()
	defer x.mu.Unlock()
	delete(x.ids, maphash.String(x.seed, string(code)))
}

func (x *index) len() int {
	x.mu.Lock()
	defer x.mu.Unlock()
	return len(x.ids)
}

// due reports whether the list may be searched.
func (x *index) due() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.last.IsZero() || time.Since(x.last) >= again
}

func (x *index) searched() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.last = time.Now()
}
