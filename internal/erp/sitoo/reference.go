package sitoo

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/wire"
)

// The kinds of lists.
const (
	refSites      = "sites"
	refWarehouses = "warehouses"
)

const referencePage = 1000

// ListReference lists sites or warehouses; another kind is erp.ErrNotFound.
func (c *client) ListReference(ctx context.Context, kind string) ([]commerce.Reference, error) {
	switch kind {
	case refSites:
		return references(ctx, c, "sites", fieldsSite, site.reference)
	case refWarehouses:
		return references(ctx, c, "sites/"+c.site+"/warehouses", fieldsWarehouse, warehouse.reference)
	}
	return nil, fmt.Errorf("list %q of Sitoo: %w: only %s and %s", kind, erp.ErrNotFound, refSites, refWarehouses)
}

func references[T any](ctx context.Context, c *client, path, fields string, read func(T, *entry) commerce.Reference) ([]commerce.Reference, error) {
	all, err := listAll[T](ctx, c, path, url.Values{"fields": {fields}}, referencePage)
	if err != nil {
		return nil, err
	}
	out := make([]commerce.Reference, 0, len(all))
	for i, x := range all {
		e := entry{wire.Named(fmt.Sprintf("entry %d", i))}
		out = append(out, read(x, &e))
		if e.Err != nil {
			return nil, fmt.Errorf("GET %s.json: %w", path, e.Err)
		}
	}
	return out, nil
}

func (s site) reference(e *entry) commerce.Reference {
	r := commerce.Reference{ID: e.id("eshopid", s.EshopID), Name: e.Label("server", s.Server), Note: e.Label("siteurl", s.SiteURL)}
	if r.Name == "" {
		r.Name = "Shop " + r.ID
	}
	return r
}

// virtualType is the warehouse type whose stock other systems may set.
const virtualType = 20

func (w warehouse) reference(e *entry) commerce.Reference {
	var notes []string
	if e.Integer("warehousetype", w.Type) == virtualType {
		notes = append(notes, "virtual")
	}
	if !wire.Absent(w.Sellable) && !e.Flag("sellable", w.Sellable) {
		notes = append(notes, "not sellable")
	}
	if x := e.Label("externalid", w.ExternalID); x != "" {
		notes = append(notes, "external id "+x)
	}
	return commerce.Reference{ID: e.id("warehouseid", w.ID), Name: e.Label("name", w.Name), Note: strings.Join(notes, ", ")}
}
