package smartbill

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/wire"
)

type (
	warehouseInfo struct {
		Name raw `json:"warehouseName"`
	}
	stockProduct struct {
		Name     raw `json:"productName"`
		Code     raw `json:"productCode"`
		Quantity raw `json:"quantity"`
	}
)

// stockList reads the answer about stock as it comes: a warehouse may hold a
// hundred thousand products, of which only the levels are kept.
type stockList struct {
	dec  *json.Decoder
	row  func(warehouse string, p stockProduct) error
	list bool   // the list has been there
	said string // errorText
}

// readStocks calls row for each product of each warehouse. Only where it returns
// no error may anything of the rows be used.
func (c *client) readStocks(body io.Reader, row func(warehouse string, p stockProduct) error) error {
	s := &stockList{dec: json.NewDecoder(body), row: row}
	if err := s.answer(); err != nil {
		return err
	}
	switch {
	case s.said != "":
		return c.business(200, s.said)
	case !s.list:
		return fmt.Errorf("%w: no list of stock in it", erp.ErrAnswer)
	}
	return nil
}

func (s *stockList) answer() error {
	err := s.object(func(key string) error {
		switch key {
		case "list":
			s.list = true
			return s.array(s.warehouse)
		case "errorText":
			var v raw
			err := s.decode(&v)
			text, _ := wire.Unquote(v) // of another type it says nothing
			s.said = clean(text)
			return err
		}
		return s.decode(new(raw))
	})
	if err != nil {
		return err
	}
	if t, err := s.dec.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: more behind its end: %v", erp.ErrAnswer, t)
	}
	return nil
}

// warehouse reads one element of the list. The name usually comes first; where
// it does not, the products wait for it.
func (s *stockList) warehouse() error {
	var name string
	var named bool
	var waiting []stockProduct
	err := s.object(func(key string) error {
		switch key {
		case "warehouse":
			var w warehouseInfo
			if err := s.decode(&w); err != nil {
				return err
			}
			e := entry{wire.Named("a warehouse")}
			name, named = e.Text("warehouseName", w.Name), true
			return e.Err
		case "products":
			return s.products(func(p stockProduct) error {
				if named {
					return s.row(name, p)
				}
				waiting = append(waiting, p)
				return nil
			})
		}
		return s.decode(new(raw))
	})
	if err == nil && !named {
		return fmt.Errorf("%w: products without a warehouse", erp.ErrAnswer)
	}
	for _, p := range waiting {
		if err == nil {
			err = s.row(name, p)
		}
	}
	return err
}

// products reads a list of products, or a single one in its place.
func (s *stockList) products(f func(stockProduct) error) error {
	one := func() error {
		var p stockProduct
		if err := s.decode(&p); err != nil {
			return err
		}
		return f(p)
	}
	return s.arrayOr(one, func() error {
		var p stockProduct
		if err := s.fields(p.field); err != nil {
			return err
		}
		return f(p)
	})
}

// field is where one field of a single product goes.
func (p *stockProduct) field(key string) *raw {
	switch key {
	case "productName":
		return &p.Name
	case "productCode":
		return &p.Code
	case "quantity":
		return &p.Quantity
	}
	return new(raw)
}

// fields reads the rest of an object that has begun.
func (s *stockList) fields(at func(key string) *raw) error {
	return s.members(func(key string) error { return s.decode(at(key)) })
}
