package profile

import (
	"context"
	"fmt"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
)

// maxParts bounds a list that is read in one go.
const maxParts = 1000

// ListReference returns the whole list of one kind.
func (c *client) ListReference(ctx context.Context, kind string) ([]commerce.Reference, error) {
	op := c.references[kind]
	if op == nil {
		return nil, fmt.Errorf("list %q: %w: %w", kind, erp.ErrNotFound, c.lacking("references."+kind))
	}
	r := reading{op: op}
	var err error
	if r.place.Pins, err = c.pins(ctx, op); err != nil {
		return nil, err
	}
	var out []commerce.Reference
	for range maxParts {
		_, more, err := c.part(ctx, &r, func(rec any) error {
			e := op.entry(rec)
			ref := commerce.Reference{ID: e.text("id"), Name: e.text("name"), Note: e.text("note")}
			if ref.ID != "" {
				out = append(out, ref)
			}
			return e.err
		})
		if err != nil {
			return nil, err
		}
		if !more {
			return out, nil
		}
	}
	return nil, fmt.Errorf("list %q: the list has more than %d parts", kind, maxParts)
}
