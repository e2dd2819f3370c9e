package erptest

import (
	"cmp"
	"encoding/json"
	"errors"
	"slices"
	"strconv"

	"wpbridge/internal/erp"
)

func put[T any](f *Fake, list *[]stamped[T], v T, same func(T) bool) {
	f.changes++
	s := stamped[T]{value: v, at: f.changes}
	if i := slices.IndexFunc(*list, func(x stamped[T]) bool { return same(x.value) }); i >= 0 {
		(*list)[i] = s
		return
	}
	*list = append(*list, s)
}

func drop[T any](list []stamped[T], which func(T) bool) {
	for i := range list {
		if which(list[i].value) {
			list[i].gone = true
		}
	}
}

func choose[T any](list []stamped[T], want func(T) bool) []T {
	var out []T
	for _, s := range list {
		if !s.gone && want(s.value) {
			out = append(out, s.value)
		}
	}
	return out
}

// spot is the fake's cursor.
type spot struct{ Begun, Next int }

func page[T any](f *Fake, list []stamped[T], q erp.Query, at func(stamped[T]) int) (erp.Page[T], error) {
	p := spot{Begun: f.changes}
	if q.Page != "" {
		if err := json.Unmarshal([]byte(q.Page), &p); err != nil {
			return erp.Page[T]{}, errors.New("not a cursor of the fake")
		}
	}
	since, err := strconv.Atoi("0" + string(q.Since))
	if err != nil {
		return erp.Page[T]{}, errors.New("not a mark of the fake")
	}
	size := cmp.Or(f.PageSize, 100)
	var out erp.Page[T]
	i := p.Next
	for ; i < len(list) && len(out.Items) < size; i++ {
		if !list[i].gone && at(list[i]) > since {
			out.Items = append(out.Items, list[i].value)
		}
	}
	if i < len(list) {
		b, err := json.Marshal(spot{p.Begun, i})
		out.Next = erp.Cursor(b)
		return out, err
	}
	out.Mark = erp.Mark(strconv.Itoa(p.Begun))
	return out, nil
}
