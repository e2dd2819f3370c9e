package smartbill

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/wire"
)

// pushEntry is one product in a push. The names are those that SmartBill's own
// receivers read; others may be there.
type pushEntry struct {
	Warehouse raw `json:"warehouse"`
	Code      raw `json:"productCode"`
	Name      raw `json:"productName"`
	Quantity  raw `json:"quantity"`
}

// pushed finds the entries in a body. No captured push was at hand, so every form
// that SmartBill's own receivers accept is accepted: a list, a list under
// "products", and for the test of the connection nothing in any form.
func pushed(body []byte) ([]pushEntry, error) {
	if body = bytes.TrimSpace(body); len(body) == 0 {
		return nil, nil
	}
	if !json.Valid(body) {
		return nil, fmt.Errorf("%w: not JSON", erp.ErrAnswer)
	}
	switch body[0] {
	case '[':
		return listed(body)
	case '{':
		return wrapped(body)
	case 'n':
		return nil, nil
	}
	return nil, fmt.Errorf("%w: neither a list nor an object", erp.ErrAnswer)
}

func listed(body []byte) ([]pushEntry, error) {
	var out []pushEntry
	if err := json.Unmarshal(body, &out); err != nil {
		return nil, fmt.Errorf("%w: %w", erp.ErrAnswer, err)
	}
	return out, nil
}

// wrapped reads an object: around the list, around a single product, or such a
// product itself.
func wrapped(body []byte) ([]pushEntry, error) {
	var fields map[string]raw
	if err := json.Unmarshal(body, &fields); err != nil {
		return nil, fmt.Errorf("%w: %w", erp.ErrAnswer, err)
	}
	inner, has := fields["products"]
	switch {
	case has && inner[0] == '{' && string(inner) != "{}":
		return listed(slices.Concat([]byte("["), inner, []byte("]")))
	case has && inner[0] == '{', len(fields) == 0:
		return nil, nil
	case has:
		return listed(inner)
	case fields["warehouse"] != nil && fields["quantity"] != nil:
		return listed(slices.Concat([]byte("["), body, []byte("]")))
	}
	return nil, fmt.Errorf("%w: an object with %s where products must be", erp.ErrAnswer, wire.Truncate(strings.Join(slices.Sorted(maps.Keys(fields)), ", "), 100))
}

// key is what identifies the product by the settings. A number where a text must
// be may have lost zeros in front: then exact is false.
func (p pushEntry) key(byName bool) (code commerce.Code, exact bool) {
	v := p.Code
	if byName {
		v = p.Name
	}
	if s, ok := wire.Unquote(v); ok {
		return commerce.Code(s), true
	}
	if s, ok := numeral(v); ok {
		return commerce.Code(s), false
	}
	return "", false
}
