package sitoosim

import (
	"slices"

	"wpbridge/internal/erp/simkit"
)

// variantGroup is one thing that varies, with all its values.
type variantGroup struct {
	Name    string   `json:"name"`
	Options []string `json:"options"`
}

type variant struct {
	ID         int      `json:"productid"`
	Active     bool     `json:"active"`
	ActivePOS  bool     `json:"activepos"`
	Title      string   `json:"title"`
	SKU        string   `json:"sku"`
	Price      *string  `json:"moneyprice"`
	PriceOrg   *string  `json:"moneypriceorg"`
	Barcode    string   `json:"barcode"`
	Attributes []string `json:"attributes"`
}

// variants answers with the family of e; a single product is alone in its own.
func (s *Sim) variants(e *entry) reply {
	family := struct {
		Groups   []*variantGroup `json:"groups"`
		Variants []variant       `json:"variants"`
	}{Groups: []*variantGroup{}, Variants: []variant{}}
	for _, x := range s.products.rows {
		if x != e && (e.Parent == "" || x.Parent != e.Parent) {
			continue
		}
		for i, a := range x.Attributes {
			if i == len(family.Groups) {
				family.Groups = append(family.Groups, &variantGroup{Name: a.Name})
			}
			if g := family.Groups[i]; !slices.Contains(g.Options, a.Value) {
				g.Options = append(g.Options, a.Value)
			}
		}
		family.Variants = append(family.Variants, x.variant())
	}
	return ok(simkit.AppendJSON(nil, family))
}

func (e *entry) variant() variant {
	v := variant{
		ID: e.id, Active: !e.Inactive, ActivePOS: !e.InactivePOS, Title: e.Title, SKU: e.SKU,
		Price: nullable(e.Price), PriceOrg: nullable(e.PriceOrg), Barcode: e.Barcode, Attributes: []string{},
	}
	for _, a := range e.Attributes {
		v.Attributes = append(v.Attributes, a.Value)
	}
	return v
}

func nullable(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func attributes(e *entry) []Attribute {
	if e.Attributes == nil {
		return []Attribute{}
	}
	return e.Attributes
}
