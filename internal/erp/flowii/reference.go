package flowii

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/wire"
)

// The kinds of lists that settings refer to, or that are put together here.
const (
	refCompanies       = "companies"
	refCategories      = "categories"
	refShippingItems   = "shipping_items"
	refStockAttributes = "stock_attributes"
)

// documentType is that of received orders.
const documentType = "5"

// lists are the kinds that are one enumeration of FLOWii each, by its path.
func lists() map[string]string {
	return map[string]string{
		refCompanies: "companies", "issuers": "companydata", "customer_types": "businessrelationships", "units": "units",
		"payment_methods": "paymentmethods", "delivery_types": "deliverytypes", "countries": "countries",
		"bank_accounts": "bankaccounts", "document_categories": "documentcategories", "users": "users",
	}
}

func kinds() []string {
	return append(slices.Sorted(maps.Keys(lists())), refCategories, refShippingItems, refStockAttributes)
}

// ListReference returns one of the lists in Traits; another kind is
// erp.ErrNotFound. All but companies need a chosen company.
func (c *client) ListReference(ctx context.Context, kind string) ([]commerce.Reference, error) {
	path, simple := lists()[kind]
	switch {
	case simple:
		return c.simple(ctx, kind, path)
	case kind == refCategories:
		return c.categories(ctx)
	case kind == refShippingItems:
		return c.shippingItems(ctx)
	case kind == refStockAttributes:
		return c.stockAttributes(ctx)
	}
	return nil, fmt.Errorf("list %q of FLOWii: %w: only %s", kind, erp.ErrNotFound, strings.Join(kinds(), ", "))
}

func (c *client) simple(ctx context.Context, kind, path string) ([]commerce.Reference, error) {
	q := c.query()
	switch kind {
	case refCompanies:
		q = url.Values{}
	case "document_categories":
		q.Set("documentType", documentType)
	}
	all, err := c.enumeration(ctx, path, q)
	if err != nil {
		return nil, err
	}
	return references(path, all)
}

func references(path string, all []resource) ([]commerce.Reference, error) {
	out := make([]commerce.Reference, 0, len(all))
	for i, r := range all {
		e := entry{wire.Named(fmt.Sprintf("entry %d", i))}
		out = append(out, commerce.Reference{ID: e.id("id", r.ID), Name: e.Label("name", r.Attributes["name"]), Note: e.Label("serial-nr", r.Attributes["serial-nr"])})
		if e.Err != nil {
			return nil, fmt.Errorf("GET %s: %w", path, e.Err)
		}
	}
	return out, nil
}

// categories are the tree with each child behind its parent and named after it.
func (c *client) categories(ctx context.Context) ([]commerce.Reference, error) {
	tops, err := c.branch(ctx, "")
	if err != nil {
		return nil, err
	}
	var out []commerce.Reference
	for _, top := range tops {
		out = append(out, commerce.Reference{ID: top.ID, Name: top.Name})
		children, err := c.branch(ctx, top.ID)
		if err != nil {
			return nil, err
		}
		for _, x := range children {
			out = append(out, commerce.Reference{ID: x.ID, Name: top.Name + " > " + x.Name})
		}
	}
	return out, nil
}

// shippingItems are the goods and services of the categories chosen for that,
// top ones or not.
func (c *client) shippingItems(ctx context.Context) ([]commerce.Reference, error) {
	var all []resource
	for _, id := range c.shipping {
		for _, filter := range []string{"filter[category-id]", "filter[subcategory-id]"} {
			q := c.query()
			q.Set(filter, id)
			got, err := c.allGoods(ctx, q)
			if err != nil {
				return nil, err
			}
			all = append(all, got...)
		}
	}
	return references("goods", all)
}

func (c *client) allGoods(ctx context.Context, q url.Values) ([]resource, error) {
	var all []resource
	for p, more := (place{}), true; more; {
		var got []resource
		var err error
		if got, more, err = c.goods(ctx, &p, q); err != nil {
			return nil, err
		}
		all = append(all, got...)
	}
	return all, nil
}

// stockAttributes are the attributes with numbers that the account's goods carry
// beyond what FLOWii describes: the first page of the list and the details of its
// first good are looked at. Empty means that the account offers no stock.
func (c *client) stockAttributes(ctx context.Context) ([]commerce.Reference, error) {
	listed, _, err := c.goods(ctx, &place{}, c.goodsQuery(typeGoods, 0))
	if err != nil || len(listed) == 0 {
		return nil, err
	}
	seen := map[string]commerce.Reference{}
	for _, r := range listed {
		candidates(seen, r, "in lists")
	}
	ids, err := idsOf(listed[:1])
	if err != nil {
		return nil, err
	}
	r, err := c.good(ctx, ids[0])
	if err != nil {
		return nil, err
	}
	candidates(seen, r, "in details only")
	return slices.SortedFunc(maps.Values(seen), func(a, b commerce.Reference) int { return strings.Compare(a.ID, b.ID) }), nil
}

func candidates(seen map[string]commerce.Reference, r resource, note string) {
	for name, v := range r.Attributes {
		if _, known := seen[name]; known || slices.Contains(described(), name) {
			continue
		}
		if len(v) > longest {
			continue
		}
		if q, err := commerce.ParseQuantity(string(bytes.Trim(v, `"`))); err == nil {
			seen[name] = commerce.Reference{ID: name, Name: "such as " + q.String(), Note: note}
		}
	}
}

func names(list []commerce.Reference) string {
	out := make([]string, len(list))
	for i, r := range list {
		out[i] = strings.TrimSpace(r.ID + " " + r.Name)
	}
	if len(out) == 0 {
		return "none"
	}
	return strings.Join(out, ", ")
}
