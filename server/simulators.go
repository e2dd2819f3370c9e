package main

import (
	"maps"
	"net/http"
	"slices"
	"strconv"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/flowii"
	"wpbridge/internal/erp/flowii/flowiisim"
	"wpbridge/internal/erp/profile"
	"wpbridge/internal/erp/profile/profilesim"
	"wpbridge/internal/erp/simkit"
	"wpbridge/internal/erp/sitoo"
	"wpbridge/internal/erp/sitoo/sitoosim"
	"wpbridge/internal/erp/smartbill"
	"wpbridge/internal/erp/smartbill/smartbillsim"
)

// simulator plays one ERP.
type simulator interface {
	http.Handler
	Len() int
	// Settings are those by which the connector reaches it at an address.
	Settings(address string) erp.Settings
}

// play is how one ERP is played.
type play struct {
	connector string
	sim       func(stage) (simulator, error)
}

// simulators are the ERPs that can be played, by the name under which they are
// asked for.
func simulators() map[string]play {
	return map[string]play{
		sitoo.Name:     {sitoo.Name, playSitoo},
		smartbill.Name: {smartbill.Name, playSmartBill},
		flowii.Name:    {flowii.Name, playFlowii},
		"sors":         {profile.Name, playProfile("sors")},
		"sedona":       {profile.Name, playProfile("sedona")},
	}
}

func simulatorNames() []string { return slices.Sorted(maps.Keys(simulators())) }

// stage is what a simulator is made from: a file, the shop's goods, or else so
// many generated items.
type stage struct {
	file       string
	goods      []good
	fromShop   bool
	items      int
	warehouses []string // the first is that of the shop's goods; nil: the system's usual one
	faults     simkit.Faults
	budget     int
}

// good is an item of the shop, as an ERP might have it.
type good struct {
	sku, name, barcode string
	price              string             // with two decimals; empty: none
	stock              *commerce.Quantity // nil: the shop keeps none
}

// catalogue makes a simulator's products in the way that the stage asks for.
func catalogue[T any](s stage, generate func() []T, from func(good) T) ([]T, error) {
	switch {
	case s.file != "":
		return simkit.Load[T](s.file)
	case !s.fromShop:
		return generate(), nil
	}
	out := make([]T, len(s.goods))
	for i, g := range s.goods {
		out[i] = from(g)
	}
	return out, nil
}

func (s stage) places(usual string) []string {
	if s.warehouses == nil {
		return []string{usual}
	}
	return s.warehouses
}

func playSitoo(s stage) (simulator, error) {
	products, err := s.numbered()
	if err != nil {
		return nil, err
	}
	return sitoosim.New(sitoosim.Options{Products: products, Faults: s.faults, Budget: s.budget}), nil
}

// numbered are products in warehouses that have numbers.
func (s stage) numbered() ([]sitoosim.Product, error) {
	var numbers []int
	for _, text := range s.places("1") {
		n, err := strconv.Atoi(text)
		if err != nil {
			return nil, usagef("--warehouses: this system numbers its warehouses; %q is no number", text)
		}
		numbers = append(numbers, n)
	}
	return catalogue(s,
		func() []sitoosim.Product { return sitoosim.Generate(s.items, numbers) },
		func(g good) sitoosim.Product {
			p := sitoosim.Product{SKU: g.sku, Title: g.name, Barcode: g.barcode, Price: g.price}
			if g.stock != nil {
				p.Stock = []sitoosim.Level{{Warehouse: numbers[0], Quantity: *g.stock}}
			}
			return p
		})
}

func playSmartBill(s stage) (simulator, error) {
	places := s.places("Depozit")
	products, err := catalogue(s,
		func() []smartbillsim.Product { return smartbillsim.Generate(s.items, places) },
		func(g good) smartbillsim.Product {
			p := smartbillsim.Product{Code: g.sku, Name: g.name, Price: g.price}
			if g.stock != nil {
				p.Stock = []smartbillsim.Level{{Warehouse: places[0], Quantity: *g.stock}}
			}
			return p
		})
	if err != nil {
		return nil, err
	}
	return smartbillsim.New(smartbillsim.Options{Products: products, Faults: s.faults, Budget: s.budget}), nil
}

func playFlowii(s stage) (simulator, error) {
	if s.warehouses != nil {
		return nil, usagef("--warehouses: FLOWii's interface knows no warehouses")
	}
	products, err := catalogue(s,
		func() []flowiisim.Product { return flowiisim.Generate(s.items) },
		func(g good) flowiisim.Product {
			return flowiisim.Product{SKU: g.sku, Name: g.name, Barcode: g.barcode, Price: g.price, Stock: g.stock}
		})
	if err != nil {
		return nil, err
	}
	return flowiisim.New(flowiisim.Options{Products: products, Faults: s.faults, Budget: s.budget}), nil
}

func playProfile(form string) func(stage) (simulator, error) {
	return func(s stage) (simulator, error) {
		if s.budget != 0 {
			return nil, usagef("--budget: the profiles' systems are played without one")
		}
		products, err := s.numbered()
		if err != nil {
			return nil, err
		}
		return profilesim.New(profilesim.Options{Form: form, Products: products, Faults: s.faults}), nil
	}
}
