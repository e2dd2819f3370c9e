package profile

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/profile/record"
	"wpbridge/internal/erp/profile/value"
)

// entry reads the values of one record. The first fault stays in err and names
// the record.
type entry struct {
	op   *operation
	rec  any
	name string
	err  error
}

func (op *operation) entry(rec any) *entry {
	e := &entry{op: op, rec: rec}
	for _, key := range []string{"code", "id"} {
		if f := op.fields[key]; f.given {
			if v, err := f.of(rec); err == nil && v.Text != "" {
				e.name = fmt.Sprintf(" of %s %s", key, value.Show(v.Text))
				break
			}
		}
	}
	return e
}

// take reads a field by one of the methods of value.Rule.
func take[T any](e *entry, key string, read func(value.Rule, record.Value) (T, bool, error)) (out T, known bool) {
	f := e.op.fields[key]
	if !f.given {
		return out, false
	}
	return read1(e, f, e.rec, read)
}

func read1[T any](e *entry, f field, rec any, read func(value.Rule, record.Value) (T, bool, error)) (out T, known bool) {
	v, err := f.of(rec)
	if err == nil {
		out, known, err = read(f.rule, v)
	}
	if err != nil && e.err == nil {
		e.err = fmt.Errorf("%s%s %w", f, e.name, err)
	}
	return out, known && err == nil
}

// String is how a field is called in errors: by our name and by the answer's.
func (f field) String() string {
	if f.path.String() == "" || f.path.String() == f.name {
		return f.name
	}
	return f.name + " (" + f.path.String() + ")"
}

func (e *entry) text(key string) string {
	s, _ := take(e, key, value.Rule.Text)
	return s
}

// truth is a yes or no that must be known where the profile has the field.
func (e *entry) truth(key string, absent bool) bool {
	if !e.op.fields[key].given {
		return absent
	}
	b, known := take(e, key, value.Rule.Bool)
	if !known && e.err == nil {
		e.err = fmt.Errorf("%s%s is absent or empty, must be yes or no", e.op.fields[key], e.name)
	}
	return b
}

// item translates one record. known is false where it has no code.
func (op *operation) item(rec any) (it commerce.Item, known bool, err error) {
	e := op.entry(rec)
	it = commerce.Item{
		Code: commerce.Code(e.text("code")), ID: commerce.ItemID(e.text("id")), Barcode: e.text("barcode"), PLU: e.text("plu"),
		Name: e.text("name"), ParentID: commerce.ItemID(e.text("parent_id")), ParentCode: commerce.Code(e.text("parent_code")),
		Active: e.truth("active", true), StockTracked: e.truth("tracked", true),
	}
	it.Price = e.price()
	it.Attributes = e.attributes()
	if it.ID == "" {
		it.ID = commerce.ItemID(it.Code)
	}
	return it, it.Code != "", e.err
}

func (e *entry) price() *commerce.Price {
	regular, known := take(e, "price", value.Rule.Decimal)
	sale, reduced := take(e, "sale_price", value.Rule.Decimal)
	vat, taxed := take(e, "vat_percent", value.Rule.Decimal)
	if e.err == nil && (regular.IsNegative() || sale.IsNegative() || vat.IsNegative()) {
		e.err = fmt.Errorf("a price or VAT rate%s is less than zero", e.name)
	}
	if !known {
		return nil
	}
	p := &commerce.Price{Regular: regular, IncludesVAT: e.truth("price_includes_vat", false)}
	if reduced && sale.LessThan(regular) {
		p.Sale = decimal.NewNullDecimal(sale)
	}
	if taxed {
		p.VATPercent = decimal.NewNullDecimal(vat)
	}
	return p
}

func (e *entry) attributes() []commerce.Attribute {
	var out []commerce.Attribute
	for _, a := range e.op.attributes {
		from := []any{e.rec}
		if a.many {
			var err error
			if from, err = a.each.All(e.rec); err != nil && e.err == nil {
				e.err = err
			}
		}
		for _, x := range from {
			name, _ := read1(e, a.name, x, value.Rule.Text)
			text, known := read1(e, a.value, x, value.Rule.Text)
			if known && name != "" && (len(a.only) == 0 || slices.Contains(a.only, name)) {
				out = append(out, commerce.Attribute{Name: name, Value: text})
			}
		}
	}
	return out
}
