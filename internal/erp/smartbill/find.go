package smartbill

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"wpbridge/internal/commerce"
)

// mostSingly is up to how many items are asked for one by one. More are looked up
// in the whole list: a hundred products for the same request.
const mostSingly = 50

// idPrefix is how V3 begins the ids of products.
const idPrefix = "prod_"

// FindItems looks products up by id. Items that were read without the product
// list have no id there: they are looked up in the whole list, by their code.
func (c *catalogue) FindItems(ctx context.Context, ids []commerce.ItemID) ([]commerce.Item, error) {
	singly, wanted := true, make(map[commerce.ItemID]bool, len(ids))
	for _, id := range ids {
		_, byCode := codeOf(id)
		if byCode || isID(id) {
			wanted[id] = true
			singly = singly && !byCode
		}
	}
	switch {
	case len(wanted) == 0:
		return nil, nil
	case singly && len(wanted) <= mostSingly:
		return c.findSingly(ctx, wanted)
	}
	return c.findListed(ctx, wanted)
}

func isID(id commerce.ItemID) bool {
	rest, ok := strings.CutPrefix(string(id), idPrefix)
	return ok && plain(strings.NewReplacer("_", "", "-", "").Replace(rest))
}

// findSingly believes that an item does not exist only where the list itself can
// be read: a company that SmartBill does not know has no items either.
func (c *catalogue) findSingly(ctx context.Context, wanted map[commerce.ItemID]bool) ([]commerce.Item, error) {
	var out []commerce.Item
	for _, id := range slices.Sorted(maps.Keys(wanted)) {
		var p product
		err := c.getV3(ctx, "products/"+string(id), url.Values{}, &p)
		if errors.Is(err, errNoSuch) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("find product %s: %w", id, err)
		}
		it, err := c.item(p)
		if err != nil {
			return nil, fmt.Errorf("find product %s: %w", id, err)
		}
		if it.ID == id {
			out = append(out, it)
		}
	}
	if len(out) < len(wanted) {
		if _, err := c.products(ctx, "", 1); err != nil {
			return nil, fmt.Errorf("find products: %w", err)
		}
	}
	return out, nil
}

// findListed reads the list until everything is found.
func (c *catalogue) findListed(ctx context.Context, wanted map[commerce.ItemID]bool) ([]commerce.Item, error) {
	var out []commerce.Item
	for after, more := "", true; more && len(wanted) > 0; {
		page, err := c.products(ctx, after, pageV3)
		if err != nil {
			return nil, fmt.Errorf("find products: %w", err)
		}
		for _, it := range page.items {
			for _, id := range []commerce.ItemID{it.ID, commerce.ItemID(codePrefix + string(it.Code))} {
				if wanted[id] {
					delete(wanted, id)
					it.ID = id
					out = append(out, it)
				}
			}
		}
		after, more = page.after, page.after != ""
	}
	return out, nil
}
