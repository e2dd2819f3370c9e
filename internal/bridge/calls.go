package bridge

import (
	"context"
	"fmt"
	"net/http"

	"github.com/google/uuid"

	"wpbridge/internal/commerce"
	"wpbridge/internal/state"
)

// item is one product of which something was written.
type item struct {
	ID        commerce.ProductID `json:"id"`
	Parent    commerce.ProductID `json:"parent"`
	Fields    []string           `json:"fields"`     // stock, price
	Status    string             `json:"status"`     // the new one, where it turned
	SaleDates bool               `json:"sale_dates"` // of its sale something was written
}

// batch is one call's worth of them.
type batch struct {
	Batch string `json:"batch"`
	Round int    `json:"round"`
	Hooks string `json:"hooks"`
	Items []item `json:"items"`
}

// Ping asks the plugin about itself and the shop.
func (c *Client) Ping(ctx context.Context) (state.Plugin, error) {
	var p state.Plugin
	err := c.call(ctx, http.MethodGet, "ping", nil, &p)
	if err == nil && p.Version == "" {
		err = fmt.Errorf("%s: %w: it names no version", c.base, ErrAnswer)
	}
	return p, err
}

// changed tells the plugin of at most 500 products.
func (c *Client) changed(ctx context.Context, round int, hooks string, items []item) error {
	var done struct {
		OK bool `json:"ok"`
	}
	err := c.call(ctx, http.MethodPost, "changed", batch{uuid.NewString(), round, hooks, items}, &done)
	if err == nil && !done.OK {
		err = fmt.Errorf("%s: %w: it does not say ok", c.base, ErrAnswer)
	}
	return err
}
