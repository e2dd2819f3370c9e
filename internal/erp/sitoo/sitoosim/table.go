package sitoosim

import "wpbridge/internal/commerce"

// table is a list in listing order. The stamps stand apart so that looking for
// changes among a million rows reads eight megabytes, about a millisecond.
type table[T any] struct {
	rows   []T
	stamps []int64 // Unix seconds of each row's last change
}

func (t *table[T]) add(row T, stamp int64) (position int32) {
	t.rows = append(t.rows, row)
	t.stamps = append(t.stamps, stamp)
	return int32(len(t.rows) - 1)
}

func (t *table[T]) remove(i int32) {
	t.rows = append(t.rows[:i], t.rows[i+1:]...)
	t.stamps = append(t.stamps[:i], t.stamps[i+1:]...)
}

// entry is one product with where to find it. Positions change when rows before
// them are removed.
type entry struct {
	*Product
	id       int
	position int32
	on       []int32 // position on each shelf plus one; 0: not there
}

// shelf is the content of one warehouse.
type shelf struct {
	Warehouse
	table[row]
}

// row is one warehouse item.
type row struct {
	entry    *entry
	id       int
	total    commerce.Quantity
	reserved commerce.Quantity
}

func (r *row) available() commerce.Quantity { return r.total - r.reserved }
