package smartbill

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/wire"
)

// The kinds of lists.
const (
	refWarehouses = "warehouses"
	refInvoices   = "invoice_series"
	refProformas  = "proforma_series"
	refReceipts   = "receipt_series"
	refVAT        = "vat_rates"
	refUnits      = "units"
)

func kinds() []string {
	return []string{refWarehouses, refInvoices, refProformas, refReceipts, refVAT, refUnits}
}

// ListReference lists one of the kinds; another is erp.ErrNotFound. Warehouses
// and units come from where SmartBill's own plugin has them: their addresses are
// not documented.
func (c *client) ListReference(ctx context.Context, kind string) ([]commerce.Reference, error) {
	switch kind {
	case refWarehouses:
		return c.warehouseList(ctx)
	case refInvoices:
		return c.series(ctx, "f")
	case refProformas:
		return c.series(ctx, "p")
	case refReceipts:
		return c.series(ctx, "c")
	case refVAT:
		return c.rates(ctx)
	case refUnits:
		var out struct {
			Units []raw `json:"mu"`
		}
		err := c.get(ctx, "company/mu", url.Values{}, &out)
		return texts("mu", out.Units, err)
	}
	return nil, fmt.Errorf("list %q of SmartBill: %w: only %s", kind, erp.ErrNotFound, strings.Join(kinds(), ", "))
}

// warehouseList marks the names that a list of settings cannot hold.
func (c *client) warehouseList(ctx context.Context) ([]commerce.Reference, error) {
	var out struct {
		Warehouses []raw `json:"warehouses"`
	}
	err := c.get(ctx, "company/warehouses", url.Values{}, &out)
	list, err := texts("warehouses", out.Warehouses, err)
	for i, r := range list {
		if strings.Contains(r.ID, ",") || strings.TrimSpace(r.ID) != r.ID {
			list[i].Note = "cannot be chosen as long as its name has a comma, or a space at an end"
		}
	}
	return list, err
}

// texts makes a list of plain texts, each its own id.
func texts(field string, list []raw, err error) ([]commerce.Reference, error) {
	if err == nil && list == nil {
		err = fmt.Errorf("%w: no list %s in it", erp.ErrAnswer, field)
	}
	out := make([]commerce.Reference, 0, len(list))
	for _, v := range list {
		e := entry{wire.Named("an entry")}
		s := e.Text(field, v)
		out = append(out, commerce.Reference{ID: s, Name: s})
		err = errors.Join(err, e.Err)
	}
	if err != nil {
		return nil, err
	}
	return out, nil
}

// series lists the document series of one type: f, p or c. A company may have
// none.
func (c *client) series(ctx context.Context, kind string) ([]commerce.Reference, error) {
	var out struct {
		List raw `json:"list"`
	}
	err := c.get(ctx, "series", url.Values{"type": {kind}}, &out)
	switch {
	case err != nil:
		return nil, err
	case len(out.List) == 0:
		return nil, fmt.Errorf("GET series: %w: no list of series in it", erp.ErrAnswer)
	}
	var entries []seriesEntry
	if err := json.Unmarshal(out.List, &entries); err != nil {
		return nil, fmt.Errorf("GET series: %w: %w", erp.ErrAnswer, err)
	}
	list := make([]commerce.Reference, 0, len(entries))
	for _, s := range entries {
		r, err := s.reference()
		if err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, nil
}

type seriesEntry struct {
	Name raw `json:"name"`
	Next raw `json:"nextNumber"` // a number, or text with zeros in front
}

func (s seriesEntry) reference() (commerce.Reference, error) {
	e := entry{wire.Named("a series")}
	r := commerce.Reference{ID: e.Text("name", s.Name)}
	r.Name = r.ID
	if !wire.Absent(s.Next) {
		r.Note = "next number " + strings.Trim(wire.Found(s.Next), `"`)
	}
	return r, e.Err
}

// rates lists the VAT rates; a company outside of VAT has none. The same name may
// stand for several percentages, so the id holds both.
func (c *client) rates(ctx context.Context) ([]commerce.Reference, error) {
	var out struct {
		Taxes []struct {
			Name    raw `json:"name"`
			Percent raw `json:"percentage"`
		} `json:"taxes"`
	}
	err := c.get(ctx, "tax", url.Values{}, &out)
	switch {
	case errors.Is(err, errNoVAT):
		return nil, nil
	case err != nil:
		return nil, err
	case out.Taxes == nil:
		return nil, fmt.Errorf("GET tax: %w: no list of taxes in it", erp.ErrAnswer)
	}
	list := make([]commerce.Reference, 0, len(out.Taxes))
	for _, t := range out.Taxes {
		e := entry{wire.Named("a VAT rate")}
		name, percent := e.Text("name", t.Name), e.amount("percentage", t.Percent)
		if e.Err != nil {
			return nil, e.Err
		}
		text := percent.Decimal.String()
		list = append(list, commerce.Reference{ID: name + " " + text, Name: name, Note: text + " %"})
	}
	return list, nil
}
