package sitoosim

import (
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"wpbridge/internal/erp/simkit"
)

// orderRead answers about orders. Callers hold the lock.
func (s *Sim) orderRead(seg []string, q query) reply {
	if len(seg) == 0 {
		return written(q, s.chosen(q), func(b *booked) []byte { return b.encode(q, orderDefaults) })
	}
	id, _ := strconv.Atoi(seg[0])
	b := s.orders.byID(id)
	switch {
	case b == nil:
		return notFound()
	case len(seg) == 1:
		return ok(b.encode(q, ""))
	case len(seg) == 2 && seg[1] == "orderdeliveries":
		return written(q, b.deliveries, func(d Delivery) []byte { return simkit.AppendJSON(nil, d) })
	}
	return notFound()
}

// written answers with the asked part of rows, each written by write.
func written[T any](q query, rows []T, write func(T) []byte) reply {
	if q.spoil.Empty {
		rows = nil
	}
	start, end := q.window(len(rows))
	b := append([]byte(`{"totalcount":`), strconv.Itoa(len(rows))...)
	b = append(b, `,"items":[`...)
	for i, r := range rows[start:end] {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, write(r)...)
	}
	return ok(append(b, "]}"...))
}

// encode writes the asked fields of an order, without those that are write only.
func (b *booked) encode(q query, defaults string) []byte {
	text := simkit.AppendJSON(nil, b.shown())
	asked := q.values("fields")
	if asked == nil && defaults != "" {
		asked = strings.Split(defaults, ",")
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(text, &fields); err != nil {
		panic("sitoosim: " + err.Error()) // our own text
	}
	if asked != nil {
		maps.DeleteFunc(fields, func(f string, _ json.RawMessage) bool { return !slices.Contains(asked, f) })
	}
	if id := fields["orderid"]; q.spoil.WrongType && id != nil {
		fields["orderid"] = simkit.AppendJSON(nil, string(id))
	}
	return simkit.AppendJSON(nil, fields)
}

// shown is a copy of the order as others may see it.
func (b *booked) shown() Order {
	o := b.Order
	o.Rows = slices.Clone(o.Rows)
	for i := range o.Rows {
		o.Rows[i].Price, o.Rows[i].Discount = "", ""
	}
	return o
}

// chosen is the orders that pass the filters, the newest first unless asked
// otherwise.
func (s *Sim) chosen(q query) []*booked {
	var out []*booked
	from, to := q.number("orderidfrom", 0), q.number("orderidto", math.MaxInt64)
	since, until := q.number("orderdatefrom", 0), q.number("orderdateto", math.MaxInt64)
	named := q.named()
	for _, b := range s.candidates(q, int(from)) {
		id := int64(b.ID)
		refused := func(pass func(*booked) bool) bool { return !pass(b) }
		if id >= from && id < to && b.Date >= since && b.Date <= until && !slices.ContainsFunc(named, refused) {
			out = append(out, b)
		}
	}
	if q.Get("sort") != "orderid" {
		slices.Reverse(out)
	}
	return out
}

// candidates avoids looking at all orders where a few are asked for.
func (s *Sim) candidates(q query, from int) []*booked {
	refs := q.values("externalid")
	if refs == nil {
		return s.orders.list[min(max(from-firstOrder, 0), len(s.orders.list)):]
	}
	var out []*booked
	for _, ref := range refs {
		if b := s.orders.byExternal[ref]; b != nil && !slices.Contains(out, b) {
			out = append(out, b)
		}
	}
	slices.SortFunc(out, func(a, b *booked) int { return a.ID - b.ID })
	return out
}

// named are the filters that name values, as far as they are given.
func (q query) named() []func(*booked) bool {
	number := func(n *int) string {
		if n == nil {
			return ""
		}
		return strconv.Itoa(*n)
	}
	var out []func(*booked) bool
	for filter, value := range map[string]func(*booked) string{
		"eshopid":       func(b *booked) string { return strconv.Itoa(b.Site) },
		"orderid":       func(b *booked) string { return strconv.Itoa(b.ID) },
		"creditorderid": func(b *booked) string { return number(b.CreditOrderID) },
		"orderstate":    func(b *booked) string { return strconv.Itoa(b.State) },
		"paymentstate":  func(b *booked) string { return strconv.Itoa(b.PaymentState) },
		"ordertype":     func(b *booked) string { return number(b.Type) },
		"warehouseid":   func(b *booked) string { return number(b.Warehouse) },
		"email":         func(b *booked) string { return b.Email },
	} {
		if want := q.values(filter); want != nil {
			out = append(out, func(b *booked) bool { return slices.Contains(want, value(b)) })
		}
	}
	return out
}
