package sitoosim

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// invalid is a text of Sitoo's about a request that cannot be granted.
type invalid string

func (i invalid) Error() string { return string(i) }

func missing(field string) error { return invalid("Missing required field '" + field + "'.") }

func wrong(field string) error { return invalid("Invalid field value '" + field + "'.") }

// decode reads a body; a field of the wrong type is named.
func decode(body []byte, into any) error {
	err := json.Unmarshal(body, into)
	if t, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		name := t.Field[strings.LastIndexByte(t.Field, '.')+1:]
		return invalid(fmt.Sprintf("Invalid field value '%s' should be %s.", name, t.Type.Kind()))
	}
	if err != nil {
		return invalid("Invalid JSON")
	}
	return nil
}

func isMoney(s string) bool { return regexp.MustCompile(`^-?\d{1,12}\.\d\d$`).MatchString(s) }

func isReference(s string) bool { return regexp.MustCompile(`^[A-Za-z0-9_-]{1,40}$`).MatchString(s) }

// check looks at what o names. Callers hold the lock.
func (s *Sim) check(o *Order) error {
	switch {
	case o.Type == nil:
		return missing("ordertypeid")
	case !slices.Contains([]int{-1, 0, 10, 20}, o.State):
		return wrong("orderstateid")
	case !slices.Contains([]int{0, 10, 15, 20, 30, 40}, o.PaymentState):
		return wrong("paymentstateid")
	case o.Warehouse != nil && s.shelf(*o.Warehouse) < 0:
		return wrong("warehouseid")
	case o.CreditOrderID != nil && s.orders.byID(*o.CreditOrderID) == nil:
		return wrong("creditorderid")
	case o.Currency != "" && len(o.Currency) != 3:
		return wrong("currencycode")
	case o.ExternalID != nil && !isReference(*o.ExternalID):
		return wrong("externalid")
	}
	if o.ExternalID != nil {
		if x := s.orders.byExternal[*o.ExternalID]; x != nil && x.ID != o.ID {
			return invalid("Invalid field value 'externalid' should be unique.")
		}
	}
	for i := range o.Rows {
		if err := s.checkRow(&o.Rows[i]); err != nil {
			return err
		}
	}
	for _, p := range o.Payments {
		if p.Name == "" || !isMoney(p.Amount) {
			return wrong("payments")
		}
	}
	return nil
}

func (s *Sim) checkRow(r *OrderRow) error {
	switch {
	case r.Name == "":
		return missing("productname")
	case r.Quantity == nil:
		return missing("quantity")
	case *r.Quantity == 0:
		return wrong("quantity")
	case r.Price != "" && !isMoney(r.Price):
		return wrong("moneyrowprice")
	case r.Discount != "" && !isMoney(r.Discount):
		return wrong("moneyrowdiscount")
	case r.Each != "" && !regexp.MustCompile(`^\d{1,9}\.\d{3}$`).MatchString(r.Each):
		return wrong("decimalunitquantity")
	case r.SKU != "" && s.bySKU[r.SKU] == nil:
		return wrong("sku")
	}
	if _, err := decimal.NewFromString(string(r.VATRate)); r.VATRate != "" && err != nil {
		return wrong("vatvalue")
	}
	return nil
}
