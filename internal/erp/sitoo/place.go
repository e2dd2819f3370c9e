package sitoo

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"wpbridge/internal/erp"
)

const (
	// overlap is how far a mark lies behind the newest stamp: Sitoo may make an
	// entry visible some time after it stamped it.
	overlap = 5 * time.Minute
	// maxBack bounds how often one reading steps back.
	maxBack = 50
)

// place is where a reading stands; its JSON is the cursor.
//
// Sitoo pages by offset, without a promise of order. Where an entry disappears
// while we read, all later ones move up and one of them would be missed. So
// each part begins with the last entry of the part before, the anchor; where it
// is not found the reading steps back.
type place struct {
	Warehouse string `json:"w,omitempty"`
	Start     int    `json:"s,omitempty"`
	Total     int    `json:"t,omitempty"` // of this listing when last seen
	Anchor    string `json:"a,omitempty"` // id of the entry that must be in the next part
	Back      int    `json:"b,omitempty"` // steps back so far
	Before    int    `json:"d,omitempty"` // entries in the listings already read
	Seen      int64  `json:"m,omitempty"` // greatest stamp so far
	Begun     int64  `json:"c,omitempty"` // Sitoo's time when the reading began
}

func parsePlace(c erp.Cursor) (place, error) {
	var p place
	if c == "" {
		return p, nil
	}
	if err := json.Unmarshal([]byte(c), &p); err != nil || p.Start < 0 {
		return p, fmt.Errorf("continue a reading of Sitoo: %q is not one of its cursors", c)
	}
	return p, nil
}

func (p place) cursor() erp.Cursor {
	b, _ := json.Marshal(p) // a struct of numbers and strings always encodes
	return erp.Cursor(b)
}

// note takes up what an answer says about time. The reading's beginning is kept
// from its first answer.
func (p *place) note(at time.Time, newest int64) {
	p.Seen = max(p.Seen, newest)
	if p.Begun == 0 && !at.IsZero() {
		p.Begun = at.Unix()
	}
	if p.Begun == 0 {
		p.Begun = newest
	}
}

// step returns the place after a part with these entry ids; more is false at
// the end of the listing.
func (p place) step(ids []string, total, page int) (next place, more bool, err error) {
	n, gone := len(ids), p.Total-total
	next = p
	next.Total, next.Anchor = total, ""
	switch {
	case total == 0 && p.Total > 0:
		return next, false, fmt.Errorf("%w: a list of %d entries became empty while it was read", erp.ErrAnswer, p.Total)
	case p.lost(ids, gone):
		next.Back++
		next.Start = max(0, p.Start-max(gone, page)-1)
		return next, true, tooRestless(next)
	case p.Start+n >= total:
		return next, false, nil
	case n == 0:
		return next, false, fmt.Errorf("%w: no entries from %d on although totalcount is %d", erp.ErrAnswer, p.Start, total)
	}
	next.Start += n
	if n > 1 {
		next.Start--
		next.Anchor = ids[n-1]
	}
	return next, true, nil
}

func (p place) lost(ids []string, gone int) bool {
	if p.Anchor == "" {
		return gone > 0 && p.Start > 0
	}
	return !slices.Contains(ids, p.Anchor)
}

// errRestless is not worth an immediate repetition: the reading must start anew.
var errRestless = errors.New("the list changed too often while it was read; try again when fewer items are being deleted")

func tooRestless(p place) error {
	if p.Back > maxBack {
		return errRestless
	}
	return nil
}

// mark is the place from which the next reading must look for changes: not
// after the newest stamp seen, and not after the beginning of this reading,
// because what was read early may have changed since, unseen. Without any
// stamp, the mark before holds.
func (p place) mark(before int64) erp.Mark {
	m := max(before, min(p.Seen, p.Begun)-int64(overlap/time.Second))
	if m <= 0 {
		return ""
	}
	return erp.Mark(strconv.FormatInt(m, 10))
}

// parseMark returns the Unix time in m, 0 for none.
func parseMark(m erp.Mark) (int64, error) {
	if m == "" {
		return 0, nil
	}
	s, err := strconv.ParseInt(string(m), 10, 64)
	if err != nil || s <= 0 {
		return 0, fmt.Errorf("read changes from Sitoo: %q is not one of its marks", m)
	}
	return s, nil
}
