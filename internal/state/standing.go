package state

import (
	"context"
	"database/sql"
	"fmt"

	"wpbridge/internal/commerce"
	"wpbridge/internal/ledger"
	"wpbridge/internal/mysql"
)

// Standing is a link with its number in the shop, both of the same moment: a
// sync moves base and number in one transaction, so what is read of them in one
// statement belongs together.
type Standing struct {
	Link    ledger.LinkID
	Product commerce.ProductID
	Code    commerce.Code
	Tracked bool // the ERP keeps stock for the item
	Gone    bool // the ERP has deleted the item
	// Base is what the ERP's side was when last applied; Taken is false until the
	// stock was first taken over.
	Base  commerce.Quantity
	Taken bool
	// Stock is the shop's number; Valid is false where it is none.
	Stock commerce.Quantity
	Valid bool
}

// Standings reads how these products stand. Those without a link are absent.
func (s *Store) Standings(ctx context.Context, products []commerce.ProductID) (map[commerce.ProductID]Standing, error) {
	in, args := mysql.List(products)
	out := make(map[commerce.ProductID]Standing, len(products))
	err := s.each(ctx, func(r *sql.Rows) error {
		var x Standing
		var base decimalText
		var stock sql.NullString
		if err := r.Scan(&x.Link, &x.Product, &x.Code, &x.Tracked, &x.Gone, &base, &stock); err != nil {
			return err
		}
		x.Base, x.Taken = base.q, base.valid
		q, err := commerce.ParseStored(stock.String)
		x.Stock, x.Valid = q, err == nil
		out[x.Product] = x
		return nil
	}, `SELECT l.id, l.post_id, l.code, l.tracked, l.gone, l.base,
		(SELECT m.meta_value FROM {postmeta} m WHERE m.post_id = l.post_id AND m.meta_key = '_stock' ORDER BY m.meta_id LIMIT 1)
		FROM {wpbridge_link} l WHERE l.post_id IN (`+in+`)`, args...)
	if err != nil {
		return nil, fmt.Errorf("read how the products stand: %w", err)
	}
	return out, nil
}
