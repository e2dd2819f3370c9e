package woo

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"wpbridge/internal/mysql"
	"wpbridge/internal/phpserialize"
)

// loadRates tells the percent of each VAT rate of each order: from the order's
// own tax lines; where these, before WooCommerce 3.7, do not say it, from the
// shop's present rates.
func (p *orderPage) loadRates(ctx context.Context) error {
	unknown := map[string]bool{}
	for _, paper := range p.papers {
		paper.rates = map[string]decimal.NullDecimal{}
		for _, it := range paper.items {
			if it.kind != "tax" {
				continue
			}
			id := it.metas["rate_id"]
			percent, err := decimal.NewFromString(it.metas["rate_percent"])
			paper.rates[id] = decimal.NullDecimal{Decimal: percent, Valid: err == nil}
			unknown[id] = unknown[id] || err != nil
		}
	}
	maps.DeleteFunc(unknown, func(_ string, u bool) bool { return !u })
	if len(unknown) == 0 {
		return nil
	}
	return p.presentRates(ctx, slices.Sorted(maps.Keys(unknown)))
}

func (p *orderPage) presentRates(ctx context.Context, ids []string) error {
	in, args := mysql.List(ids)
	err := mysql.Each(ctx, p.q, func(r *sql.Rows) error {
		var id string
		var percent decimal.Decimal
		if err := r.Scan(&id, &percent); err != nil {
			return err
		}
		for _, paper := range p.papers {
			if known, used := paper.rates[id]; used && !known.Valid {
				paper.rates[id] = decimal.NewNullDecimal(percent)
			}
		}
		return nil
	}, p.sql(`SELECT tax_rate_id, tax_rate FROM {woocommerce_tax_rates} WHERE tax_rate_id IN (`+in+`)`), args...)
	if err != nil {
		return fmt.Errorf("VAT rates: %w", err)
	}
	return nil
}

// rate is the percent of the one rate that applies to a line. Not valid: none
// does, several do, or nobody knows how much it is.
func (it *orderItem) rate(percents map[string]decimal.NullDecimal) decimal.NullDecimal {
	var listed, taxed []string // rates that are named; of these, those that take something
	for _, t := range it.taxes() {
		if t.text == "" {
			continue // an editor of orders writes a cell for each rate of the order
		}
		listed = append(listed, t.rate)
		if !t.amount.IsZero() {
			taxed = append(taxed, t.rate)
		}
	}
	slices.Sort(taxed)
	if taxed = slices.Compact(taxed); len(taxed) == 0 {
		slices.Sort(listed)
		taxed = slices.Compact(listed)
	}
	if len(taxed) != 1 {
		return decimal.NullDecimal{}
	}
	return percents[taxed[0]]
}

// lineTax is what one rate takes of a line.
type lineTax struct {
	rate   string
	text   string
	amount decimal.Decimal
	full   bool // before discounts
}

// taxes reads the serialized array of a line: {total: {rate: amount}, subtotal:
// …}, of shipping in WooCommerce 2 only {rate: amount}. What cannot be read
// tells nothing.
func (it *orderItem) taxes() []lineTax {
	text := it.metas["_line_tax_data"]
	if it.kind == "shipping" {
		text = it.metas["taxes"]
	}
	v, err := phpserialize.Parse(text)
	if err != nil {
		return nil
	}
	total, nested := v.Get("total")
	if !nested {
		return ratesOf(v, false)
	}
	full, _ := v.Get("subtotal")
	return append(ratesOf(total, false), ratesOf(full, true)...)
}

func ratesOf(v phpserialize.Value, full bool) []lineTax {
	var out []lineTax
	for _, p := range v.Pairs {
		text, _ := p.Value.Scalar()
		amount, err := decimal.NewFromString(text)
		if err != nil {
			text = ""
		}
		out = append(out, lineTax{rate: p.Key.Text, text: text, amount: amount, full: full})
	}
	return out
}

func (it *orderItem) sumOfTaxes() decimal.Decimal {
	var sum decimal.Decimal
	for _, t := range it.taxes() {
		if !t.full {
			sum = sum.Add(t.amount)
		}
	}
	return sum
}
