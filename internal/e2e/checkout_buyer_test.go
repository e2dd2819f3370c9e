package e2e_test

import (
	"bytes"
	"encoding/json"
	"html"
	"io"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// buyer is a customer with a browser's memory but no JavaScript.
type buyer struct {
	t     *testing.T
	w     *world
	http  *http.Client
	nonce string // of the Store API
}

func (w *world) guest() *buyer {
	jar, err := cookiejar.New(nil)
	require.NoError(w.t, err)
	return &buyer{t: w.t, w: w, http: &http.Client{Jar: jar, Timeout: time.Minute}}
}

// member is a customer who has logged in.
func (w *world) member() *buyer {
	b := w.guest()
	b.get(w.url + "/wp-login.php") // the cookie that tells that cookies are on
	page := b.post(w.url+"/wp-login.php", url.Values{"log": {"ana"}, "pwd": {"ana-password"}, "testcookie": {"1"}})
	require.NotContains(w.t, page, "login_error")
	return b
}

func (b *buyer) get(address string) string { return b.do(http.MethodGet, address, nil, nil) }

func (b *buyer) post(address string, form url.Values) string {
	return b.do(http.MethodPost, address, strings.NewReader(form.Encode()), http.Header{"Content-Type": {"application/x-www-form-urlencoded"}})
}

func (b *buyer) do(method, address string, body io.Reader, h http.Header) string {
	b.t.Helper()
	text, _ := b.exchange(method, address, body, h)
	return text
}

func (b *buyer) exchange(method, address string, body io.Reader, h http.Header) (string, *http.Response) {
	b.t.Helper()
	req, err := http.NewRequestWithContext(b.t.Context(), method, address, body)
	require.NoError(b.t, err)
	maps.Copy(req.Header, h)
	resp, err := b.http.Do(req)
	require.NoError(b.t, err)
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	require.NoError(b.t, err)
	return string(text), resp
}

// add puts a product into the cart by the form of its page, and returns what the
// cart page then complains of.
func (b *buyer) add(product, variation int64, quantity string) string {
	form := url.Values{"add-to-cart": {id(product)}, "quantity": {quantity}}
	if variation != 0 {
		size := "S"
		if variation == b.w.goods.ShirtM || variation == b.w.goods.TapeM {
			size = "M"
		}
		form.Set("variation_id", id(variation))
		form.Set("attribute_size", size)
	}
	b.post(b.w.url+"/", form)
	return complaint(b.get(b.w.goods.CartPage))
}

// change gives every line of the cart page this quantity, and returns what the
// page then complains of.
func (b *buyer) change(quantity string) string {
	page := b.get(b.w.goods.CartPage)
	form := url.Values{"update_cart": {"1"}, "woocommerce-cart-nonce": {hidden(b.t, page, "woocommerce-cart-nonce")}}
	for _, m := range regexp.MustCompile(`name="(cart\[\w+\]\[qty\])"`).FindAllStringSubmatch(page, -1) {
		form.Set(m[1], quantity)
	}
	require.Greater(b.t, len(form), 2, "the cart is empty")
	return complaint(b.post(b.w.goods.CartPage, form))
}

// placed is what WooCommerce's checkout answers.
type placed struct {
	Result   string `json:"result"`
	Messages string `json:"messages"`
	OrderID  int64  `json:"order_id"`
}

// order places the classic checkout's order and returns its id, or 0 and what
// the customer is told.
func (b *buyer) order() (int64, string) {
	b.t.Helper()
	return b.send(b.orderForm())
}

// orderForm is what the checkout page would send.
func (b *buyer) orderForm() url.Values {
	b.t.Helper()
	page := b.get(b.w.goods.OrderPage)
	form := url.Values{
		"payment_method": {"cod"}, "woocommerce-process-checkout-nonce": {hidden(b.t, page, "woocommerce-process-checkout-nonce")},
		"shipping_method[0]": {shippingRate(page)},
	}
	for k, v := range address() {
		form.Set("billing_"+k, v)
	}
	return form
}

func (b *buyer) send(form url.Values) (int64, string) {
	b.t.Helper()
	text := b.post(b.w.url+"/?wc-ajax=checkout", form)
	var p placed
	require.NoError(b.t, json.Unmarshal([]byte(text), &p), text)
	if p.Result == "success" {
		return p.OrderID, ""
	}
	return 0, plain(p.Messages)
}

func address() map[string]string {
	return map[string]string{
		"first_name": "Ana", "last_name": "Pop", "email": "buyer@shop.test", "phone": "0700000000", "address_1": "Strada Probei 1",
		"city": "Bucuresti", "state": "B", "postcode": "010001", "country": "RO",
	}
}

// pay sends the form of the page on which an existing order is paid; empty: it
// went through.
func (b *buyer) pay(o unpaid) string {
	page := b.get(o.Pay)
	text, resp := b.exchange(http.MethodPost, o.Pay, strings.NewReader(url.Values{
		"woocommerce_pay": {"1"}, "payment_method": {"cod"}, "woocommerce-pay-nonce": {hidden(b.t, page, "woocommerce-pay-nonce")},
	}.Encode()), http.Header{"Content-Type": {"application/x-www-form-urlencoded"}})
	if strings.Contains(resp.Request.URL.Path, "order-received") {
		return ""
	}
	return complaint(text)
}

// unpaid is an order that checkout.php made.
type unpaid struct {
	ID  int64  `json:"id"`
	Key string `json:"key"`
	Pay string `json:"pay"`
}

// api calls the blocks' API and returns the status and the answer.
func (b *buyer) api(method, path string, body any) (int, map[string]any) {
	b.t.Helper()
	if b.nonce == "" {
		_, resp := b.exchange(http.MethodGet, b.w.url+"/wp-json/wc/store/v1/cart", nil, nil)
		b.nonce = resp.Header.Get("Nonce")
	}
	raw, err := json.Marshal(body)
	require.NoError(b.t, err)
	text, resp := b.exchange(method, b.w.url+"/wp-json/wc/store/v1/"+path, bytes.NewReader(raw), http.Header{
		"Content-Type": {"application/json"}, "Nonce": {b.nonce},
	})
	var out map[string]any
	require.NoError(b.t, json.Unmarshal([]byte(text), &out), text)
	return resp.StatusCode, out
}

// block puts a product into the cart as the blocks do; empty: it went through.
func (b *buyer) block(product int64, quantity int) string {
	b.t.Helper()
	return refusal(b.api(http.MethodPost, "cart/add-item", map[string]any{"id": product, "quantity": quantity}))
}

// blockOrder places the block checkout's order and returns its id, or 0 and
// what the customer is told.
func (b *buyer) blockOrder() (int64, string) {
	b.t.Helper()
	return b.checkout("checkout", map[string]any{})
}

// blockPay pays an existing order as the block does.
func (b *buyer) blockPay(o unpaid) string {
	b.t.Helper()
	_, said := b.checkout("checkout/"+id(o.ID), map[string]any{"key": o.Key, "billing_email": "buyer@shop.test"})
	return said
}

func (b *buyer) checkout(path string, body map[string]any) (int64, string) {
	b.t.Helper()
	body["billing_address"], body["shipping_address"], body["payment_method"] = address(), address(), "cod"
	status, out := b.api(http.MethodPost, path, body)
	if status == http.StatusOK {
		return int64(out["order_id"].(float64)), ""
	}
	return 0, refusal(status, out)
}

func refusal(status int, out map[string]any) string {
	if status < 300 {
		return ""
	}
	return strconv.Itoa(status) + " " + html.UnescapeString(out["message"].(string))
}

func id(n int64) string { return strconv.FormatInt(n, 10) }

// hidden is the value of a hidden field of a page.
func hidden(t *testing.T, page, name string) string {
	t.Helper()
	m := regexp.MustCompile(`name="` + name + `" value="(\w+)"`).FindStringSubmatch(page)
	require.Len(t, m, 2, "no field %s in the page", name)
	return m[1]
}

func shippingRate(page string) string {
	m := regexp.MustCompile(`name="shipping_method\[0\]"[^>]* value="([^"]+)"`).FindStringSubmatch(page)
	if m == nil {
		return ""
	}
	return m[1]
}

// complaint is the text of the error notices of a page.
func complaint(page string) string {
	m := regexp.MustCompile(`(?s)<(ul|div) class="[^"]*(?:woocommerce-error|is-error)[^"]*".*?</(ul|div)>`).FindAllString(page, -1)
	return plain(strings.Join(m, " "))
}

// plain is HTML's text.
func plain(markup string) string {
	return strings.Join(strings.Fields(html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(markup, " "))), " ")
}
