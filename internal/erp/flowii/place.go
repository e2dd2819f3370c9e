package flowii

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"wpbridge/internal/erp"
)

// overlap is how far a mark lies before the beginning of its reading: FLOWii may
// show a change some time after it was made.
const overlap = 5 * time.Minute

// place is where a reading stands; its JSON is the cursor.
type place struct {
	window
	shelf
	Begun   int64    `json:"c,omitempty"` // FLOWii's time when the reading began
	Found   bool     `json:"f,omitempty"` // it has found something
	Pending []string `json:"p,omitempty"` // goods of the last page whose details are still to be read
	Ended   bool     `json:"e,omitempty"` // no page follows
	Source  source   `json:"q,omitempty"` // a reading of stock
}

// shelf is which goods a list holds: all of one type, or those of one type and
// category.
type shelf struct {
	Service  bool   `json:"v,omitempty"` // services instead of goods in stock
	Services bool   `json:"x,omitempty"` // there are services at all
	Category string `json:"g,omitempty"`
	Sub      string `json:"h,omitempty"` // subcategory of Category
}

func parsePlace(c erp.Cursor) (place, error) {
	var p place
	if c == "" {
		return p, nil
	}
	if err := json.Unmarshal([]byte(c), &p); err != nil || p.Start < 0 {
		return p, fmt.Errorf("continue a reading of FLOWii: %q is not one of its cursors", c)
	}
	return p, nil
}

func (p place) cursor() erp.Cursor {
	b, _ := json.Marshal(p) // a struct of numbers and strings always encodes
	return erp.Cursor(b)
}

// note takes up what an answer says about time. The reading's beginning is kept
// from its first answer.
func (p *place) note(at time.Time) {
	if p.Begun == 0 && !at.IsZero() {
		p.Begun = at.Unix()
	}
}

// mark is the place from which the next reading must look for changes: some time
// before the beginning of this one, since lists do not say when a good was
// changed. Where nothing was found, the mark before holds.
func (p place) mark(before int64) erp.Mark {
	m := before
	if p.Found || before == 0 {
		m = max(before, p.Begun-int64(overlap/time.Second))
	}
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
		return 0, fmt.Errorf("read changes from FLOWii: %q is not one of its marks", m)
	}
	return s, nil
}
