package main

import (
	"context"
	"strings"

	"github.com/shopspring/decimal"

	"wpbridge/internal/app"
	"wpbridge/internal/commerce"
	"wpbridge/internal/job"
	"wpbridge/internal/woo"
)

// shopGoods is the shop's own catalogue for a simulator.
func (c *cli) shopGoods(ctx context.Context) ([]good, error) {
	var goods []good
	seen := map[string]bool{}
	err := c.withShop(ctx, func(a *app.App) error {
		return a.Shop.Catalogue(ctx, 1000, func(page []woo.Product) error {
			more, err := copies(ctx, a.Shop, page, seen)
			goods = append(goods, more...)
			return err
		})
	})
	return goods, err
}

// copies makes a good of every product with a SKU that can hold stock. A SKU
// that the shop has twice is taken once.
func copies(ctx context.Context, shop *woo.Shop, page []woo.Product, seen map[string]bool) ([]good, error) {
	ids := make([]commerce.ProductID, len(page))
	for i, p := range page {
		ids[i] = p.ID
	}
	holdings, err := shop.Holdings(ctx, ids)
	if err != nil {
		return nil, err
	}
	prices, err := shop.Prices(ctx, ids)
	if err != nil {
		return nil, err
	}
	var out []good
	for _, p := range page {
		if p.SKU == "" || seen[p.SKU] || !job.Usable(p) {
			continue
		}
		seen[p.SKU] = true
		g := good{sku: p.SKU, name: p.Name, barcode: p.GTIN, price: money(prices[p.ID].Regular)}
		if h := holdings[p.ID]; h.Managed {
			g.stock = &h.Stock
		}
		out = append(out, g)
	}
	return out, nil
}

func money(text *string) string {
	if text == nil || *text == "" {
		return ""
	}
	d, err := decimal.NewFromString(strings.TrimSpace(*text))
	if err != nil {
		return ""
	}
	return d.StringFixed(2)
}
