// Package woo reads and writes WooCommerce's tables the way WooCommerce itself
// leaves them.
//
// A stock number takes this road: Holdings reads it (load.go), ApplyStock adds
// the difference to _stock (stock.go), and Derive brings everything that
// follows from it into line: status, lookup table, visibility, parents, counts,
// dates and caches (derive.go, status.go, parent.go, write.go).
//
// The rules of the house, all measured against a running checkout: _stock is
// addressed by meta_id, never by (post_id, meta_key), which would lock every
// row of the product; quantities are added, not overwritten; rows of one
// product are taken in ascending meta_id; derived rows follow after the commit,
// each table in its own statement, by primary key.
package woo

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"wpbridge/internal/commerce"
	"wpbridge/internal/mysql"
	"wpbridge/internal/wp"
)

// ErrRefused is wrapped where the shop is in a state in which writing its
// tables directly would do harm.
var ErrRefused = errors.New("this shop's tables must not be written directly now")

// Settings are the shop's options that decide what a write must look like.
type Settings struct {
	Version           string
	Home              string // the shop's address
	ManageStock       bool   // the global switch
	HideOutOfStock    bool
	NoStockAmount     commerce.Quantity // at or below it a product is out of stock
	PricesIncludeTax  bool
	PriceDecimals     int
	HPOS              bool
	Location          *time.Location
	outOfStockTerm    uint64 // term_taxonomy_id
	excludeTerm       uint64 // exclude-from-catalog
	types             map[uint64]commerce.Kind
	attributeLookup   bool
	regeneratingTable bool
}

// Shop is one WooCommerce shop.
type Shop struct {
	db       *sql.DB
	prefix   wp.Prefix
	settings Settings
	now      func() time.Time
}

// Open reads the shop's settings and refuses a shop it must not write to.
func Open(ctx context.Context, db *sql.DB, p wp.Prefix) (*Shop, error) {
	s := &Shop{db: db, prefix: p, now: time.Now}
	if err := s.readSettings(ctx); err != nil {
		return nil, err
	}
	if err := s.checkTables(ctx); err != nil {
		return nil, err
	}
	return s, nil
}

// Settings returns what Open or Refresh read.
func (s *Shop) Settings() Settings { return s.settings }

// Refresh reads the settings again and tells whether the shop may be written
// to now. A run calls it before it starts.
func (s *Shop) Refresh(ctx context.Context) error {
	if err := s.readSettings(ctx); err != nil {
		return err
	}
	switch {
	case !s.settings.ManageStock:
		return fmt.Errorf("%w: stock management is switched off; switch it on under WooCommerce › Settings › Products › Inventory", ErrRefused)
	case s.settings.regeneratingTable:
		return fmt.Errorf("%w: WooCommerce is rebuilding its product lookup table; try again when that has finished (WooCommerce › Status › Tools)", ErrRefused)
	}
	return nil
}

var optionNames = []string{
	"woocommerce_version", "woocommerce_schema_version", "woocommerce_manage_stock", "woocommerce_hide_out_of_stock_items",
	"woocommerce_notify_no_stock_amount", "woocommerce_prices_include_tax", "woocommerce_price_num_decimals",
	"woocommerce_custom_orders_table_enabled", "woocommerce_product_lookup_table_is_generating", "home", "timezone_string", "gmt_offset",
}

func (s *Shop) readSettings(ctx context.Context) error {
	o, err := wp.ReadOptions(ctx, s.db, s.prefix, optionNames...)
	if mysql.NoTable(err) {
		return fmt.Errorf("there is no WordPress with the table prefix %q in this database: check shop.prefix against $table_prefix in wp-config.php: %w", s.prefix, err)
	}
	if err != nil {
		return err
	}
	if o["woocommerce_version"] == "" {
		return fmt.Errorf("%w: WooCommerce is not installed in the WordPress with the table prefix %q", ErrRefused, s.prefix)
	}
	threshold, err := commerce.ParseStored(o.Or("woocommerce_notify_no_stock_amount", "0"))
	if err != nil {
		return fmt.Errorf("read the out-of-stock threshold: %w", err)
	}
	if threshold < 0 {
		threshold = -threshold
	}
	decimals := 2
	if _, err := fmt.Sscanf(o["woocommerce_price_num_decimals"], "%d", &decimals); err != nil {
		decimals = 2
	}
	generating := o["woocommerce_product_lookup_table_is_generating"]
	s.settings = Settings{
		Version:           o["woocommerce_version"],
		Home:              o["home"],
		ManageStock:       o.Or("woocommerce_manage_stock", "yes") == "yes",
		HideOutOfStock:    o.Yes("woocommerce_hide_out_of_stock_items"),
		NoStockAmount:     threshold,
		PricesIncludeTax:  o.Yes("woocommerce_prices_include_tax"),
		PriceDecimals:     decimals,
		HPOS:              o.Yes("woocommerce_custom_orders_table_enabled"),
		Location:          o.Location(),
		regeneratingTable: generating != "" && generating != "0" && generating != "no",
	}
	return s.readTerms(ctx)
}

