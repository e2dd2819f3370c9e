package main

import (
	"context"
	"fmt"

	"wpbridge/internal/erp/flowii/flowiisim"
	"wpbridge/internal/erp/sitoo/sitoosim"
)

// simulateFlowii serves a simulated FLOWii.
func (c *cli) simulateFlowii(ctx context.Context, f simulateFlags, faults sitoosim.Faults) error {
	products, err := c.goods(ctx, f)
	if err != nil {
		return err
	}
	sim := flowiisim.New(flowiisim.Options{Products: products, Faults: faults, Budget: f.budget})
	return c.serveSim(ctx, f.listen, sim, func(address string) string {
		s := sim.Settings(address)
		return fmt.Sprintf("FLOWii simulator with %d items; settings:\n\nerp: {name: flowii}\nflowii:\n  base_url: %s\n  email: %s\n  password: %s\n  api_key: %s\n  company: %q\n  stock_attribute: %s\n\n",
			sim.Len(), s["base_url"], s["email"], s["password"], s["api_key"], s["company"], s["stock_attribute"])
	})
}

// goods is the catalogue. From the shop it takes what a simulated Sitoo would
// hold.
func (c *cli) goods(ctx context.Context, f simulateFlags) ([]flowiisim.Product, error) {
	switch {
	case f.file != "":
		return flowiisim.LoadFile(f.file)
	case !f.fromShop:
		return flowiisim.Generate(f.items), nil
	}
	shop, err := c.simulated(ctx, f)
	return asGoods(shop), err
}

// asGoods adds up each product's stock: FLOWii knows no warehouses.
func asGoods(shop []sitoosim.Product) []flowiisim.Product {
	out := make([]flowiisim.Product, len(shop))
	for i, p := range shop {
		out[i] = flowiisim.Product{SKU: p.SKU, Name: p.Title, Barcode: p.Barcode, Price: p.Price}
		for _, l := range p.Stock {
			q := l.Quantity
			if out[i].Stock != nil {
				q += *out[i].Stock
			}
			out[i].Stock = &q
		}
	}
	return out
}
