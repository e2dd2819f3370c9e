package smartbill

import (
	"encoding/json"
	"strings"

	"github.com/shopspring/decimal"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/wire"
)

type raw = wire.Raw

// entry reads the values of one entry of an answer.
type entry struct{ wire.Entry }

// flag is false where it is absent.
func (e *entry) flag(field string, v raw) bool { return !wire.Absent(v) && e.Flag(field, v) }

// quantity is a number or the text of one; known is false where it is absent.
// SmartBill's numbers may have passed through floating arithmetic: they are
// rounded to six decimals.
func (e *entry) quantity(field string, v raw) (q commerce.Quantity, known bool) {
	if wire.Absent(v) {
		return 0, false
	}
	s, ok := numeral(v)
	q, err := commerce.ParseStored(s)
	if !ok || err != nil {
		e.Fault(field, "a number such as 8 or 2.5", v)
	}
	return q, true
}

// amount is a number of at least nothing, or the text of one; not valid where it
// is absent.
func (e *entry) amount(field string, v raw) decimal.NullDecimal {
	if wire.Absent(v) {
		return decimal.NullDecimal{}
	}
	s, ok := numeral(v)
	d, err := decimal.NewFromString(s)
	if !ok || err != nil || d.IsNegative() {
		e.Fault(field, "a number such as 84.03", v)
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(d)
}

// maxNumeral is far more than any number of a business needs.
const maxNumeral = 40

// numeral is the text of a JSON number, or of a string that holds one.
func numeral(v raw) (string, bool) {
	s, quoted := wire.Unquote(v)
	if !quoted {
		s = string(v)
	}
	s = strings.TrimSpace(s)
	var n json.Number
	return s, len(s) <= maxNumeral && json.Unmarshal([]byte(s), &n) == nil && n.String() == s
}
