package sitoosim

import (
	"cmp"
	"math"
	"slices"
	"strconv"
)

// listOf answers with the asked part of rows.
func listOf[T any](q query, cols []column[T], rows []T, defaults string) reply {
	start, end := q.window(len(rows))
	return envelope(q, cols, rows[start:end], len(rows), defaults)
}

func envelope[T any](q query, cols []column[T], rows []T, total int, defaults string) reply {
	if q.spoil.Empty {
		rows, total = nil, 0
	}
	cols = pick(cols, q.values("fields"), defaults)
	b := make([]byte, 0, 64+len(rows)*len(cols)*32)
	b = append(b, `{"totalcount":`...)
	b = strconv.AppendInt(b, int64(total), 10)
	b = append(b, `,"items":[`...)
	for i, r := range rows {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendObject(b, cols, r, q.spoil)
	}
	return ok(append(b, "]}"...))
}

func one[T any](q query, cols []column[T], r T, _ string) reply {
	return ok(appendObject(nil, pick(cols, q.values("fields"), ""), r, q.spoil))
}

// stockList lists one warehouse. Callers hold the lock.
func (s *Sim) stockList(w int, q query) reply {
	sh := s.shelves[w]
	var at []int32
	from, to := q.number("datelastmodifiedfrom", math.MinInt64), q.number("datelastmodifiedto", math.MaxInt64)
	if skus := q.values("sku"); skus != nil {
		at = s.positions(skus, func(e *entry) int32 { return e.on[w] - 1 })
		at = slices.DeleteFunc(at, func(i int32) bool { return sh.stamps[i] < from || sh.stamps[i] > to })
	} else {
		return filtered(q, stockColumns(sh), sh.stamps, func(i int) bool { return sh.stamps[i] >= from && sh.stamps[i] <= to },
			from == math.MinInt64 && to == math.MaxInt64)
	}
	return listOf(q, stockColumns(sh), at, "")
}

// productList lists the products. Callers hold the lock.
func (s *Sim) productList(q query) reply {
	t, since, inactive := &s.products, q.number("datelastmodified", math.MinInt64), q.yes("includeinactive")
	shown := func(i int) bool {
		return t.stamps[i] >= since && (inactive || !t.rows[i].Inactive && !t.rows[i].InactivePOS)
	}
	skus, ids := q.values("sku"), q.values("productid")
	if skus == nil && ids == nil {
		return filtered(q, byPosition(productColumns(s), t.rows), t.stamps, shown, inactive && since == math.MinInt64)
	}
	at := s.positions(skus, func(e *entry) int32 { return e.position })
	if ids != nil {
		at = s.positionsOfIDs(ids, skus, at)
	}
	at = slices.DeleteFunc(at, func(i int32) bool { return !shown(int(i)) })
	return listOf(q, byPosition(productColumns(s), t.rows), at, productDefaults)
}

// filtered lists the positions that pass, without collecting those outside the
// asked part.
func filtered(q query, cols []column[int32], stamps []int64, pass func(int) bool, everything bool) reply {
	start, end := q.window(math.MaxInt32)
	total, rows := 0, make([]int32, 0, max(min(end-start, len(stamps)-start), 0))
	if everything {
		total = len(stamps)
		for i := start; i < min(end, total); i++ {
			rows = append(rows, int32(i))
		}
		return envelope(q, cols, rows, total, productDefaults)
	}
	for i := range stamps {
		if !pass(i) {
			continue
		}
		if total >= start && total < end {
			rows = append(rows, int32(i))
		}
		total++
	}
	return envelope(q, cols, rows, total, productDefaults)
}

// positions finds products by SKU, in listing order and each once.
func (s *Sim) positions(skus []string, position func(*entry) int32) []int32 {
	at := make([]int32, 0, len(skus))
	for _, sku := range skus {
		if e := s.bySKU[sku]; e != nil && position(e) >= 0 {
			at = append(at, position(e))
		}
	}
	slices.Sort(at)
	return slices.Compact(at)
}

func (s *Sim) positionsOfIDs(ids, skus []string, bySKU []int32) []int32 {
	var at []int32
	for _, text := range ids {
		id, err := strconv.Atoi(text)
		e := s.byID(id)
		if err == nil && e != nil && (skus == nil || slices.Contains(bySKU, e.position)) {
			at = append(at, e.position)
		}
	}
	slices.Sort(at)
	return slices.Compact(at)
}

// byID finds a product; ids grow in listing order.
func (s *Sim) byID(id int) *entry {
	i, ok := slices.BinarySearchFunc(s.products.rows, id, func(e *entry, id int) int { return cmp.Compare(e.id, id) })
	if !ok {
		return nil
	}
	return s.products.rows[i]
}
