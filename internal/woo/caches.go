package woo

import (
	"context"
	"strconv"

	"wpbridge/internal/commerce"
	"wpbridge/internal/wp"
)

// Transients WooCommerce drops when any product is saved, and the families it
// drops for the product and its parent.
var (
	shopTransients = []string{
		"wc_products_onsale", "wc_featured_products", "wc_outofstock_count", "wc_low_stock_count", "wc_term_counts",
		"wc_admin_stock_count_lowstock", "wc_admin_stock_count_instock", "wc_admin_stock_count_outofstock", "wc_admin_stock_count_onbackorder",
		"wc_admin_product_count", "wc_filter_data_entry_count",
	}
	productFamilies = []string{"wc_product_children_", "wc_var_prices_", "wc_related_", "wc_child_has_weight_", "wc_child_has_dimensions_"}
	countFamilies   = []string{"wc_layered_nav_counts_"}
)

// ClearCaches drops the transients in which WooCommerce keeps what the touched
// products and their parents looked like before. It belongs after the last
// commit of a run, for the lot: names are read by family, not by product.
func (s *Shop) ClearCaches(ctx context.Context, touched func(commerce.ProductID) bool) error {
	ours := func(suffix string) bool {
		id, err := strconv.ParseUint(suffix, 10, 64)
		return err == nil && touched(commerce.ProductID(id))
	}
	if err := wp.DeleteTransientsOf(ctx, s.db, s.prefix, productFamilies, ours); err != nil {
		return err
	}
	if err := wp.DeleteTransientsOf(ctx, s.db, s.prefix, countFamilies, func(string) bool { return true }); err != nil {
		return err
	}
	if err := wp.DeleteTransients(ctx, s.db, s.prefix, shopTransients...); err != nil {
		return err
	}
	for _, group := range []string{"product", "product_query", "filter_data"} {
		if err := wp.BumpVersion(ctx, s.db, s.prefix, group); err != nil {
			return err
		}
	}
	return nil
}
