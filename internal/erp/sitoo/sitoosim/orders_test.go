package sitoosim_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/sitoo/sitoosim"
)

const secret = "secret-password"

func (c client) send(method, path, body string) (int, string) {
	c.t.Helper()
	resp, text := c.ask(method, c.base+path, secret, body)
	return resp.StatusCode, text
}

func store() *sitoosim.Sim {
	return sitoosim.New(sitoosim.Options{
		Products: []sitoosim.Product{{SKU: "A", Price: "10.00", Stock: []sitoosim.Level{{1, commerce.Units(10)}}}},
		Now:      func() time.Time { return time.Unix(1_700_000_000, 0) },
	})
}

// The documentation's example: 250.00 for two with a discount of 50.00 at 25 %.
func TestARowsArithmetic(t *testing.T) {
	t.Parallel()
	c := at(t, store())
	code, id := c.send(http.MethodPost, "sites/1/orders.json", `{"ordertypeid":10,"orderitems":[{"productname":"A","quantity":2,"moneyrowprice":"250.00","moneyrowdiscount":"50.00","vatvalue":25}]}`)
	require.Equal(t, 200, code)
	require.Equal(t, "10001", id)
	got := c.get("sites/1/orders/10001.json")
	for _, want := range []string{
		`"moneynetpriceperunit":"80.00"`, `"moneyoriginalprice":"100.00"`, `"moneyitemtotal_net":"160.00"`, `"moneyitemtotal_vat":"40.00"`,
		`"moneytotal_gross_all":"200.00"`, `"productid":null`, `"orderdate":1700000000`, `"externalid":null`,
	} {
		require.Contains(t, got, want)
	}
	require.NotContains(t, got, "moneyrowprice", "write only")
}

func TestOrdersThatAreRefused(t *testing.T) {
	t.Parallel()
	s := store()
	c := at(t, s)
	row := `"orderitems":[{"productname":"A","sku":"A","quantity":1,"moneyrowprice":"9.00"%s}]`
	plain := `"ordertypeid":10,` + fmt.Sprintf(row, "")
	code, _ := c.send(http.MethodPost, "sites/1/orders", `{"externalid":"shop-1",`+plain+`}`)
	require.Equal(t, 200, code)
	for body, says := range map[string]string{
		`{`:                                     "Invalid JSON",
		`{` + fmt.Sprintf(row, "") + `}`:        "Missing required field 'ordertypeid'.",
		`{"externalid":"shop-1",` + plain + `}`: "'externalid' should be unique.",
		`{"externalid":"shop 1",` + plain + `}`: "Invalid field value 'externalid'.",
		`{"externalid":"` + strings.Repeat("x", 41) + `",` + plain + `}`:            "Invalid field value 'externalid'.",
		`{"warehouseid":9,` + plain + `}`:                                           "Invalid field value 'warehouseid'.",
		`{"creditorderid":9,` + plain + `}`:                                         "Invalid field value 'creditorderid'.",
		`{"orderstateid":5,` + plain + `}`:                                          "Invalid field value 'orderstateid'.",
		`{"paymentstateid":5,` + plain + `}`:                                        "Invalid field value 'paymentstateid'.",
		`{"currencycode":"SEKR",` + plain + `}`:                                     "Invalid field value 'currencycode'.",
		`{"email":5,` + plain + `}`:                                                 "Invalid field value 'email' should be string.",
		`{"payments":[{"name":"Card","moneyamount":"9"}],` + plain + `}`:            "Invalid field value 'payments'.",
		`{"ordertypeid":10,` + fmt.Sprintf(row, `,"quantity":1.5`) + `}`:            "Invalid field value 'quantity' should be int64.",
		`{"ordertypeid":10,` + fmt.Sprintf(row, `,"quantity":0`) + `}`:              "Invalid field value 'quantity'.",
		`{"ordertypeid":10,` + fmt.Sprintf(row, `,"sku":"none"`) + `}`:              "Invalid field value 'sku'.",
		`{"ordertypeid":10,` + fmt.Sprintf(row, `,"moneyrowprice":"9"`) + `}`:       "Invalid field value 'moneyrowprice'.",
		`{"ordertypeid":10,` + fmt.Sprintf(row, `,"moneyrowprice":9`) + `}`:         "Invalid field value 'moneyrowprice' should be string.",
		`{"ordertypeid":10,"orderitems":[{"quantity":1}]}`:                          "Missing required field 'productname'.",
		`{"ordertypeid":10,"orderitems":[{"productname":"A"}]}`:                     "Missing required field 'quantity'.",
		`{"ordertypeid":10,` + fmt.Sprintf(row, `,"decimalunitquantity":"1"`) + `}`: "Invalid field value 'decimalunitquantity'.",
	} {
		code, text := c.send(http.MethodPost, "sites/1/orders", body)
		require.Equal(t, 400, code, body)
		require.Contains(t, text, says)
	}
	require.Len(t, s.Orders(), 1)
	code, _ = c.send(http.MethodDelete, "sites/1/orders/10001", "")
	require.Equal(t, 405, code)
	code, _ = c.send(http.MethodPut, "sites/1/orders/7", `{"orderstateid":20}`)
	require.Equal(t, 404, code)
}

