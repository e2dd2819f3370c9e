package woo

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"wpbridge/internal/commerce"
	"wpbridge/internal/mysql"
)

// loadMetas reads what an order has beside its rows: with posts, nearly all.
func (p *orderPage) loadMetas(ctx context.Context, ids []commerce.OrderID) error {
	from, keys := "{wc_orders_meta} WHERE order_id", slices.Concat(numberKeys, []string{"_refund_reason"}, p.options.MetaKeys)
	columns, sequence := "order_id, meta_key, meta_value", "order_id, id"
	if p.legacy {
		from, keys = "{postmeta} WHERE post_id", append(keys, postKeys()...)
		columns, sequence = "post_id, meta_key, meta_value", "post_id, meta_id"
	}
	in, args := mysql.List(ids)
	keyIn, keyArgs := mysql.List(keys)
	err := mysql.Each(ctx, p.q, func(r *sql.Rows) error {
		var id commerce.OrderID
		var key string
		var value sql.NullString
		if err := r.Scan(&id, &key, &value); err != nil {
			return err
		}
		if _, twice := p.papers[id].metas[key]; !twice {
			p.papers[id].metas[key] = value.String
		}
		return nil
	}, p.sql(`SELECT `+columns+` FROM `+from+` IN (`+in+`) AND meta_key IN (`+keyIn+`) ORDER BY `+sequence), append(args, keyArgs...)...)
	if err != nil {
		return fmt.Errorf("metas: %w", err)
	}
	if p.legacy {
		for _, id := range ids {
			p.readPost(p.papers[id])
		}
	}
	return nil
}
