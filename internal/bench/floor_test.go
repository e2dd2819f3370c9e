package bench

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/mysql"
	"wpbridge/internal/shoptest"
)

const (
	floorChunk = 500
	inStock    = "instock"
	outOfStock = "outofstock"
)

// floor writes stock as quickly as sets of literal rows can, on one connection:
// every derived row, but no plan, no guard, no journal and no question whether
// anything has moved. It is what the engine is compared with.
type floor struct {
	conn    *sql.Conn
	prefix  string
	term    int
	holders []*holder
	parents []*holder
	byRow   map[uint64]*holder
	byID    map[uint64]*holder
}

// holder is all the floor knows of a product, before it starts.
type holder struct {
	id, row, statusRow, parent uint64
	old, status                string
	delta, quantity            int64
}

// load reads what a mirror of the shop would know; it is not timed.
func newFloor(b *testing.B, shop *shoptest.Shop) *floor {
	b.Helper()
	db, err := mysql.Open(b.Context(), mysql.Options{DSN: shop.DSN, MaxOpen: 1})
	require.NoError(b, err)
	conn, err := db.Conn(b.Context())
	require.NoError(b, err)
	b.Cleanup(func() { _, _ = conn.Close(), db.Close() })
	f := &floor{conn: conn, prefix: shop.Prefix}
	f.term, err = strconv.Atoi(shop.Value(b, "SELECT tt.term_taxonomy_id FROM "+shop.Table("term_taxonomy")+" tt JOIN "+shop.Table("terms")+" t ON t.term_id = tt.term_id WHERE tt.taxonomy = 'product_visibility' AND t.name = 'outofstock'"))
	require.NoError(b, err)
	return f
}

func (f *floor) load(ctx context.Context, target func(ordinal int) int64) error {
	f.holders, f.parents, f.byRow, f.byID = nil, nil, map[uint64]*holder{}, map[uint64]*holder{}
	return mysql.Each(ctx, f.conn, func(r *sql.Rows) error {
		var h holder
		var quantity sql.NullInt64
		var sku string
		if err := r.Scan(&h.id, &h.parent, &h.row, &quantity, &h.statusRow, &h.old, &sku); err != nil {
			return err
		}
		f.byID[h.id] = &h
		if !quantity.Valid {
			f.parents = append(f.parents, &h)
			return nil
		}
		ordinal, err := strconv.Atoi(strings.TrimPrefix(sku, "SKU-"))
		h.delta = target(ordinal) - quantity.Int64
		f.holders, f.byRow[h.row] = append(f.holders, &h), &h
		return err
	}, f.sql(`SELECT p.ID, p.post_parent, m.meta_id, CAST(m.meta_value AS SIGNED), s.meta_id, s.meta_value, k.meta_value
		FROM {posts} p JOIN {postmeta} m ON m.post_id = p.ID AND m.meta_key = '_stock' JOIN {postmeta} s ON s.post_id = p.ID AND s.meta_key = '_stock_status'
		JOIN {postmeta} k ON k.post_id = p.ID AND k.meta_key = '_sku' ORDER BY p.ID`))
}

// run writes it all and says how long that took.
func (f *floor) run(ctx context.Context) (time.Duration, error) {
	begun := time.Now()
	if err := f.add(ctx); err != nil {
		return 0, err
	}
	if err := f.readBack(ctx); err != nil {
		return 0, err
	}
	err := f.derive(ctx)
	return time.Since(begun), err
}

func (f *floor) add(ctx context.Context) error {
	return f.each(f.holders, func(part []*holder) error {
		return f.exec(ctx, `INSERT INTO {postmeta} (meta_id, post_id, meta_key, meta_value) VALUES `+
			list(part, func(h *holder) string { return fmt.Sprintf("(%d,%d,'_stock','%d')", h.row, h.id, h.delta) })+
			` ON DUPLICATE KEY UPDATE meta_value = meta_value + VALUES(meta_value)`)
	})
}

func (f *floor) readBack(ctx context.Context) error {
	for part := range mysql.Chunks(f.holders, 5000) {
		err := mysql.Each(ctx, f.conn, func(r *sql.Rows) error {
			var row uint64
			var quantity int64
			if err := r.Scan(&row, &quantity); err != nil {
				return err
			}
			h := f.byRow[row]
			h.quantity, h.status = quantity, outOfStock
			if quantity > 0 {
				h.status = inStock
			}
			return nil
		}, f.sql(`SELECT meta_id, meta_value FROM {postmeta} WHERE meta_id IN (`+list(part, func(h *holder) string { return strconv.FormatUint(h.row, 10) })+`)`))
		if err != nil {
			return err
		}
	}
	return nil
}

// flips are the products, parents among them, that turn to a status.
func (f *floor) flips(status string, among ...[]*holder) []*holder {
	var out []*holder
	for _, group := range among {
		for _, h := range group {
			if h.status == status && h.old != status {
				out = append(out, h)
			}
		}
	}
	return out
}

func (f *floor) each(all []*holder, do func([]*holder) error) error {
	for part := range mysql.Chunks(all, floorChunk) {
		if err := do(part); err != nil {
			return err
		}
	}
	return nil
}

func (f *floor) exec(ctx context.Context, q string) error {
	_, err := f.conn.ExecContext(ctx, f.sql(q))
	return err
}

// sql names the tables; the literals of the floor hold no braces.
func (f *floor) sql(q string) string {
	return strings.NewReplacer("{", f.prefix, "}", "").Replace(q)
}

func list[T any](all []T, text func(T) string) string {
	var s strings.Builder
	for i, v := range all {
		if i > 0 {
			s.WriteByte(',')
		}
		s.WriteString(text(v))
	}
	return s.String()
}

func ids(all []*holder) string {
	return list(all, func(h *holder) string { return strconv.FormatUint(h.id, 10) })
}
