package sitoo

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

// The values of the setting fetch.
const (
	fetchAll         = "all"
	fetchActive      = "active"
	fetchActivePOS   = "active_pos"
	fetchActiveWeb   = "active_web"
	fetchInactive    = "inactive"
	fetchInactivePOS = "inactive_pos"
	fetchInactiveWeb = "inactive_web"
)

const maxPage = 100_000

type config struct {
	base       *url.URL // ends in a slash
	id         string
	password   string
	site       string
	warehouses []string
	withVAT    bool
	compare    bool // a higher moneypriceorg is the regular price
	fetch      string
	page       int
}

func settings() []erp.Setting {
	return []erp.Setting{
		{Name: "base_url", Required: true, Help: "Address of your Sitoo account, shown under Settings > Sitoo REST API, such as https://api.mysitoo.com/v2/accounts/90000/."},
		{Name: "api_id", Required: true, Help: "API ID, shown beside the address, such as 90000-1."},
		{Name: "password", Required: true, Secret: true, Help: "API password that Sitoo generated for this API ID."},
		{Name: "site", Default: "1", Reference: refSites, Help: "Number of the Sitoo shop to read from."},
		{Name: "warehouses", Required: true, List: true, Reference: refWarehouses, Help: "Numbers of the warehouses whose stock the shop may sell; several are added up."},
		{Name: "prices_include_vat", Default: "yes", OneOf: []string{"yes", "no"}, Help: "Whether Sitoo stores your prices with VAT, as set under Settings > General > Storing of Product Prices."},
		{Name: "compare_price", Default: "no", OneOf: []string{"no", "sale"}, Help: "With sale, a recommended price above the price becomes the regular price and the price becomes the sale price."},
		{Name: "fetch", Default: fetchAll, OneOf: []string{fetchAll, fetchActive, fetchActivePOS, fetchActiveWeb, fetchInactive, fetchInactivePOS, fetchInactiveWeb}, Help: "Which products to fetch: active means active in both the POS and the web shop."},
		{Name: "page_size", Default: "1000", Help: "How many entries to ask for in one request."},
	}
}

func system() wire.System { return wire.System{Section: Name, Title: "Sitoo"} }

// parse checks what the settings' own list cannot say. All faults come at once.
func parse(s erp.Settings) (config, error) {
	var baseErr, siteErr, whErr, pageErr error
	c := config{
		id: s["api_id"], password: s["password"], site: s["site"], fetch: s["fetch"],
		withVAT: s["prices_include_vat"] == "yes", compare: s["compare_price"] == "sale",
	}
	c.base, baseErr = system().BaseURL(s["base_url"], "https://api.mysitoo.com/v2/accounts/90000/", "sitoo.api_id and sitoo.password")
	c.warehouses, whErr = parseWarehouses(s["warehouses"])
	c.page, pageErr = parsePage(s["page_size"])
	if !wire.Digits(c.site) {
		siteErr = fmt.Errorf("sitoo.site is %q: must be the number of a Sitoo shop, such as 1", c.site)
	}
	return c, errors.Join(baseErr, siteErr, whErr, pageErr)
}

func parseWarehouses(list string) ([]string, error) {
	var ids []string
	for id := range strings.SplitSeq(list, ",") {
		id = strings.TrimSpace(id)
		switch {
		case id == "":
		case !wire.Digits(id):
			return nil, fmt.Errorf("sitoo.warehouses holds %q: must be numbers of warehouses, such as 1,2", id)
		case !slices.Contains(ids, id):
			ids = append(ids, id)
		}
	}
	return ids, nil
}

func parsePage(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > maxPage {
		return 0, fmt.Errorf("sitoo.page_size is %q: must be a whole number from 1 to %d", text, maxPage)
	}
	return n, nil
}
