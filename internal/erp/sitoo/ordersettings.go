package sitoo

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/wire"
)

// The values of the setting fetch_orders.
const (
	ordersNone         = "no"
	ordersAll          = "all"
	ordersStore2Door   = "store2door"
	ordersStore2Strict = "store2door_closed"
)

// every stands for all shipping methods in a setting.
const every = "*"

// longestReserve bounds a reservation: ten years.
const longestReserve = 3650

// orders is the part of the settings that is about orders.
type orders struct {
	warehouse   string            // empty: the order names none
	reserve     time.Duration     // 0: nothing is reserved
	gross       bool              // rows carry prices with VAT
	shippingRow bool              // shipping goes along
	shippingSKU map[string]string // by shipping method
	collect     map[string]string // warehouse by shipping method; empty: the ordinary one
	collectDone bool              // orders that are collected begin closed
	payments    map[string]string // name by payment method
	unit        string            // of fractional quantities
	personalID  string            // meta key
	tags        map[string]string
	fetch       string
	from        int64 // the first order to fetch
}

func orderSettings() []erp.Setting {
	return []erp.Setting{
		{Name: "order_warehouse", Reference: refWarehouses, Help: "Number of the warehouse that web orders are reserved in and delivered from; empty is the first of warehouses."},
		{Name: "reserve_days", Default: "30", Help: "For how many days Sitoo keeps the goods of a sent order reserved; 0 reserves nothing."},
		{Name: "order_prices_include_vat", Default: "yes", OneOf: []string{"yes", "no"}, Help: "Whether the rows of sent orders carry prices with VAT; no only where Sitoo adds VAT on top of them."},
		{Name: "shipping_row", Default: "yes", OneOf: []string{"yes", "no"}, Help: "Whether shipping costs go along as rows of the order; without them Sitoo's total is lower than the shop's."},
		{Name: "shipping_skus", List: true, Help: "Products in Sitoo that stand for shipping, by the shop's shipping method, such as flat_rate=FREIGHT,*=POST; a method without one becomes a row without SKU."},
		{Name: "click_collect", List: true, Help: "Shipping methods whose orders are collected in a store, each with the number of the store's warehouse, such as local_pickup:3=2."},
		{Name: "click_collect_state", Default: stateOpen, OneOf: []string{stateOpen, stateClosed}, Help: "Whether orders to be collected begin open, as Sitoo's own pickup needs them, or closed."},
		{Name: "payment_names", List: true, Help: "Names of payments in Sitoo, by the shop's payment method, such as cod=Cash,stripe=Card; a method without one keeps the shop's title."},
		{Name: "unit_label", Help: "Unit of rows with fractional quantities, such as kg."},
		{Name: "personalid_meta", Help: "Order meta key of the checkout field that holds a personal or company number, such as _billing_vat."},
		{Name: "order_tags", List: true, Help: "Further additional data of every sent order, such as channel=web."},
		{Name: "fetch_orders", Default: ordersNone, OneOf: []string{ordersNone, ordersAll, ordersStore2Door, ordersStore2Strict}, Help: "Which POS orders to fetch: store2door means open ones with goods still to be delivered, store2door_closed the closed ones of that kind as well, at one request per order. Nothing brings them into the shop yet."},
		{Name: "orders_from", Help: "Number of the first POS order to fetch; empty is the very first."},
	}
}

// parseOrders checks what the settings' own list cannot say. All faults come at
// once.
func parseOrders(s erp.Settings, warehouses []string) (orders, error) {
	o := orders{
		warehouse: s["order_warehouse"], gross: s["order_prices_include_vat"] == "yes", shippingRow: s["shipping_row"] == "yes",
		collectDone: s["click_collect_state"] == stateClosed, unit: s["unit_label"], personalID: s["personalid_meta"], fetch: s["fetch_orders"],
	}
	if o.warehouse == "" && len(warehouses) > 0 {
		o.warehouse = warehouses[0]
	}
	faults := []error{checkNumber("order_warehouse", o.warehouse), checkNumber("orders_from", s["orders_from"])}
	o.from, _ = strconv.ParseInt(s["orders_from"], 10, 64) // checked above
	days, err := strconv.Atoi(s["reserve_days"])
	if err != nil || days < 0 || days > longestReserve {
		faults = append(faults, fmt.Errorf("sitoo.reserve_days is %q: must be a whole number from 0 to %d", s["reserve_days"], longestReserve))
	}
	o.reserve = time.Duration(days) * 24 * time.Hour
	for _, list := range []struct {
		name string
		into *map[string]string
	}{{"shipping_skus", &o.shippingSKU}, {"click_collect", &o.collect}, {"payment_names", &o.payments}, {"order_tags", &o.tags}} {
		*list.into, err = parsePairs(list.name, s[list.name], list.name == "click_collect")
		faults = append(faults, err)
	}
	for method, w := range o.collect {
		if w != "" && !wire.Digits(w) {
			faults = append(faults, fmt.Errorf("sitoo.click_collect sends %s to %q: must be the number of a warehouse", method, w))
		}
	}
	return o, errors.Join(faults...)
}

func checkNumber(name, text string) error {
	if text == "" || wire.Digits(text) && len(text) <= 18 {
		return nil
	}
	return fmt.Errorf("sitoo.%s is %q: must be a number", name, text)
}

// parsePairs reads a list such as flat_rate=A,*=B. With bare, a key may stand
// alone; it then has no value.
func parsePairs(name, list string, bare bool) (map[string]string, error) {
	out := map[string]string{}
	for pair := range strings.SplitSeq(list, ",") {
		key, value, paired := strings.Cut(pair, "=")
		key, value = strings.TrimSpace(key), strings.TrimSpace(value)
		switch {
		case strings.TrimSpace(pair) == "":
		case key == "" || !bare && value == "" || paired && value == "":
			return nil, fmt.Errorf("sitoo.%s holds %q: must be pairs such as name=value", name, strings.TrimSpace(pair))
		default:
			out[key] = value
		}
	}
	return out, nil
}

// byMethod looks a shipping line's method up: with its instance, then without,
// then what stands for all.
func byMethod(m map[string]string, l commerce.OrderLine) (string, bool) {
	for _, key := range []string{l.Method + ":" + l.Instance, l.Method, every} {
		if v, ok := m[key]; ok {
			return v, true
		}
	}
	return "", false
}

// Offers tells that POS orders are read only where the settings want them.
func (c *client) Offers(op string) bool {
	return op != erp.OpReadOrders || c.orders.fetch != ordersNone
}
