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

// metaPlan is a chunk's rows to overwrite, create and remove.
type metaPlan struct {
	update []metaSet
	insert []metaSet
	drop   []uint64
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
	for _, r := range rows {
		if !r.is(text) {
			p.update = append(p.update, metaSet{row: r, product: it.id, key: key, text: text})
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

// writeSets overwrites existing rows in one statement, in ascending order, and
// refuses where a row vanished, as writeAdditions does.
func (p *metaPlan) writeSets(ctx context.Context, s *Shop, tx *sql.Tx) error {
	slices.SortFunc(p.update, func(a, b metaSet) int {
		return cmp.Or(cmp.Compare(a.product, b.product), cmp.Compare(a.row.id, b.row.id))
	})
	if len(p.update) > 0 {
		var v mysql.Values
		for _, m := range p.update {
			v.Add(m.row.id, m.product, m.key, m.text)
		}
		n, err := mysql.Affected(ctx, tx, s.sql(`INSERT INTO {postmeta} (meta_id, post_id, meta_key, meta_value) VALUES `+v.String()+`
			ON DUPLICATE KEY UPDATE meta_value = IF(meta_key = VALUES(meta_key) AND post_id = VALUES(post_id), VALUES(meta_value), meta_value)`), v.Args...)
		if err != nil {
			return fmt.Errorf("write product meta: %w", err)
		}
		if n != int64(2*len(p.update)) {
			return errMoved
		}
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
