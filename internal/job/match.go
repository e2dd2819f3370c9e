package job

import (
	"context"
	"fmt"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/ledger"
	"wpbridge/internal/state"
	"wpbridge/internal/woo"
)

// samples is how many entries of each class a report shows.
const samples = 10

// Report is what a match found: counts of every class, and examples.
type Report struct {
	Key      string                          `json:"key"`
	Accepted bool                            `json:"accepted"`
	Counts   map[state.Class]int             `json:"counts"`
	Lists    map[state.Class][]state.Finding `json:"lists"`
}

// Match compares both catalogues by key (sku, barcode, plu or name) and, with
// accept, stores the unambiguous pairs. The shop is only read.
func (r *Runner) Match(ctx context.Context, key string, accept bool) (Report, error) {
	report := Report{Key: key}
	if r.ERP.ReadItems == nil {
		return report, fmt.Errorf("%w: %s does not list its items", ErrJob, r.ERP.Name)
	}
	_, err := r.leased(ctx, Matching, false, func(ctx context.Context, lease *state.Lease) (ledger.Run, error) {
		w := &work{Runner: r, lease: lease, run: ledger.Run{Job: Matching, Full: true, Mark: key}}
		return w.inBooks(ctx, func(ctx context.Context) error { return w.match(ctx, &report, accept) })
	})
	return report, err
}

func (w *work) match(ctx context.Context, report *Report, accept bool) error {
	if err := w.picture(ctx, report.Key); err != nil {
		return err
	}
	found, err := w.describe(ctx, report.Key)
	if err != nil {
		return err
	}
	*report = found
	w.planned = report.Counts[state.Matched]
	w.run.Matched, w.run.Unmatched = report.Counts[state.Linked]+w.planned, report.Counts[state.MissingOwn]
	if !accept {
		return nil
	}
	mark, err := w.Shop.TakenMark(ctx)
	if err != nil {
		return err
	}
	report.Accepted, w.run.Changed = true, w.planned
	return w.Store.Accept(ctx, mark)
}

// LastMatch is the report of the last match with this ERP login, as things stand
// now: what was accepted since counts as linked. Accepted says that no new pair
// waits. An empty key: there was no match yet.
func (r *Runner) LastMatch(ctx context.Context) (Report, error) {
	key, err := r.Store.Mark(ctx, Matching+" "+r.Account)
	if err != nil || key == "" {
		return Report{}, err
	}
	report, err := r.describe(ctx, key)
	report.Accepted = report.Counts[state.Matched] == 0 && report.Counts[state.Linked] > 0
	return report, err
}

// picture copies what matching needs of both catalogues into our tables.
func (w *work) picture(ctx context.Context, key string) error {
	snap, err := w.Store.NewSnapshot(ctx)
	if err != nil {
		return err
	}
	for page, q := (erp.Page[commerce.Item]{}), (erp.Query{Bare: true}); ; q.Page = page.Next {
		if page, err = w.ERP.ReadItems(ctx, q); err != nil {
			return fmt.Errorf("read items from %s: %w", w.ERP.Name, err)
		}
		w.run.Read += len(page.Items)
		w.Progress("read", w.run.Read, page.Total)
		rows := make([]state.ItemRow, len(page.Items))
		for i, it := range page.Items {
			rows[i] = state.ItemRow{Item: it, Key: itemKey(it, key)}
		}
		if err := snap.Items(ctx, rows); err != nil {
			return err
		}
		if page.Next == "" {
			break
		}
	}
	if w.run.Read == 0 {
		return fmt.Errorf("%s answered with an empty item list; nothing was compared", w.ERP.Name)
	}
	err = w.Shop.Catalogue(ctx, planPage, func(page []woo.Product) error {
		rows := make([]state.ProductRow, len(page))
		for i, p := range page {
			rows[i] = state.ProductRow{
				Product: p.ID, Parent: p.Parent, Kind: p.Kind, SKU: p.SKU, Key: productKey(p, key), Name: p.Name,
				Managed: p.Managed, Places: p.Places, Usable: Usable(p),
			}
		}
		return snap.Products(ctx, rows)
	})
	if err != nil {
		return err
	}
	return snap.Close(ctx)
}

func itemKey(it commerce.Item, key string) string {
	switch key {
	case "barcode":
		return it.Barcode
	case "plu":
		return it.PLU
	case "name":
		return it.Name
	}
	return string(it.Code)
}

func productKey(p woo.Product, key string) string {
	switch key {
	case "barcode":
		if p.GTIN != "" {
			return p.GTIN
		}
	case "name":
		return p.Name
	}
	return p.SKU
}

// Usable tells whether a product can hold stock: simple ones, variations, and
// parents that hold it for their variations.
func Usable(p woo.Product) bool {
	return p.Kind == commerce.Simple || p.Kind == commerce.Variation || p.Kind == commerce.Variable && p.Managed
}

func (r *Runner) describe(ctx context.Context, key string) (Report, error) {
	report := Report{Key: key, Counts: map[state.Class]int{}, Lists: map[state.Class][]state.Finding{}}
	for _, class := range state.Classes() {
		n, err := r.Store.Count(ctx, class)
		if err != nil {
			return report, err
		}
		report.Counts[class] = n
		if n == 0 || class == state.Linked {
			continue
		}
		if report.Lists[class], err = r.Store.Findings(ctx, class, 0, samples); err != nil {
			return report, err
		}
	}
	return report, nil
}
