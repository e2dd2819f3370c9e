package sitoosim

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/simkit"
)

// column writes one field of an entry.
type column[T any] struct {
	name string
	put  func(b []byte, x T, sp spoil) []byte
}

// productDefaults are the fields of a list of products that names none.
const productDefaults = "productid,sku,datemodified,active,activepos,vatid,manufacturerid,stockcountenable,stockallowbackorder,barcode,moneyprice,moneyfinalprice"

// pick chooses the asked columns; unknown names are ignored.
func pick[T any](cols []column[T], asked []string, defaults string) []column[T] {
	if asked == nil && defaults != "" {
		asked = strings.Split(defaults, ",")
	}
	if asked == nil {
		return cols
	}
	out := slices.DeleteFunc(slices.Clone(cols), func(c column[T]) bool { return !slices.Contains(asked, c.name) })
	if len(out) == 0 {
		return cols
	}
	return out
}

func siteColumns() []column[*Sim] {
	return []column[*Sim]{
		{"siteid", func(b []byte, _ *Sim, _ spoil) []byte {
			return simkit.AppendString(b, "{102DC4AA-0000-4000-8000-000000000001}")
		}},
		{"eshopid", func(b []byte, s *Sim, sp spoil) []byte { return appendInt(b, int64(s.opt.Site), sp) }},
		{"protocol", func(b []byte, _ *Sim, _ spoil) []byte { return simkit.AppendString(b, "https") }},
		{"server", func(b []byte, _ *Sim, _ spoil) []byte { return simkit.AppendString(b, "shop.example") }},
		{"abspath", func(b []byte, _ *Sim, _ spoil) []byte { return simkit.AppendString(b, "/") }},
		{"siteurl", func(b []byte, _ *Sim, _ spoil) []byte { return simkit.AppendString(b, "https://shop.example/") }},
	}
}

func warehouseColumns() []column[*shelf] {
	return []column[*shelf]{
		{"warehouseid", func(b []byte, w *shelf, sp spoil) []byte { return appendInt(b, int64(w.ID), sp) }},
		{"warehousetype", func(b []byte, w *shelf, sp spoil) []byte { return appendInt(b, w.kind(), sp) }},
		{"usetype", func(b []byte, _ *shelf, sp spoil) []byte { return appendInt(b, 10, sp) }},
		{"storeid", func(b []byte, _ *shelf, _ spoil) []byte { return append(b, "null"...) }},
		{"sellable", func(b []byte, _ *shelf, _ spoil) []byte { return append(b, "true"...) }},
		{"currencycode", func(b []byte, _ *shelf, _ spoil) []byte { return simkit.AppendString(b, "SEK") }},
		{"name", func(b []byte, w *shelf, _ spoil) []byte { return simkit.AppendString(b, w.Name) }},
		{"externalid", func(b []byte, _ *shelf, _ spoil) []byte { return append(b, "null"...) }},
	}
}

func (w Warehouse) kind() int64 {
	if w.Virtual {
		return 20
	}
	return 10
}

func stockColumns(sh *shelf) []column[int32] {
	quantity := func(f func(*row) commerce.Quantity) func([]byte, int32, spoil) []byte {
		return func(b []byte, i int32, sp spoil) []byte { return appendDecimal(b, f(&sh.rows[i]), sp) }
	}
	return []column[int32]{
		{"warehouseitemid", func(b []byte, i int32, sp spoil) []byte { return appendInt(b, int64(sh.rows[i].id), sp) }},
		{"warehouseid", func(b []byte, _ int32, sp spoil) []byte { return appendInt(b, int64(sh.ID), sp) }},
		{"sku", func(b []byte, i int32, _ spoil) []byte { return simkit.AppendString(b, sh.rows[i].entry.SKU) }},
		{"decimaltotal", quantity(func(r *row) commerce.Quantity { return r.total })},
		{"decimalreserved", quantity(func(r *row) commerce.Quantity { return r.reserved })},
		{"decimalavailable", quantity((*row).available)},
		{"datelastmodified", func(b []byte, i int32, sp spoil) []byte { return appendInt(b, sh.stamps[i], sp) }},
	}
}

func productColumns(s *Sim) []column[*entry] {
	return []column[*entry]{
		{"productid", func(b []byte, e *entry, sp spoil) []byte { return appendInt(b, int64(e.id), sp) }},
		{"sku", func(b []byte, e *entry, _ spoil) []byte { return simkit.AppendString(b, e.SKU) }},
		{"title", func(b []byte, e *entry, _ spoil) []byte { return simkit.AppendString(b, e.Title) }},
		{"barcode", func(b []byte, e *entry, _ spoil) []byte { return simkit.AppendString(b, e.Barcode) }},
		{"active", func(b []byte, e *entry, _ spoil) []byte { return strconv.AppendBool(b, !e.Inactive) }},
		{"activepos", func(b []byte, e *entry, _ spoil) []byte { return strconv.AppendBool(b, !e.InactivePOS) }},
		{"vatid", func(b []byte, _ *entry, sp spoil) []byte { return appendInt(b, 2, sp) }},
		{"vatvalue", func(b []byte, e *entry, _ spoil) []byte { return append(b, cmp.Or(e.VAT, "25")...) }},
		{"manufacturerid", func(b []byte, _ *entry, _ spoil) []byte { return append(b, "null"...) }},
		{"stockcountenable", func(b []byte, e *entry, _ spoil) []byte { return strconv.AppendBool(b, !e.Untracked) }},
		{"stockallowbackorder", func(b []byte, _ *entry, _ spoil) []byte { return append(b, "false"...) }},
		{"moneyprice", func(b []byte, e *entry, sp spoil) []byte { return appendMoney(b, e.Price, sp) }},
		{"moneypriceorg", func(b []byte, e *entry, sp spoil) []byte { return appendMoney(b, e.PriceOrg, sp) }},
		{"moneyfinalprice", func(b []byte, e *entry, sp spoil) []byte { return appendMoney(b, e.Price, sp) }},
		{"variantparentid", func(b []byte, e *entry, sp spoil) []byte { return s.appendParent(b, e, sp) }},
		{"variant", func(b []byte, e *entry, _ spoil) []byte { return simkit.AppendJSON(b, attributes(e)) }},
		{"datemodified", func(b []byte, e *entry, sp spoil) []byte {
			return appendInt(b, s.products.stamps[e.position], sp)
		}},
	}
}

// byPosition makes columns of rows into columns of their positions.
func byPosition(cols []column[*entry], rows []*entry) []column[int32] {
	out := make([]column[int32], len(cols))
	for i, c := range cols {
		out[i] = column[int32]{c.name, func(b []byte, at int32, sp spoil) []byte { return c.put(b, rows[at], sp) }}
	}
	return out
}
