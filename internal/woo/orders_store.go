package woo

import (
	"context"
	"strconv"

	"wpbridge/internal/mysql"
	"wpbridge/internal/wp"
)

// orderStore is one look at the shop's orders, in one snapshot.
type orderStore struct {
	*Shop
	q      mysql.Queryer
	legacy bool  // orders are posts
	digits int32 // of the currency, as the shop shows it
}

// orderStore finds out where orders are kept. The shop's owner may change that,
// and how many decimals prices have, at any time; so it is read with the orders.
func (s *Shop) orderStore(ctx context.Context, q mysql.Queryer) (orderStore, error) {
	o, err := wp.ReadOptions(ctx, q, s.prefix, "woocommerce_custom_orders_table_enabled", "woocommerce_price_num_decimals")
	if err != nil {
		return orderStore{}, err
	}
	digits, err := strconv.ParseInt(o["woocommerce_price_num_decimals"], 10, 8)
	if err != nil || digits < 0 {
		digits = 2
	}
	return orderStore{Shop: s, q: q, legacy: !o.Yes("woocommerce_custom_orders_table_enabled"), digits: int32(digits)}, nil
}
