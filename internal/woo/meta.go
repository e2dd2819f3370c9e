package woo

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"wpbridge/internal/commerce"
	"wpbridge/internal/mysql"
)

// metaSet gives one meta row a text; nil is NULL.
type metaSet struct {
	row     row
	product commerce.ProductID
	key     string
	text    *string
}

// metaPlan is a chunk's rows to add to, overwrite, create and remove.
type metaPlan struct {
	add        []metaSet // text is a difference
	update     []metaSet
	stocks     []metaSet // _stock of products that the checkout takes nothing from
	insert     []metaSet
	drop       []uint64
	fractional bool // additions may leave fractions
}

// set plans a product's row of one key, creating it where there is none, and
// lets item say what the row will say.
func (p *metaPlan) set(it *item, key string, text *string) {
	rows := it.metas[key]
	if len(rows) == 0 {
		if text != nil {
			p.insert = append(p.insert, metaSet{product: it.id, key: key, text: text})
		}
	}
	list := &p.update
	if key == "_stock" {
		list = &p.stocks
	}
	for _, r := range rows {
		if !r.is(text) {
			*list = append(*list, metaSet{row: r, product: it.id, key: key, text: text})
		}
	}
	it.put(key, text)
}

// remove plans that a product has no row of this key.
func (p *metaPlan) remove(it *item, key string) {
	for _, r := range it.metas[key] {
		p.drop = append(p.drop, r.id)
	}
	delete(it.metas, key)
}

// writeSets changes existing rows, then removes and creates. Additions and
// overwritten rows go in one statement, in ascending order of meta_id within a
// product: the checkout, which takes rows in that order, then waits for us but
// never deadlocks with us.
func (p *metaPlan) writeSets(ctx context.Context, s *Shop, tx *sql.Tx) error {
	sum := `meta_value + VALUES(meta_value)`
	if p.fractional {
		sum = `ROUND(` + sum + `, 6)`
	}
	if err := p.upsert(ctx, s, tx, slices.Concat(p.add, p.update), `IF(meta_key = '_stock', `+sum+`, VALUES(meta_value))`); err != nil {
		return fmt.Errorf("write product meta: %w", err)
	}
	if err := p.upsert(ctx, s, tx, p.stocks, `VALUES(meta_value)`); err != nil {
		return fmt.Errorf("write product meta: %w", err)
	}
	if len(p.drop) > 0 {
		slices.Sort(p.drop)
		in, args := mysql.List(p.drop)
		if _, err := tx.ExecContext(ctx, s.sql(`DELETE FROM {postmeta} WHERE meta_id IN (`+in+`)`), args...); err != nil {
			return fmt.Errorf("remove product meta: %w", err)
		}
	}
	return p.writeInserts(ctx, s, tx)
}

// upsert is the heart: one statement for all rows, by primary key. Each row that
// is still the one it was, and changes, counts two; any other sum means that a
// row vanished (and would have been made anew), became another or turned NULL,
// and the transaction must not stand.
func (p *metaPlan) upsert(ctx context.Context, s *Shop, tx *sql.Tx, rows []metaSet, value string) error {
	if len(rows) == 0 {
		return nil
	}
	slices.SortFunc(rows, func(a, b metaSet) int {
		return cmp.Or(cmp.Compare(a.product, b.product), cmp.Compare(a.row.id, b.row.id))
	})
	var v mysql.Values
	for _, m := range rows {
		v.Add(m.row.id, m.product, m.key, m.text)
	}
	n, err := mysql.Affected(ctx, tx, s.sql(`INSERT INTO {postmeta} (meta_id, post_id, meta_key, meta_value) VALUES `+v.String()+`
		ON DUPLICATE KEY UPDATE meta_value = IF(meta_key = VALUES(meta_key) AND post_id = VALUES(post_id), `+value+`, meta_value)`), v.Args...)
	if err == nil && n != int64(2*len(rows)) {
		err = errMoved
	}
	return err
}

func (p *metaPlan) writeInserts(ctx context.Context, s *Shop, tx *sql.Tx) error {
	if len(p.insert) == 0 {
		return nil
	}
	var v mysql.Values
	for _, m := range p.insert {
		v.Add(m.product, m.key, m.text)
	}
	if _, err := tx.ExecContext(ctx, s.sql(`INSERT INTO {postmeta} (post_id, meta_key, meta_value) VALUES `+v.String()), v.Args...); err != nil {
		return fmt.Errorf("add product meta: %w", err)
	}
	return nil
}

func (r row) is(text *string) bool {
	return r.null == (text == nil) && (text == nil || *text == r.text)
}

func (r row) value() *string {
	if r.null {
		return nil
	}
	return &r.text
}

// put makes item say what a planned write will leave.
func (it *item) put(key string, text *string) {
	rows := it.metas[key]
	if len(rows) == 0 && text != nil {
		it.metas[key] = []row{{text: *text}}
		return
	}
	for i := range rows {
		rows[i].null = text == nil
		rows[i].text = ""
		if text != nil {
			rows[i].text = *text
		}
	}
}
