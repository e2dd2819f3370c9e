package shoptest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
)

// Catalogue is a made-up range of products that all manage their stock, every
// value derived from the item's ordinal. Ordinals count from 1 over the simple
// products, then over the variations parent by parent.
type Catalogue struct {
	Simple         int  // simple products
	Variable       int  // variable products, which hold no stock themselves
	VariationsEach int  // variations of each variable product
	Categories     int  // two levels deep; 12 when zero
	Transients     bool // also the cached transients that a visited shop has per product
}

// Holders returns how many stock holders the catalogue has.
func (c Catalogue) Holders() int { return c.Simple + c.Variable*c.VariationsEach }

// SKU returns the article number of an item.
func SKU(ordinal int) string { return fmt.Sprintf("SKU-%07d", ordinal) }

// ParentSKU returns the article number of the n-th variable product, from 1.
func ParentSKU(n int) string { return fmt.Sprintf("VAR-%07d", n) }

// Stock returns the stock that Fill gives an item: every tenth has none.
func Stock(ordinal int) int {
	if ordinal%10 == 0 {
		return 0
	}
	return 1 + ordinal%97
}

// Price returns the regular price that Fill gives an item.
func Price(ordinal int) string { return strconv.Itoa(10+ordinal%490) + ".90" }

// Fill writes the catalogue into an empty shop, row by row what WooCommerce's
// own functions leave after creating it and after its background queue ran.
func (c Catalogue) Fill(ctx context.Context, db *sql.DB, prefix string) error {
	if c.Variable > 0 && c.VariationsEach < 1 {
		return errors.New("a catalogue with variable products needs variations of each")
	}
	if c.Categories == 0 {
		c.Categories = 12
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("fill catalogue: %w", err)
	}
	defer func() { _ = conn.Close() }()

	f := newFiller(c, conn, prefix)
	for _, step := range []func(context.Context) error{f.begin, f.categories, f.attribute, f.simples, f.variables, f.finish} {
		if err := step(ctx); err != nil {
			return fmt.Errorf("fill catalogue: %w", err)
		}
	}
	return nil
}

// status returns what WooCommerce derives from a managed quantity without backorders.
func status(stock int) string {
	if stock > 0 {
		return "instock"
	}
	return "outofstock"
}
