package flowii

import (
	"errors"
	"fmt"
	"slices"

	"wpbridge/internal/erp"
)

const (
	anchors  = 3 // ids remembered of a part
	maxBack  = 8 // steps back in search of one of them
	maxAnew  = 3 // beginnings of one list
	smallest = 2 // page that can overlap another
)

// errRestless is not worth an immediate repetition: the reading must start anew.
var errRestless = errors.New("the list changed too often while it was read; try again when fewer goods are being deleted")

// window is where the reading of one list stands.
//
// FLOWii pages by number, without a promise of order or a count. Where an entry
// disappears while we read, all later ones move up and one of them would be
// missed. So each page is chosen, by its size, to begin a little before the end
// of the page before, and must hold an entry known from there, an anchor. Where
// it holds none the reading steps back.
type window struct {
	Start   int      `json:"s,omitempty"` // entries read
	Limit   int      `json:"z,omitempty"` // the most that FLOWii gives at once, where fewer than we like
	Anchors []string `json:"a,omitempty"` // ids of the last entries read
	Back    int      `json:"b,omitempty"` // steps back since the last anchor
	Anew    int      `json:"n,omitempty"` // how often the list was begun again
}

// ask returns the page to ask for: the one of at most limit entries that brings
// most new ones and yet holds the last one read. With very small limits there is
// none at a few places; what is deleted just then is found by the next reading.
func (w window) ask(limit int) (number, size int) {
	if w.Limit > 0 {
		limit = min(limit, w.Limit)
	}
	if w.Start == 0 {
		return 0, limit
	}
	last, most := w.Start-1, 0
	for s := limit; s >= smallest && s > most; s-- {
		if fresh := s - last%s - 1; fresh > most {
			size, most = s, fresh
		}
	}
	if most == 0 {
		return w.Start / limit, limit
	}
	return last / size, size
}

// slice is what one part of a list means for its reading.
type slice struct {
	fresh int // the entries from here on are new
	next  window
	more  bool
}

// step judges the answer to ask, whose entries have these ids.
func (w window) step(ids []string, number, size int, more bool) (slice, error) {
	begin := number * size
	out := slice{next: w, more: more}
	switch {
	case len(ids) == 0 && w.Start == 0 && w.Anew > 0:
		return out, fmt.Errorf("%w: a list became empty while it was read", erp.ErrAnswer)
	case len(w.Anchors) > 0 && begin < max(w.Start, 1):
		i := lastOf(ids, w.Anchors)
		if i < 0 {
			return w.back(size)
		}
		out.fresh = i + 1
	}
	if more && len(ids) < size {
		if number > 0 {
			return out, fmt.Errorf("%w: %d entries where %d were asked for although more follow", erp.ErrAnswer, len(ids), size)
		}
		out.next.Limit = max(len(ids), smallest)
	}
	out.next.Start, out.next.Back = begin+len(ids), 0
	out.next.Anchors = slices.Clone(ids[max(0, len(ids)-anchors):])
	return out, nil
}

func lastOf(ids, anchors []string) int {
	for i, id := range slices.Backward(ids) {
		if slices.Contains(anchors, id) {
			return i
		}
	}
	return -1
}

// back looks for the anchors one page earlier; in vain for long, it begins the
// list again.
func (w window) back(size int) (slice, error) {
	out := slice{next: w, more: true}
	out.fresh = -1
	out.next.Back++
	out.next.Start = max(0, w.Start-size)
	if w.Start > 0 && w.Back < maxBack {
		return out, nil
	}
	out.next = window{Limit: w.Limit, Anew: w.Anew + 1}
	if w.Anew >= maxAnew {
		return out, errRestless
	}
	return out, nil
}
