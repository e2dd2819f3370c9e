package smartbill

import (
	"slices"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/wire"
)

// spot is a code in a warehouse.
type spot struct {
	code      commerce.Code
	warehouse string
}

// sheet collects levels. What one answer states twice and differently, or
// without quantity, is in doubt: unknown, and not zero.
type sheet struct {
	byName  bool
	levels  []commerce.StockLevel
	at      map[spot]int
	doubt   map[spot]bool
	unkeyed int // products without a code
}

func (c *client) sheet() *sheet {
	return &sheet{byName: c.byName, at: map[spot]int{}, doubt: map[spot]bool{}}
}

func (s *sheet) add(warehouse string, p stockProduct) error {
	e := entry{wire.Named("product " + wire.Found(p.Name) + " (code " + wire.Found(p.Code) + ")")}
	key := spot{s.key(&e, p), warehouse}
	q, known := e.quantity("quantity", p.Quantity)
	i, twice := s.at[key]
	switch {
	case e.Err != nil:
		return e.Err
	case key.code == "":
		s.unkeyed++
	case !known, twice && s.levels[i].Available != q:
		s.doubt[key] = true
	case !twice:
		s.at[key] = len(s.levels)
		s.levels = append(s.levels, commerce.StockLevel{Code: key.code, Location: warehouse, Available: q})
	}
	return nil
}

// key is what identifies a product by the settings.
func (s *sheet) key(e *entry, p stockProduct) commerce.Code {
	name, code := e.Label("productName", p.Name), e.Label("productCode", p.Code)
	if s.byName {
		return commerce.Code(name)
	}
	return commerce.Code(code)
}

// clear is the levels that are not in doubt.
func (s *sheet) clear() []commerce.StockLevel {
	return slices.DeleteFunc(s.levels, func(l commerce.StockLevel) bool { return s.doubt[spot{l.Code, l.Location}] })
}

// settled is the levels of those codes that are in doubt nowhere.
func (s *sheet) settled() []commerce.StockLevel {
	codes := map[commerce.Code]bool{}
	for d := range s.doubt {
		codes[d.code] = true
	}
	return slices.DeleteFunc(s.levels, func(l commerce.StockLevel) bool { return codes[l.Code] })
}
