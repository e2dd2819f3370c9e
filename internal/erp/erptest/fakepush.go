package erptest

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
)

// DecodePush reads a JSON list of levels; an empty one is a probe. It states
// every level as clear and in order.
func (f *Fake) DecodePush(ctx context.Context, p erp.Push) (erp.Pushed, error) {
	defer f.mu.Unlock()
	if err := f.enter(ctx, erp.OpDecodePush); err != nil {
		return erp.Pushed{}, err
	}
	if p.Header.Get("Authorization") != f.PushToken {
		return erp.Pushed{}, fmt.Errorf("%w: wrong token", erp.ErrUnauthorized)
	}
	var levels []commerce.StockLevel
	if err := json.Unmarshal(p.Body, &levels); err != nil {
		return erp.Pushed{}, fmt.Errorf("%w: %w", erp.ErrAnswer, err)
	}
	out := erp.Pushed{Probe: len(levels) == 0}
	for _, l := range levels {
		if f.PushLocations != nil && !slices.Contains(f.PushLocations, l.Location) {
			out.Ignored++
			continue
		}
		out.Levels = append(out.Levels, l)
	}
	return out, nil
}