func TestFiltersOfOrders(t *testing.T) {
	t.Parallel()
	s := store()
	c := at(t, s)
	for i := range 12 {
		code, text := c.send(http.MethodPost, "sites/1/orders", fmt.Sprintf(
			`{"externalid":"w-%d","ordertypeid":%d,"orderstateid":%d,"paymentstateid":20,"orderdate":%d,"email":"%d@example.se","warehouseid":1,"orderitems":[{"productname":"A","quantity":1}]}`,
			i, []int{10, 100}[i/11], []int{0, 10}[i%2], 100+i, i%3))
		require.Equal(t, 200, code, text)
	}
	code, _ := c.send(http.MethodPost, "sites/1/orders", `{"creditorderid":10002,"ordertypeid":10,"orderitems":[{"productname":"A","quantity":-1}]}`)
	require.Equal(t, 200, code)
	numbers := regexp.MustCompile(`"orderid":1?0*(\d+)`)
	for query, want := range map[string]string{
		"":                                  "13 12 11 10 9 8 7 6 5 4",
		"num=3&sort=orderid":                "1 2 3",
		"num=3&sort=orderid&start=2":        "3 4 5",
		"num=3&sort=-orderid":               "13 12 11",
		"sort=orderid&orderidfrom=10010":    "10 11 12 13",
		"orderidfrom=10003&orderidto=10005": "4 3",
		"externalid=w-3,w-0,w-99,w-3":       "4 1",
		"orderid=10002,10001":               "2 1",
		"creditorderid=10002":               "13",
		"orderstate=10&orderidto=10007":     "6 4 2",
		"ordertype=100":                     "12",
		"email=0@example.se&orderstate=0":   "7 1",
		"orderdatefrom=109&orderdateto=110": "11 10",
		"paymentstate=0":                    "13",
		"warehouseid=1&num=1":               "12",
		"eshopid=2":                         "",
		"datelastmodified-from=5&num=1":     "13",
	} {
		for _, path := range []string{"orders.json?", "sites/1/orders?"} {
			var got []string
			for _, m := range numbers.FindAllStringSubmatch(c.get(path+"fields=orderid&"+query), -1) {
				got = append(got, m[1])
			}
			require.Equal(t, want, strings.Join(got, " "), query)
		}
	}
	require.Contains(t, c.get("orders?num=1"), `{"totalcount":13,"items":[{"company":"",`)
	require.NotContains(t, c.get("orders?num=1"), "additionaldata")
}

func TestAPutChangesOnlyWhatItHolds(t *testing.T) {
	t.Parallel()
	s := store()
	c := at(t, s)
	c.send(http.MethodPost, "sites/1/orders", `{"externalid":"w-1","ordertypeid":10,"email":"a@example.se","warehouseid":1,"datereserved":1800000000,"orderitems":[{"productname":"A","sku":"A","quantity":4}]}`)
	require.Equal(t, commerce.Units(4), s.Reserved("A", 1))
	code, text := c.send(http.MethodPut, "sites/1/orders/10001", `{"orderid":5,"externalid":"w-2","datereserved":null}`)
	require.Equal(t, 200, code)
	require.Equal(t, "true", text)
	o, _, _ := s.Order(10001)
	require.Equal(t, "w-2", *o.ExternalID)
	require.Equal(t, "a@example.se", o.Email)
	require.Zero(t, s.Reserved("A", 1))
	require.Contains(t, c.get("orders?externalid=w-1&fields=orderid"), `"totalcount":0`)
	require.Contains(t, c.get("orders?externalid=w-2&fields=orderid"), `"totalcount":1`)
	c.send(http.MethodPut, "sites/1/orders/10001", `{"datereserved":1800000000}`)
	require.Equal(t, commerce.Units(4), s.Reserved("A", 1))
	require.Contains(t, c.get("sites/1/warehouses/1/warehouseitems?fields=decimaltotal,decimalreserved,decimalavailable"),
		`{"decimaltotal":"10.000","decimalreserved":"4.000","decimalavailable":"6.000"}`)
	require.NoError(t, s.Remove("A"))
	code, _ = c.send(http.MethodPut, "sites/1/orders/10001", `{"datereserved":null}`)
	require.Equal(t, 400, code, "a row names a product that is gone")
}

