package smartbill

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/wire"
)

// The values of the setting identify_by.
const (
	byCode = "code"
	byName = "name"
)

type config struct {
	base          *url.URL // ends in a slash
	email         string
	token         string
	cif           string
	warehouses    []string
	byName        bool
	productsToken string
	currency      string
	webhookToken  string
	reserve       int
}

func settings() []erp.Setting {
	return []erp.Setting{
		{Name: "base_url", Default: "https://ws.smartbill.ro/SBORO/api", Help: "Address of the SmartBill Cloud API."},
		{Name: "email", Required: true, Help: "E-mail address with which you log in to SmartBill Cloud."},
		{Name: "token", Required: true, Secret: true, Help: "API token, shown in SmartBill Cloud under Contul Meu > Integrari > API. It changes whenever the password of the account is changed."},
		{Name: "cif", Required: true, Help: "Tax number (CIF) of the company, with or without RO exactly as SmartBill Cloud shows it."},
		{Name: "warehouses", Required: true, List: true, Reference: refWarehouses, Help: "Names of the warehouses (gestiuni) whose stock the shop may sell, in capitals and small letters as SmartBill writes them; several are added up."},
		{Name: "identify_by", Default: byCode, OneOf: []string{byCode, byName}, Help: "What identifies a product: its code, or its name where the company does not use product codes (Foloseste cod produs)."},
		{Name: "products_token", Secret: true, Help: "API V3 token for the same company, made on the same page. Without it there are no prices, and only products with stock are known. After entering one, match again."},
		{Name: "currency", Default: "RON", Help: "Currency of the shop; products with a price in another one are read without price."},
		{Name: "webhook_token", Secret: true, Help: "Text that you also enter under Contul Meu > Integrari > Sincronizare stocuri > Token autentificare, so that SmartBill may report stock that moved. Best a long random one of its own."},
		{Name: "reserve", Default: "10", Help: "How many of the 30 calls that SmartBill allows in 10 seconds are left to other programs with the same token, such as SmartBill's own plugin."},
	}
}

func system() wire.System { return wire.System{Section: Name, Title: "SmartBill"} }

// parse checks what the settings' own list cannot say. All faults come at once.
func parse(s erp.Settings) (config, error) {
	var baseErr, cifErr, currencyErr, reserveErr error
	c := config{
		email: strings.TrimSpace(s["email"]), token: s["token"], cif: strings.TrimSpace(s["cif"]), warehouses: parseWarehouses(s["warehouses"]),
		byName: s["identify_by"] == byName, productsToken: s["products_token"], currency: s["currency"], webhookToken: s["webhook_token"],
	}
	c.base, baseErr = system().BaseURL(s["base_url"], "https://ws.smartbill.ro/SBORO/api", "smartbill.email and smartbill.token")
	if !plain(c.cif) {
		cifErr = fmt.Errorf("smartbill.cif is %q: must be a tax number such as RO12345678 or 12345678", c.cif)
	}
	if len(c.currency) != 3 || !plain(c.currency) {
		currencyErr = fmt.Errorf("smartbill.currency is %q: must be three letters such as RON", c.currency)
	}
	c.reserve, reserveErr = parseReserve(s["reserve"])
	return c, errors.Join(baseErr, cifErr, currencyErr, reserveErr)
}

func parseWarehouses(list string) []string {
	var names []string
	for name := range strings.SplitSeq(list, ",") {
		if name = strings.TrimSpace(name); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

func parseReserve(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n >= callsV1 {
		return 0, fmt.Errorf("smartbill.reserve is %q: must be a whole number from 0 to %d", text, callsV1-1)
	}
	return n, nil
}

// plain reports a text of letters and digits only.
func plain(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	})
}
