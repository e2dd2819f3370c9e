package outbox

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"wpbridge/internal/commerce"
)

// longestLabel leaves room for an order's number and a refund's in 40 letters,
// which is what ERPs take.
const longestLabel = 16

const labelMark = "orders-label"

// Label is what references begin with: the first part of the shop's own name on
// the web, without www.
func Label(home string) string {
	host := home
	if u, err := url.Parse(home); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(strings.ToLower(host), "www."), ".")
	first = regexp.MustCompile(`[^a-z0-9_-]+`).ReplaceAllString(first, "")
	if first == "" {
		return "shop"
	}
	return first[:min(len(first), longestLabel)]
}

// references gives order and refunds theirs. They depend on nothing that can
// change: the first label ever used is kept with the shop.
func (e *Engine) refer(ctx context.Context, o *commerce.Order) error {
	label, err := e.Store.KeepMark(ctx, labelMark, e.Label)
	if err != nil {
		return err
	}
	o.Reference = fmt.Sprintf("%s-%d", label, o.ID)
	for i := range o.Refunds {
		o.Refunds[i].Reference = fmt.Sprintf("%s-r%d", o.Reference, o.Refunds[i].ID)
	}
	return nil
}
