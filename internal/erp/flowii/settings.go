package flowii

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

const (
	minPage = 10 // parts of a list must overlap, see window
	maxPage = 1000
)

type config struct {
	base     *url.URL // ends in a slash
	email    string
	password string
	apiKey   string
	company  string
	stock    string // the attribute; empty: no stock is read
	shipping []string
	page     int
}

func settings() []erp.Setting {
	return []erp.Setting{
		{Name: "base_url", Default: "https://api.flowii.com", Help: "Address of FLOWii's API."},
		{Name: "email", Required: true, Help: "E-mail address of the FLOWii user that wpbridge logs in as."},
		{Name: "password", Required: true, Secret: true, Help: "Password of this user."},
		{Name: "api_key", Required: true, Secret: true, Help: "API key, shown under Settings > Extensions > API."},
		{Name: "company", Required: true, Reference: refCompanies, Help: "Number of the FLOWii company to read from."},
		{Name: "stock_attribute", Reference: refStockAttributes, Help: "Name of the attribute of goods that holds their stock. FLOWii does not describe one; where your account has none, leave this empty and no stock is read."},
		{Name: "shipping_categories", List: true, Reference: refCategories, Help: "Numbers of the categories whose goods are ways of shipping; they are offered as shipping items."},
		{Name: "page_size", Default: "100", Help: "How many entries to ask for in one request."},
	}
}

func system() wire.System { return wire.System{Section: Name, Title: "FLOWii"} }

// parse checks what the settings' own list cannot say. All faults come at once.
func parse(s erp.Settings) (config, error) {
	var baseErr, companyErr, shipErr, pageErr error
	c := config{email: s["email"], password: s["password"], apiKey: s["api_key"], company: s["company"], stock: strings.TrimSpace(s["stock_attribute"])}
	c.base, baseErr = system().BaseURL(s["base_url"], "https://api.flowii.com", "flowii.email, flowii.password and flowii.api_key")
	c.shipping, shipErr = parseIDs("shipping_categories", s["shipping_categories"])
	c.page, pageErr = parsePage(s["page_size"])
	if c.company != "" && !wire.Digits(c.company) {
		companyErr = fmt.Errorf("flowii.company is %q: must be the number of a company, such as 6021", c.company)
	}
	return c, errors.Join(baseErr, companyErr, shipErr, pageErr)
}

func parseIDs(key, list string) ([]string, error) {
	var ids []string
	for id := range strings.SplitSeq(list, ",") {
		id = strings.TrimSpace(id)
		switch {
		case id == "":
		case !wire.Digits(id):
			return nil, fmt.Errorf("flowii.%s holds %q: must be numbers, such as 510,520", key, id)
		case !slices.Contains(ids, id):
			ids = append(ids, id)
		}
	}
	return ids, nil
}

func parsePage(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < minPage || n > maxPage {
		return 0, fmt.Errorf("flowii.page_size is %q: must be a whole number from %d to %d", text, minPage, maxPage)
	}
	return n, nil
}
