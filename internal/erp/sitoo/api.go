package sitoo

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/wire"
)

// The wire types. Values stay raw until entry reads them, so that an error can
// name the field, the entry and what was found.
type (
	raw = json.RawMessage

	listing[T any] struct {
		TotalCount raw `json:"totalcount"`
		Items      []T `json:"items"` // nil if absent or null
	}
	site struct {
		EshopID raw `json:"eshopid"`
		Server  raw `json:"server"`
		SiteURL raw `json:"siteurl"`
	}
	warehouse struct {
		ID         raw `json:"warehouseid"`
		Type       raw `json:"warehousetype"`
		Name       raw `json:"name"`
		Sellable   raw `json:"sellable"`
		ExternalID raw `json:"externalid"`
	}
	warehouseItem struct {
		ID        raw `json:"warehouseitemid"`
		SKU       raw `json:"sku"`
		Available raw `json:"decimalavailable"`
		Modified  raw `json:"datelastmodified"`
	}
	product struct {
		ID        raw `json:"productid"`
		SKU       raw `json:"sku"`
		Title     raw `json:"title"`
		Barcode   raw `json:"barcode"`
		Parent    raw `json:"variantparentid"`
		Active    raw `json:"active"`
		ActivePOS raw `json:"activepos"`
		Tracked   raw `json:"stockcountenable"`
		Price     raw `json:"moneyprice"`
		PriceOrg  raw `json:"moneypriceorg"`
		VAT       raw `json:"vatvalue"`
		Modified  raw `json:"datemodified"`
	}
)

// The fields that each wire type needs: lists have short default sets.
const (
	fieldsSite      = "eshopid,server,siteurl"
	fieldsWarehouse = "warehouseid,warehousetype,name,sellable,externalid"
	fieldsStock     = "warehouseitemid,sku,decimalavailable,datelastmodified"
	fieldsProduct   = "productid,sku,title,barcode,variantparentid,active,activepos,stockcountenable,moneyprice,moneypriceorg,vatvalue,datemodified"
)

// list asks for the part of a collection from start on, of at most num entries.
func list[T any](ctx context.Context, c *client, path string, q url.Values, start, num int) (part[T], error) {
	q.Set("start", strconv.Itoa(start))
	q.Set("num", strconv.Itoa(num))
	var l listing[T]
	at, err := c.get(ctx, path, q, &l)
	if err != nil {
		return part[T]{}, err
	}
	total, err := strconv.Atoi(string(l.TotalCount))
	if err != nil || total < 0 || l.Items == nil {
		return part[T]{}, fmt.Errorf("GET %s.json: %w: not a list: totalcount is %s, items are %s",
			path, erp.ErrAnswer, wire.Found(l.TotalCount), present(l.Items))
	}
	return part[T]{entries: l.Items, total: total, at: at}, nil
}

// part is one answer of a collection.
type part[T any] struct {
	entries []T
	total   int
	at      time.Time // Sitoo's clock, zero if it gave none
}

func present[T any](items []T) string {
	if items == nil {
		return "absent or null"
	}
	return "present"
}

// listAll asks for a whole short collection.
func listAll[T any](ctx context.Context, c *client, path string, q url.Values, num int) ([]T, error) {
	var all []T
	for {
		p, err := list[T](ctx, c, path, q, len(all), num)
		if err != nil {
			return nil, err
		}
		all = append(all, p.entries...)
		if len(all) >= p.total {
			return all, nil
		}
		if len(p.entries) == 0 {
			return nil, errShort(path, len(all), p.total)
		}
	}
}

func errShort(path string, have, total int) error {
	return fmt.Errorf("GET %s.json: %w: no entries from %d on although totalcount is %d", path, erp.ErrAnswer, have, total)
}
