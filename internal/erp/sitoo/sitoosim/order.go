package sitoosim

import "encoding/json"

// Order is an order in Sitoo's own form. What is read only comes from the
// simulator, what is write only is kept out of answers.
type Order struct {
	ID            int               `json:"orderid"`
	Site          int               `json:"eshopid"`
	ExternalID    *string           `json:"externalid"`
	CreditOrderID *int              `json:"creditorderid"`
	Date          int64             `json:"orderdate"`
	State         int               `json:"orderstateid"`
	PaymentState  int               `json:"paymentstateid"`
	Type          *int              `json:"ordertypeid"`
	Currency      string            `json:"currencycode"`
	Register      *string           `json:"registerid"` // of a POS
	Warehouse     *int              `json:"warehouseid"`
	Reserved      *int64            `json:"datereserved"`
	Email         string            `json:"email"`
	First         string            `json:"namefirst"`
	Last          string            `json:"namelast"`
	PersonalID    string            `json:"personalid"`
	Company       string            `json:"company"`
	Phone         string            `json:"phone"`
	InvoiceLine1  string            `json:"invoice_address"`
	InvoiceLine2  string            `json:"invoice_address2"`
	InvoiceZip    string            `json:"invoice_zip"`
	InvoiceCity   string            `json:"invoice_city"`
	InvoiceState  string            `json:"invoice_state"`
	InvoiceLand   string            `json:"invoice_countryid"`
	DeliveryLine1 string            `json:"delivery_address"`
	DeliveryLine2 string            `json:"delivery_address2"`
	DeliveryZip   string            `json:"delivery_zip"`
	DeliveryCity  string            `json:"delivery_city"`
	DeliveryState string            `json:"delivery_state"`
	DeliveryLand  string            `json:"delivery_countryid"`
	Comment       string            `json:"comment"`
	Internal      string            `json:"commentinternal"`
	CustomerRef   string            `json:"customerref"`
	CheckoutRef   string            `json:"checkoutref"`
	Rows          []OrderRow        `json:"orderitems"`
	Payments      []Payment         `json:"payments"`
	Additional    map[string]string `json:"additionaldata"`

	Totals
}

// Totals are read only.
type Totals struct {
	Net         string `json:"moneytotal_net"`
	VAT         string `json:"moneytotal_vat"`
	FinalNet    string `json:"moneyfinal_net"`
	FinalVAT    string `json:"moneyfinal_vat"`
	DeliveryNet string `json:"moneydelivery_net"`
	DeliveryVAT string `json:"moneydelivery_vat"`
	CheckoutNet string `json:"moneycheckout_net"`
	CheckoutVAT string `json:"moneycheckout_vat"`
	RoundOff    string `json:"moneytotal_gross_roundoff"`
	Gross       string `json:"moneytotal_gross_all"`
}

// OrderRow is one row. Price and Discount, of the whole row, are write only.
type OrderRow struct {
	ID       int         `json:"orderitemid"`
	Type     int         `json:"orderitemtype"`
	Product  *int        `json:"productid"`
	Name     string      `json:"productname"`
	SKU      string      `json:"sku"`
	Quantity *int64      `json:"quantity"`
	Each     string      `json:"decimalunitquantity,omitempty"`
	Unit     string      `json:"unitlabel,omitempty"`
	VATRate  json.Number `json:"vatvalue"`
	Price    string      `json:"moneyrowprice,omitempty"`
	Discount string      `json:"moneyrowdiscount,omitempty"`

	NetEach      string `json:"moneynetpriceperunit"`
	OriginalEach string `json:"moneyoriginalprice"`
	Net          string `json:"moneyitemtotal_net"`
	VAT          string `json:"moneyitemtotal_vat"`
}

// Payment is one payment of an order.
type Payment struct {
	Name       string `json:"name"`
	Amount     string `json:"moneyamount"`
	ExternalID string `json:"externalid,omitempty"`
}

// Delivery is goods that left a warehouse.
type Delivery struct {
	ID        int           `json:"orderdeliveryid"`
	Order     int           `json:"orderid"`
	Warehouse int           `json:"warehouseid"`
	Reference string        `json:"orderdeliveryref"`
	Date      int64         `json:"datedelivery"`
	Cancelled *int64        `json:"datecancelled"`
	Rows      []DeliveryRow `json:"orderdeliveryitems"`
}

// DeliveryRow is how much of an order's row was delivered.
type DeliveryRow struct {
	ID       int   `json:"orderdeliveryitemid"`
	Delivery int   `json:"orderdeliveryid"`
	Row      *int  `json:"orderitemid"`
	Quantity int64 `json:"quantity"`
}

// orderDefaults are the fields of a list of orders that names none.
const orderDefaults = "orderid,email,namefirst,namelast,company,moneyfinal_net,moneyfinal_vat,moneytotal_gross_roundoff,moneytotal_gross_all," +
	"orderdate,orderstateid,paymentstateid,ordertypeid,registerid,warehouseid,datereserved,orderitems,payments"
