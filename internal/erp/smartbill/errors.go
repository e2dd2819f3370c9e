package smartbill

import (
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/http"
	"strings"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/wire"
)

var (
	// errNoVAT is SmartBill's answer to a company outside of VAT that asks for
	// rates.
	errNoVAT = errors.New("the company does not pay VAT")
	// errNoSuch is V3's own word that an entry does not exist.
	errNoSuch = fmt.Errorf("%w: SmartBill has no such entry", erp.ErrNotFound)
)

// problem is an error by which the newer parts of SmartBill explain themselves:
// V3 always, V1 where it does not understand a request.
type problem struct {
	Type   string `json:"type"`
	Errors []struct {
		Code    string `json:"code"`
		Message string `json:"message"`
		Param   string `json:"param"`
	} `json:"errors"`
}

// refusal turns everything but JSON with status 200 into a typed error.
func (c *client) refusal(resp *http.Response, body []byte, html bool) error {
	status, said, p := resp.StatusCode, errorText(body), problemOf(body)
	switch {
	case status == http.StatusTooManyRequests:
		return &erp.RetryAfter{Err: fmt.Errorf("SmartBill refuses more requests for now: status 429, %s", c.words(said, p, html)), Wait: wait(resp)}
	case status == http.StatusForbidden && lockedOut(resp, said != "" || p.Type != ""):
		return &erp.RetryAfter{Err: fmt.Errorf("SmartBill has blocked the token, most likely because all programs that use it together made more than %d calls in %s: status 403, %s", callsV1, window, c.words(said, p, html)), Wait: wait(resp)}
	case status >= 500 || status == http.StatusRequestTimeout:
		return wire.Later(fmt.Errorf("%w: status %d, %s", erp.ErrUnreachable, status, c.words(said, p, html)), wait(resp))
	case said != "":
		return c.business(status, said)
	case p.Type != "":
		return c.explained(status, p)
	}
	return unexplained(resp, html)
}

// business is an error in SmartBill's own Romanian words, which may also come
// with status 200.
func (c *client) business(status int, said string) error {
	said = c.mask(said)
	switch folded := fold(said); {
	case strings.HasPrefix(folded, "firma este neplatitoare de tva"):
		return errNoVAT
	case strings.HasPrefix(folded, "firma la care incercati"):
		return fmt.Errorf("%w: %q; check smartbill.cif: it must be written exactly as SmartBill Cloud shows it, and this user must have access to the company", erp.ErrUnauthorized, said)
	case strings.Contains(folded, "nu aveti dreptul"):
		return fmt.Errorf("%w: %q; give this SmartBill user the right", erp.ErrUnauthorized, said)
	case status == http.StatusUnauthorized, status == http.StatusForbidden, strings.HasPrefix(folded, "autentificare esuata"):
		return fmt.Errorf("%w: %q; check smartbill.email, smartbill.token (Contul Meu > Integrari > API; it changes whenever the account's password is changed) and smartbill.cif, and that your SmartBill plan includes the API", erp.ErrUnauthorized, said)
	case strings.Contains(folded, "nu a fost gasit"), status == http.StatusNotFound:
		return fmt.Errorf("%w: %q; check the names in the settings, capitals and small letters included", erp.ErrNotFound, said)
	case strings.Contains(folded, "modulul stoc nu este activ"):
		return fmt.Errorf("SmartBill refused the request: %q; activate SmartBill Gestiune for this company", said)
	}
	return fmt.Errorf("SmartBill refused the request: %q (status %d)", said, status)
}

func (c *client) explained(status int, p problem) error {
	says := c.words("", p, false)
	switch {
	case strings.HasPrefix(p.Type, "authentication"), status == http.StatusUnauthorized:
		return fmt.Errorf("%w: %s; check smartbill.products_token: it is not the token of V1, and belongs to one user and one company", erp.ErrUnauthorized, says)
	case strings.HasPrefix(p.Type, "authorization"), status == http.StatusForbidden:
		return fmt.Errorf("%w: %s; if your SmartBill plan does not include the product list, leave smartbill.products_token empty and do without prices", erp.ErrUnauthorized, says)
	case status == http.StatusNotFound:
		return fmt.Errorf("%w: %s", errNoSuch, says)
	}
	return fmt.Errorf("SmartBill does not accept the request: %s (status %d)", says, status)
}

func unexplained(resp *http.Response, html bool) error {
	switch s := resp.StatusCode; {
	case html && s < 300:
		return fmt.Errorf("%w: a web page instead of JSON; is smartbill.base_url the address of the API?", erp.ErrAnswer)
	case s == http.StatusUnauthorized:
		return fmt.Errorf("%w: status 401, no explanation; check smartbill.email and smartbill.token", erp.ErrUnauthorized)
	case s == http.StatusNotFound:
		return fmt.Errorf("%w: status 404, no explanation; is smartbill.base_url the address of the API?", erp.ErrNotFound)
	case s >= 300 && s < 400:
		return fmt.Errorf("%w: status %d, a redirect to %s; is smartbill.base_url the address of the API?", erp.ErrAnswer, s, wire.Target(resp))
	case s < 300:
		return fmt.Errorf("%w: status %d where 200 is documented", erp.ErrAnswer, s)
	}
	return fmt.Errorf("SmartBill refused the request: status %d, no explanation", resp.StatusCode)
}

// words is SmartBill's explanation, made fit for a log line.
func (c *client) words(said string, p problem, html bool) string {
	switch {
	case said != "":
		return fmt.Sprintf("%q", c.mask(said))
	case len(p.Errors) > 0:
		e := p.Errors[0]
		return fmt.Sprintf("%s: %s: %q (%s)", p.Type, e.Code, c.mask(wire.Truncate(e.Message, 200)), c.mask(wire.Truncate(e.Param, 80)))
	case p.Type != "":
		return p.Type
	case html:
		return "a web page (SmartBill also answers so to requests it cannot read)"
	}
	return "no explanation"
}

// mask keeps logins and addresses out of what is logged.
func (c *client) mask(s string) string {
	for _, secret := range []string{c.token, c.productsToken, c.webhookToken, c.email} {
		if secret != "" {
			s = strings.ReplaceAll(s, secret, "***")
		}
	}
	return s
}

// errorText is SmartBill's explanation in an answer, up to the first markup.
func errorText(body []byte) string {
	var e struct {
		ErrorText string `json:"errorText"`
	}
	_ = json.Unmarshal(body, &e) // what is no JSON has no such text
	return clean(e.ErrorText)
}

func clean(text string) string {
	text, _, _ = strings.Cut(text, "<")
	return wire.Truncate(strings.Join(strings.Fields(html.UnescapeString(text)), " "), 200)
}

func problemOf(body []byte) problem {
	var p problem
	if err := json.Unmarshal(body, &p); err != nil {
		return problem{}
	}
	return p
}

// fold makes a Romanian text comparable: small letters without diacritics.
func fold(s string) string {
	return strings.NewReplacer("ă", "a", "â", "a", "î", "i", "ș", "s", "ş", "s", "ț", "t", "ţ", "t").Replace(strings.ToLower(s))
}
