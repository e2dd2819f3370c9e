package smartbill

import (
	"encoding/json"
	"fmt"

	"wpbridge/internal/erp"
)

// everything is the mark of every reading: SmartBill has no feed of changes.
const everything erp.Mark = "everything"

func checkMark(m erp.Mark) error {
	if m != "" && m != everything {
		return fmt.Errorf("read changes from SmartBill: %q is not its mark", m)
	}
	return nil
}

// place is where a reading stands; its JSON is the cursor. One field is set.
type place struct {
	Warehouse string `json:"w,omitempty"` // the one to read next
	After     string `json:"a,omitempty"` // what V3 calls the end of the page before
}

func (p place) cursor() erp.Cursor {
	b, _ := json.Marshal(p) // a struct of strings always encodes
	return erp.Cursor(b)
}

func parsePlace(c erp.Cursor) (p place, err error) {
	err = json.Unmarshal([]byte(c), &p)
	return p, err
}

func foreign(c erp.Cursor) error {
	return fmt.Errorf("continue a reading of SmartBill: %q is not one of its cursors for this; start the reading anew", c)
}
