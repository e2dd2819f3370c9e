package profile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/profile/schema"
)

// maxBack bounds how often one reading steps back.
const maxBack = 50

// place is where a reading stands; its JSON is the cursor.
//
// A list read by offset moves up where an entry disappears, and one would be
// missed. So each part begins with the last entry of the part before, the
// anchor; where it is not found the reading steps back. A list read by page
// numbers cannot overlap: there a shrinking total makes the reading step back.
type place struct {
	Location string            `json:"l,omitempty"`
	Start    int               `json:"s,omitempty"` // records before this part
	Total    int               `json:"t,omitempty"` // when last said
	Anchor   string            `json:"a,omitempty"` // must be in the next part; with pages: must not be its last
	Next     string            `json:"n,omitempty"` // cursor or link
	Back     int               `json:"b,omitempty"`
	Before   int               `json:"d,omitempty"` // records of the locations already read
	Seen     int64             `json:"m,omitempty"` // greatest stamp so far
	Begun    int64             `json:"c,omitempty"` // no stamp was greater when the reading began
	Pins     map[string]string `json:"v,omitempty"` // variables chosen from lists
}

// mark is the place from which changes are read; its JSON is the erp.Mark.
type mark struct {
	At   int64             `json:"at"`
	Pins map[string]string `json:"v,omitempty"`
}

func strict(text string, into any) error {
	dec := json.NewDecoder(bytes.NewReader([]byte(text)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return err
	}
	if dec.More() {
		return errors.New("more behind its end")
	}
	return nil
}

func parsePlace(c erp.Cursor) (place, error) {
	var p place
	if c == "" {
		return p, nil
	}
	if err := strict(string(c), &p); err != nil || p.Start < 0 {
		return p, fmt.Errorf("continue a reading: %q is not one of its cursors", c)
	}
	return p, nil
}

func parseMark(m erp.Mark) (mark, error) {
	var out mark
	if m == "" {
		return out, nil
	}
	if err := strict(string(m), &out); err != nil || out.At <= 0 {
		return out, fmt.Errorf("read changes: %q is not one of the marks of a profile", m)
	}
	return out, nil
}

func encode(v any) string {
	b, _ := json.Marshal(v) // structs of numbers and texts always encode
	return string(b)
}

// note takes up what an answer says about time. The reading's beginning is kept
// from its first answer: its clock, or else the greatest stamp it held.
func (p *place) note(at time.Time, newest int64, counter bool) {
	p.Seen = max(p.Seen, newest)
	if p.Begun == 0 && !counter && !at.IsZero() {
		p.Begun = at.UnixNano()
	}
	if p.Begun == 0 {
		p.Begun = newest
	}
}

// mark is where the next reading must begin: not after the greatest stamp seen,
// and not after the beginning of this reading, because what was read early may
// have changed since, unseen. before is the mark of this reading, if any.
func (p place) mark(before, overlap int64) erp.Mark {
	at := max(before, min(p.Seen, p.Begun)-overlap)
	if at <= 0 {
		return ""
	}
	return erp.Mark(encode(mark{at, p.Pins}))
}

// step returns the place after a part; more is false at the end of the list. ids
// are those of all its records, in order.
func (p place) step(pg paging, ids []string, a answer) (next place, more bool, err error) {
	next = p
	next.Anchor, next.Next, next.Total = "", "", max(a.total, 0)
	switch pg.kind {
	case schema.KindCursor, schema.KindLink:
		next.Start += len(ids)
		next.Next = a.next
		if a.next != "" && a.next == p.Next {
			return next, false, fmt.Errorf("%w: the next part is this part once more", erp.ErrAnswer)
		}
		return next, a.next != "", nil
	case schema.KindPage, schema.KindOffset:
		return p.count(next, pg, ids, a)
	}
	if a.total >= 0 && a.total != len(ids) {
		return next, false, fmt.Errorf("%w: %d records came, but there are %d", erp.ErrAnswer, len(ids), a.total)
	}
	return next, false, nil
}

// count goes on in a list that is read by numbers.
func (p place) count(next place, pg paging, ids []string, a answer) (place, bool, error) {
	n, gone := len(ids), p.Total-a.total
	byPage := pg.kind == schema.KindPage
	switch {
	case a.total == 0 && p.Total > 0:
		return next, false, fmt.Errorf("%w: a list of %d records became empty while it was read", erp.ErrAnswer, p.Total)
	case p.lost(byPage, ids, a.total, gone):
		next.Back++
		next.Start = max(0, p.Start-max(gone, pg.size)-1)
		return next.aligned(byPage, pg.size), true, tooRestless(next)
	case a.total >= 0 && p.Start+n >= a.total:
		return next, false, nil
	case a.total < 0 && p.last(byPage, n, pg.size):
		return next, false, nil
	case n == 0:
		return next, false, fmt.Errorf("%w: no records from %d on although there are %d", erp.ErrAnswer, p.Start, a.total)
	case byPage && a.total >= 0 && n < pg.size:
		return next, false, fmt.Errorf("%w: %d records came on a page of %d with more to come; page.size is greater than the system allows", erp.ErrAnswer, n, pg.size)
	case byPage && ids[n-1] != "" && ids[n-1] == p.Anchor:
		return next, false, fmt.Errorf("%w: the page from %d on is the page before once more", erp.ErrAnswer, p.Start)
	}
	next.Start += n
	if byPage {
		next.Anchor = ids[n-1]
	} else if n > 1 && ids[n-1] != "" {
		next.Start--
		next.Anchor = ids[n-1]
	}
	return next, true, nil
}

// last tells, where no total is said, whether nothing can follow.
func (p place) last(byPage bool, n, size int) bool {
	if byPage {
		return n < size
	}
	return n == 0 || n == 1 && p.Anchor != ""
}

func (p place) lost(byPage bool, ids []string, total, gone int) bool {
	if byPage || p.Anchor == "" {
		return total >= 0 && gone > 0 && p.Start > 0
	}
	return !slices.Contains(ids, p.Anchor)
}

// aligned is p at the beginning of a page.
func (p place) aligned(byPage bool, size int) place {
	if byPage {
		p.Start -= p.Start % size
	}
	return p
}

// errRestless is not worth an immediate repetition: the reading must start anew.
var errRestless = errors.New("the list changed too often while it was read; try again when fewer items are being deleted")

func tooRestless(p place) error {
	if p.Back > maxBack {
		return errRestless
	}
	return nil
}

func samePins(a, b map[string]string) bool { return maps.Equal(a, b) }
