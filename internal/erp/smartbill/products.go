package smartbill

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strconv"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
)

// pageV3 is the most entries that V3 gives in one answer.
const pageV3 = 100

type (
	product struct {
		ID          raw `json:"id"`
		Name        raw `json:"name"`
		Code        raw `json:"code"`
		Service     raw `json:"isService"`
		Price       raw `json:"price"`
		Currency    raw `json:"currency"`
		VAT         raw `json:"vatPercentage"`
		VATIncluded raw `json:"isVatIncluded"`
	}
	productPage struct {
		Items      []product `json:"items"` // nil if absent or null
		Pagination struct {
			Next *string `json:"next"`
		} `json:"pagination"`
	}
)

// ReadItems pages through the product list, a hundred at a time. Since has no
// effect: everything comes.
func (c *catalogue) ReadItems(ctx context.Context, q erp.Query) (erp.Page[commerce.Item], error) {
	var none erp.Page[commerce.Item]
	if err := checkMark(q.Since); err != nil {
		return none, err
	}
	var p place
	if q.Page != "" {
		var err error
		if p, err = parsePlace(q.Page); err != nil || p.After == "" {
			return none, foreign(q.Page)
		}
	}
	page, err := c.products(ctx, p.After, pageV3)
	if err != nil {
		return none, fmt.Errorf("read products: %w", err)
	}
	out := erp.Page[commerce.Item]{Items: page.items, Mark: everything}
	if page.after != "" {
		out.Mark, out.Next = "", place{After: page.after}.cursor()
	}
	return out, nil
}

// part is one page of the product list; after is empty on the last.
type part struct {
	items []commerce.Item
	after string
}

func (c *catalogue) products(ctx context.Context, after string, limit int) (part, error) {
	q := url.Values{"limit": {strconv.Itoa(limit)}}
	if after != "" {
		q.Set("after", after)
	}
	var page productPage
	if err := c.getV3(ctx, "products", q, &page); err != nil {
		return part{}, err
	}
	if page.Items == nil {
		return part{}, fmt.Errorf("%w: no list of items in it", erp.ErrAnswer)
	}
	next, err := following(page, after)
	out := part{items: make([]commerce.Item, 0, len(page.Items)), after: next}
	for _, p := range page.Items {
		it, itemErr := c.item(p)
		if itemErr != nil {
			return part{}, itemErr
		}
		if it.Code == "" {
			c.log.DebugContext(ctx, "smartbill product without a code left out", "id", it.ID)
			continue
		}
		out.items = append(out.items, it)
	}
	return out, err
}

// following takes only the place from the address of the next page: requests
// with our token go nowhere but to the address in the settings.
func following(page productPage, after string) (string, error) {
	if page.Pagination.Next == nil || *page.Pagination.Next == "" {
		return "", nil
	}
	u, err := url.Parse(*page.Pagination.Next)
	if err != nil || u.Query().Get("after") == "" {
		return "", fmt.Errorf("%w: the address of the next page does not say after what", erp.ErrAnswer)
	}
	if u.Query().Get("after") == after {
		return "", fmt.Errorf("%w: the next page is the same again", erp.ErrAnswer)
	}
	return u.Query().Get("after"), nil
}

func (c *catalogue) getV3(ctx context.Context, path string, q url.Values, out any) error {
	return c.ask(ctx, "v3/companies/"+c.cif+"/"+path, q, func(body io.Reader) error {
		text, err := io.ReadAll(io.LimitReader(body, maxSmall))
		if err != nil {
			return err
		}
		if err := json.Unmarshal(text, out); err != nil {
			return fmt.Errorf("%w: %w in %d bytes of JSON", erp.ErrAnswer, err, len(text))
		}
		return nil
	})
}