// readTerms resolves the terms that WooCommerce itself finds by name.
func (s *Shop) readTerms(ctx context.Context) error {
	s.settings.types = map[uint64]commerce.Kind{}
	err := mysql.Each(ctx, s.db, func(r *sql.Rows) error {
		var id uint64
		var taxonomy, name string
		if err := r.Scan(&id, &taxonomy, &name); err != nil {
			return err
		}
		switch {
		case taxonomy == "product_type":
			s.settings.types[id] = commerce.Kind(name)
		case name == "outofstock":
			s.settings.outOfStockTerm = id
		case name == "exclude-from-catalog":
			s.settings.excludeTerm = id
		}
		return nil
	}, s.sql(`SELECT tt.term_taxonomy_id, tt.taxonomy, t.name FROM {term_taxonomy} tt JOIN {terms} t ON t.term_id = tt.term_id WHERE tt.taxonomy IN ('product_visibility','product_type')`))
	if err != nil {
		return fmt.Errorf("read WooCommerce's own terms: %w", err)
	}
	if s.settings.outOfStockTerm == 0 {
		return fmt.Errorf("%w: the product_visibility term \"outofstock\" is missing; WooCommerce › Status › Tools › Verify base database tables restores it", ErrRefused)
	}
	return nil
}

// ourTables are the tables of WordPress and WooCommerce that we write, or whose
// rows must be consistent with what we write.
var ourTables = []string{"posts", "postmeta", "options", "term_relationships", "term_taxonomy", "termmeta", "wc_product_meta_lookup"}

func (s *Shop) checkTables(ctx context.Context) error {
	var wrong []string
	seen := map[string]bool{}
	names := make([]string, 0, len(ourTables)+1)
	for _, t := range append(ourTables, "wc_product_attributes_lookup", "wc_products") {
		names = append(names, s.prefix.Table(t))
	}
	in, args := mysql.List(names)
	err := mysql.Each(ctx, s.db, func(r *sql.Rows) error {
		var table string
		var engine sql.NullString
		if err := r.Scan(&table, &engine); err != nil {
			return err
		}
		seen[table] = true
		if engine.String != "InnoDB" {
			wrong = append(wrong, fmt.Sprintf("%s is %s", table, engine.String))
		}
		return nil
	}, `/* wpbridge:check */ SELECT table_name, engine FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name IN (`+in+`)`, args...)
	if err != nil {
		return fmt.Errorf("look at the shop's tables: %w", err)
	}
	s.settings.attributeLookup = seen[s.prefix.Table("wc_product_attributes_lookup")]
	if seen[s.prefix.Table("wc_products")] {
		return fmt.Errorf("%w: products are kept in %s by another product data store, not where WooCommerce keeps them", ErrRefused, s.prefix.Table("wc_products"))
	}
	for _, t := range ourTables {
		if !seen[s.prefix.Table(t)] {
			wrong = append(wrong, s.prefix.Table(t)+" is missing")
		}
	}
	if len(wrong) > 0 {
		return fmt.Errorf("%w: %s; every one must exist and be InnoDB (ALTER TABLE … ENGINE=InnoDB, after a backup)", ErrRefused, strings.Join(wrong, ", "))
	}
	return nil
}

func (s *Shop) sql(q string) string { return s.prefix.SQL("/* wpbridge:woo */ " + q) }
