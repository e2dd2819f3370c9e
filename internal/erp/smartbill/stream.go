package smartbill

import (
	"encoding/json"
	"fmt"

	"wpbridge/internal/erp"
)

func nonsense(err error) error { return fmt.Errorf("%w: %w", erp.ErrAnswer, err) }

func (s *stockList) decode(v any) error {
	if err := s.dec.Decode(v); err != nil {
		return nonsense(err)
	}
	return nil
}

// object reads an object; member reads the value of each key.
func (s *stockList) object(member func(key string) error) error {
	if err := s.begin('{'); err != nil {
		return err
	}
	return s.members(member)
}

// members reads the rest of an object that has begun.
func (s *stockList) members(member func(key string) error) error {
	for s.dec.More() {
		key, err := s.dec.Token()
		if err != nil {
			return nonsense(err)
		}
		if err := member(key.(string)); err != nil { // the decoder lets nothing else be a key
			return err
		}
	}
	return s.end()
}

// array reads an array; element reads each.
func (s *stockList) array(element func() error) error {
	return s.arrayOr(element, nil)
}

// arrayOr reads an array, or hands what has begun as an object to other.
func (s *stockList) arrayOr(element, other func() error) error {
	t, err := s.dec.Token()
	switch {
	case err != nil:
		return nonsense(err)
	case t == json.Delim('{') && other != nil:
		return other()
	case t != json.Delim('['):
		return fmt.Errorf("%w: %v where a list must be", erp.ErrAnswer, t)
	}
	for s.dec.More() {
		if err := element(); err != nil {
			return err
		}
	}
	return s.end()
}

func (s *stockList) begin(want json.Delim) error {
	t, err := s.dec.Token()
	if err != nil {
		return nonsense(err)
	}
	if t != want {
		return fmt.Errorf("%w: %v where %v must be", erp.ErrAnswer, t, want)
	}
	return nil
}

func (s *stockList) end() error {
	if _, err := s.dec.Token(); err != nil {
		return nonsense(err)
	}
	return nil
}
