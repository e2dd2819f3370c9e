package sitoo

import (
	"cmp"
	"strings"

	"wpbridge/internal/commerce"
)

// orderParty is who bought and where the goods go. Sitoo has one name for both.
type orderParty struct {
	Email      string `json:"email,omitempty"`
	First      string `json:"namefirst,omitempty"`
	Last       string `json:"namelast,omitempty"`
	Company    string `json:"company,omitempty"`
	PersonalID string `json:"personalid,omitempty"`
	Phone      string `json:"phone,omitempty"`
	invoiceAddress
	deliveryAddress
}

type invoiceAddress struct {
	Line1   string `json:"invoice_address,omitempty"`
	Line2   string `json:"invoice_address2,omitempty"`
	Zip     string `json:"invoice_zip,omitempty"`
	City    string `json:"invoice_city,omitempty"`
	State   string `json:"invoice_state,omitempty"`
	Country string `json:"invoice_countryid,omitempty"`
}

type deliveryAddress struct {
	Line1   string `json:"delivery_address,omitempty"`
	Line2   string `json:"delivery_address2,omitempty"`
	Zip     string `json:"delivery_zip,omitempty"`
	City    string `json:"delivery_city,omitempty"`
	State   string `json:"delivery_state,omitempty"`
	Country string `json:"delivery_countryid,omitempty"`
}

// party returns the customer, and a text for the staff where the goods go to
// somebody else.
func (b *bill) party(o commerce.Order) (p orderParty, internal string) {
	bill, ship := b.clean(o.Billing), b.clean(o.Shipping)
	if ship == (commerce.Address{}) {
		ship = bill
	}
	p = orderParty{
		Email: cmp.Or(bill.Email, b.notes.label("e-mail", o.Customer.Email)), First: bill.First, Last: bill.Last,
		Company: bill.Company, Phone: bill.Phone, PersonalID: b.notes.label("personal or company number", o.Meta[b.c.orders.personalID]),
		invoiceAddress:  invoiceAddress{bill.Line1, bill.Line2, bill.Postcode, bill.City, bill.State, bill.Country},
		deliveryAddress: deliveryAddress{ship.Line1, ship.Line2, ship.Postcode, ship.City, ship.State, ship.Country},
	}
	if to := recipient(ship); to != recipient(bill) && to != "" {
		internal = "Deliver to: " + to
		if ship.Phone != "" && ship.Phone != bill.Phone {
			internal += ", " + ship.Phone
		}
	}
	return p, internal
}

func recipient(a commerce.Address) string {
	name := strings.TrimSpace(a.First + " " + a.Last)
	if a.Company == "" || name == "" {
		return name + a.Company
	}
	return name + ", " + a.Company
}

func (b *bill) clean(a commerce.Address) commerce.Address {
	for _, field := range []struct {
		what string
		at   *string
	}{
		{"first name", &a.First},
		{"last name", &a.Last},
		{"company", &a.Company},
		{"address", &a.Line1},
		{"second address line", &a.Line2},
		{"city", &a.City},
		{"postcode", &a.Postcode},
		{"state", &a.State},
		{"country", &a.Country},
		{"e-mail", &a.Email},
		{"phone", &a.Phone},
	} {
		*field.at = b.notes.label(field.what, *field.at)
	}
	return a
}
