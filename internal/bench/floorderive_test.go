package bench

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"wpbridge/internal/mysql"
)

// derive writes what follows from the numbers, table by table.
func (f *floor) derive(ctx context.Context) error {
	for _, p := range f.parents {
		p.status = outOfStock
	}
	for _, h := range f.holders {
		if p := f.byID[h.parent]; p != nil && h.status == inStock {
			p.status = inStock
		}
	}
	for _, step := range []func(context.Context) error{f.statuses, f.lookup, f.terms, f.attributes, f.dates, f.transients} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (f *floor) statuses(ctx context.Context) error {
	for _, status := range []string{inStock, outOfStock} {
		err := f.each(f.flips(status, f.holders, f.parents), func(part []*holder) error {
			return f.exec(ctx, `UPDATE {postmeta} SET meta_value = '`+status+`' WHERE meta_id IN (`+
				list(part, func(h *holder) string { return strconv.FormatUint(h.statusRow, 10) })+`) AND meta_key = '_stock_status'`)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (f *floor) lookup(ctx context.Context) error {
	err := f.each(f.holders, func(part []*holder) error {
		return f.exec(ctx, `INSERT INTO {wc_product_meta_lookup} (product_id, stock_quantity, stock_status) VALUES `+
			list(part, func(h *holder) string { return fmt.Sprintf("(%d,%d,'%s')", h.id, h.quantity, h.status) })+
			` ON DUPLICATE KEY UPDATE stock_quantity = VALUES(stock_quantity), stock_status = VALUES(stock_status)`)
	})
	for _, status := range []string{inStock, outOfStock} {
		if err != nil {
			return err
		}
		err = f.each(f.flips(status, f.parents), func(part []*holder) error {
			return f.exec(ctx, `UPDATE {wc_product_meta_lookup} SET stock_status = '`+status+`' WHERE product_id IN (`+ids(part)+`)`)
		})
	}
	return err
}

func (f *floor) terms(ctx context.Context) error {
	err := f.each(f.flips(outOfStock, f.holders, f.parents), func(part []*holder) error {
		return f.exec(ctx, `INSERT IGNORE INTO {term_relationships} (object_id, term_taxonomy_id, term_order) VALUES `+
			list(part, func(h *holder) string { return fmt.Sprintf("(%d,%d,0)", h.id, f.term) }))
	})
	if err != nil {
		return err
	}
	err = f.each(f.flips(inStock, f.holders, f.parents), func(part []*holder) error {
		return f.exec(ctx, fmt.Sprintf(`DELETE FROM {term_relationships} WHERE term_taxonomy_id = %d AND object_id IN (%s)`, f.term, ids(part)))
	})
	if err != nil {
		return err
	}
	return f.exec(ctx, fmt.Sprintf(`UPDATE {term_taxonomy} SET count = (SELECT COUNT(*) FROM {term_relationships} r JOIN {posts} p ON p.ID = r.object_id
		WHERE r.term_taxonomy_id = %d AND p.post_status = 'publish' AND p.post_type IN ('product','product_variation')) WHERE term_taxonomy_id = %d`, f.term, f.term))
}

func (f *floor) attributes(ctx context.Context) error {
	for i, status := range []string{outOfStock, inStock} {
		err := f.each(f.flips(status, f.holders, f.parents), func(part []*holder) error {
			return f.exec(ctx, fmt.Sprintf(`UPDATE {wc_product_attributes_lookup} SET in_stock = %d WHERE product_id IN (%s)`, i, ids(part)))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (f *floor) dates(ctx context.Context) error {
	now := time.Now().UTC().Format(time.DateTime)
	return f.each(slices.Concat(f.holders, f.parents), func(part []*holder) error {
		return f.exec(ctx, fmt.Sprintf(`UPDATE {posts} SET post_modified = '%s', post_modified_gmt = '%s' WHERE ID IN (%s)`, now, now, ids(part)))
	})
}

func (f *floor) transients(ctx context.Context) error {
	var rows []uint64
	for _, family := range []string{"wc_product_children_", "wc_var_prices_", "wc_related_", "wc_child_has_weight_", "wc_child_has_dimensions_"} {
		for _, start := range []string{"_transient_" + family, "_transient_timeout_" + family} {
			err := mysql.Each(ctx, f.conn, func(r *sql.Rows) error {
				var row uint64
				var name string
				if err := r.Scan(&row, &name); err != nil {
					return err
				}
				id, err := strconv.ParseUint(strings.TrimPrefix(name, start), 10, 64)
				if err == nil && f.byID[id] != nil {
					rows = append(rows, row)
				}
				return nil
			}, f.sql(`SELECT option_id, option_name FROM {options} WHERE option_name LIKE '`+strings.ReplaceAll(start, "_", `\_`)+`%'`))
			if err != nil {
				return err
			}
		}
	}
	for part := range mysql.Chunks(rows, 2000) {
		if err := f.exec(ctx, `DELETE FROM {options} WHERE option_id IN (`+list(part, func(id uint64) string { return strconv.FormatUint(id, 10) })+`)`); err != nil {
			return err
		}
	}
	return f.exec(ctx, `UPDATE {options} SET option_value = UNIX_TIMESTAMP() WHERE option_name IN ('_transient_product-transient-version', '_transient_product_query-transient-version')`)
}
