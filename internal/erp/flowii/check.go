package flowii

import (
	"context"
	"errors"
	"fmt"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/wire"
)

// CheckStock asks for the details of each good. FLOWii cannot be asked by number,
// so a code must have come up in an earlier reading; the list is searched for
// others, at most once in a while. For many codes the list alone is quicker.
func (c *stocked) CheckStock(ctx context.Context, codes []commerce.Code) ([]commerce.StockLevel, error) {
	sought := make(map[commerce.Code]bool, len(codes))
	for _, code := range codes {
		if code != "" {
			sought[code] = true
		}
	}
	s := search{stocked: c, sought: sought}
	pages := c.index.len() / c.page
	many := len(sought) > max(pages, c.page)
	if !many {
		if err := s.ask(ctx); err != nil {
			return nil, fmt.Errorf("check stock: %w", err)
		}
	}
	if len(s.sought) > 0 && (many || c.index.due()) {
		if err := s.walk(ctx); err != nil {
			return nil, fmt.Errorf("check stock: %w", err)
		}
	}
	return s.levels, nil
}

// search is one check under way.
type search struct {
	*stocked
	sought map[commerce.Code]bool // not found yet
	levels []commerce.StockLevel
}

// ask looks at the goods that once had the codes sought.
func (s *search) ask(ctx context.Context) error {
	for code := range s.sought {
		id, ok := s.index.find(code)
		if !ok {
			continue
		}
		r, err := s.good(ctx, id)
		if errors.Is(err, errGone) {
			s.index.forget(code)
			continue
		}
		if err == nil {
			err = s.take(r)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// walk goes through the list until all is found.
func (s *search) walk(ctx context.Context) error {
	p := place{}
	for more := true; more && len(s.sought) > 0; {
		var listed []resource
		var err error
		if listed, more, err = s.goods(ctx, &p, s.goodsQuery(typeGoods, 0)); err != nil {
			return err
		}
		for _, r := range listed {
			if err := s.pick(ctx, r); err != nil {
				return err
			}
		}
	}
	if len(s.sought) > 0 {
		s.index.searched()
	}
	return nil
}

// pick takes a listed good if it is sought; where the list carries no stock, its
// details.
func (s *search) pick(ctx context.Context, r resource) error {
	code, _ := wire.Unquote(r.Attributes["serial-nr"])
	if !s.sought[commerce.Code(code)] {
		return nil
	}
	if _, carried := r.Attributes[s.stock]; carried {
		return s.take(r)
	}
	id, _ := wire.Unquote(r.ID)
	r, err := s.good(ctx, id)
	switch {
	case errors.Is(err, errGone):
		return nil
	case err != nil:
		return err
	}
	return s.take(r)
}

// take notes the level of a good that is sought.
func (s *search) take(r resource) error {
	l, known, err := s.level(r)
	if err != nil || !s.sought[l.Code] {
		return err
	}
	delete(s.sought, l.Code)
	if known {
		s.levels = append(s.levels, l)
	}
	return nil
}
