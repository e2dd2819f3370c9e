package checkup

import (
	"context"
	"database/sql"
	"fmt"

	"wpbridge/internal/state"
	"wpbridge/internal/woo"
	"wpbridge/internal/wp"
)

const oldestWooCommerce = "8.2"

// Shop looks at WooCommerce: version, tables, and the settings that decide what
// a stock number does. It returns those, nil where they cannot be read.
func (r *Report) Shop(ctx context.Context, db *sql.DB, p wp.Prefix) *woo.Settings {
	const name = "woocommerce"
	shop, err := woo.Open(ctx, db, p)
	if err != nil {
		r.Fail(name, err, "")
		return nil
	}
	s := shop.Settings()
	orders := "wp_posts"
	if s.HPOS {
		orders = "HPOS"
	}
	if older(s.Version, oldestWooCommerce) {
		r.Warn(name, "WooCommerce "+s.Version, "wpbridge is made for WooCommerce "+oldestWooCommerce+" or newer: update it")
	} else {
		r.OK(name, "WooCommerce %s, tables prefixed %q, orders in %s", s.Version, p, orders)
	}
	r.pendingUpdate(ctx, db, p, s.Version)
	r.shopSettings(ctx, shop)
	return &s
}

// pendingUpdate finds a WooCommerce whose tables are older than its code.
func (r *Report) pendingUpdate(ctx context.Context, db *sql.DB, p wp.Prefix, version string) {
	o, err := wp.ReadOptions(ctx, db, p, "woocommerce_db_version")
	if have := o["woocommerce_db_version"]; err == nil && have != "" && older(have, version) {
		r.Warn("shop tables", fmt.Sprintf("they are of WooCommerce %s, its code is %s", have, version),
			"finish the database update that WooCommerce offers under Status › Tools")
	}
}

func (r *Report) shopSettings(ctx context.Context, shop *woo.Shop) {
	const name = "shop settings"
	if err := shop.Refresh(ctx); err != nil {
		r.Fail(name, err, "")
		return
	}
	s := shop.Settings()
	hidden, prices := "shown", "without"
	if s.HideOutOfStock {
		hidden = "hidden"
	}
	if s.PricesIncludeTax {
		prices = "with"
	}
	r.OK(name, "stock is managed, out-of-stock products are %s, prices are entered %s tax and %d decimals", hidden, prices, s.PriceDecimals)
	if s.PriceDecimals < 2 {
		r.Warn(name, fmt.Sprintf("prices are shown with %d decimals", s.PriceDecimals), "WooCommerce › Settings › General › Number of decimals, unless your currency has none")
	}
}

// Books looks at our own tables: their version, what is matched and how the
// last runs ended.
func (r *Report) Books(ctx context.Context, db *sql.DB, p wp.Prefix) {
	store, err := state.Open(ctx, db, p)
	if err != nil {
		r.Fail("own tables", err, "")
		return
	}
	version, err := state.Version(ctx, db, p)
	if err != nil {
		r.Fail("own tables", err, "")
		return
	}
	r.OK("own tables", "version %d", version)
	r.links(ctx, store)
	r.runs(ctx, store)
	r.pushes(ctx, store)
}

func (r *Report) links(ctx context.Context, store *state.Store) {
	switch _, linked, err := store.LinkSpan(ctx); {
	case err != nil:
		r.Fail("matched", err, "")
	case linked == 0:
		r.Warn("matched", "no product is joined to an item of the ERP yet", "look at `wpbridge match`, then accept it with `wpbridge match --accept`")
	default:
		r.OK("matched", "%d products are joined to items of the ERP", linked)
	}
}