func TestDeliveries(t *testing.T) {
	t.Parallel()
	s := store()
	c := at(t, s)
	c.send(http.MethodPost, "sites/1/orders", `{"ordertypeid":10,"warehouseid":1,"datereserved":1800000000,"orderitems":[{"productname":"A","sku":"A","quantity":4},{"productname":"B","quantity":1}]}`)
	path := "sites/1/orders/10001/orderdeliveries"
	for body, says := range map[string]string{
		`{"orderdeliveryitems":[{"orderitemid":0,"quantity":1}]}`: "Missing required field 'warehouseid'.",
		`{"warehouseid":1}`: "Missing required field 'orderdeliveryitems'.",
		`{"warehouseid":7,"orderdeliveryitems":[{"orderitemid":0,"quantity":1}]}`: "'warehouseid'",
		`{"warehouseid":1,"orderdeliveryitems":[{"orderitemid":2,"quantity":1}]}`: "'orderitemid'",
		`{"warehouseid":1,"orderdeliveryitems":[{"quantity":1}]}`:                 "'orderitemid'",
		`{"warehouseid":1,"orderdeliveryitems":[{"orderitemid":0,"quantity":5}]}`: "'quantity'",
	} {
		code, text := c.send(http.MethodPost, path, body)
		require.Equal(t, 400, code)
		require.Contains(t, text, says)
	}
	code, id := c.send(http.MethodPost, path+".json", `{"warehouseid":1,"orderdeliveryref":"W1","orderdeliveryitems":[{"orderitemid":0,"quantity":3},{"orderitemid":1,"quantity":1}]}`)
	require.Equal(t, 200, code)
	require.Equal(t, "1", id)
	available, _ := s.Stock("A", 1)
	require.Equal(t, commerce.Units(6), available)
	require.Equal(t, commerce.Units(1), s.Reserved("A", 1))
	code, _ = c.send(http.MethodPost, path+"?ignorestock=true", `{"warehouseid":1,"orderdeliveryitems":[{"orderitemid":0,"quantity":1}]}`)
	require.Equal(t, 200, code)
	available, _ = s.Stock("A", 1)
	require.Equal(t, commerce.Units(7), available, "nothing left the shelf, and nothing is reserved")
	require.Contains(t, c.get(path), `{"totalcount":2,"items":[{"orderdeliveryid":1,"orderid":10001,"warehouseid":1,"orderdeliveryref":"W1","datedelivery":1700000000,"datecancelled":null`)
	o, _, _ := s.Order(10001)
	require.Zero(t, o.State, "a delivery does not close an order")
	c.send(http.MethodPut, "sites/1/orders/10001", `{"orderstateid":20}`)
	code, _ = c.send(http.MethodPost, path, `{"warehouseid":1,"orderdeliveryitems":[{"orderitemid":0,"quantity":1}]}`)
	require.Equal(t, 400, code)
}

func TestSalesByAdministration(t *testing.T) {
	t.Parallel()
	s := store()
	c := at(t, s)
	sale := `[{"email":"a@example.se","orderitems":[{"productname":"A","sku":"A","quantity":2,"moneyrowprice":"20.00"}],"delivered":true},
		{"orderitems":[{"productname":"A","sku":"A","quantity":-1,"moneyrowprice":"-10.00"}],"delivered":true}]`
	_, text := c.ask(http.MethodPost, "http://sim/_sim/orders", "", sale)
	require.JSONEq(t, `{"changed":2}`, text)
	q, _ := s.Stock("A", 1)
	require.Equal(t, commerce.Units(9), q)
	_, text = c.ask(http.MethodGet, "http://sim/_sim/orders", "", "")
	var orders []sitoosim.Order
	require.NoError(t, json.Unmarshal([]byte(text), &orders))
	require.NotNil(t, orders[0].Register)
	require.Equal(t, "20.00", orders[0].Gross)
	require.Equal(t, "-10.00", orders[1].Gross)
	resp, text := c.ask(http.MethodPost, "http://sim/_sim/orders", "", `[{"orderitems":[{}]}]`)
	require.Equal(t, 400, resp.StatusCode)
	require.Contains(t, text, "change 1 (those before are done): Missing required field 'productname'.")
}

func BenchmarkOrders(b *testing.B) {
	s := store()
	n := int64(1)
	for range 100_000 {
		if _, err := s.Sell(sitoosim.Order{Rows: []sitoosim.OrderRow{{Name: "A", SKU: "A", Quantity: &n, Price: "1.00"}}}, true); err != nil {
			b.Fatal(err)
		}
	}
	c := at(b, s)
	for b.Loop() {
		c.get("orders?sort=orderid&orderidfrom=60000&num=100&fields=orderid,orderitems,payments,moneytotal_gross_all")
	}
}
