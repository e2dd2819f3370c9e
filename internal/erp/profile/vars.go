package profile

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/profile/schema"
)

// listAge is how long the list from which a newest entry is chosen holds.
const listAge = time.Hour

// vars are the values of the variables, some of them chosen from a list of the
// ERP while running: "Shop*" is the newest of Shop2024, Shop2025.
type vars struct {
	plain  map[string]any // text, or texts for a list
	newest map[string]choice
	secret string
}

// choice is a variable that a list offers.
type choice struct {
	kind  string // the reference list
	given string // a name, or a prefix with *
	lists *lists
}

// lists remember what the ERP offered.
type lists struct {
	mu     sync.Mutex
	byKind map[string]offered
}

type offered struct {
	ids []string
	at  time.Time
}

func newVars(p *schema.Profile, values map[string]string, secret string) vars {
	v := vars{plain: map[string]any{}, newest: map[string]choice{}, secret: secret}
	shared := &lists{byKind: map[string]offered{}}
	for name, text := range values {
		d := p.Vars[name]
		v.plain[name] = text
		if d.List {
			v.plain[name] = list(text)
		}
		if d.NewestOf != "" {
			v.newest[name] = choice{kind: d.NewestOf, given: text, lists: shared}
		}
	}
	return v
}

// texts are the entries of a list variable.
func (v vars) texts(name string) []string {
	l, _ := v.plain[name].([]string)
	return l
}

// data begins what templates are filled in with. pins are the chosen values.
func (v vars) data(pins map[string]string) data {
	all := make(map[string]any, len(v.plain))
	maps.Copy(all, v.plain)
	for name, x := range pins {
		all[name] = x
	}
	return data{
		"vars": all, "secret": v.secret, "token": "", "since": "", "location": "", "codes": []string{}, "code": "", "ids": []string{}, "id": "",
		"page": map[string]any{"number": 0, "size": 0, "offset": 0, "cursor": ""},
	}
}

// pins chooses the values of those variables of an operation that a list
// offers. The whole of a reading keeps to what was chosen at its beginning.
func (c *client) pins(ctx context.Context, op *operation) (map[string]string, error) {
	var out map[string]string
	for name, ch := range c.vars.newest {
		if !slices.Contains(op.vars, name) || op.name == "references."+ch.kind {
			continue
		}
		id, err := c.choose(ctx, name, ch)
		if err != nil {
			return nil, err
		}
		if out == nil {
			out = map[string]string{}
		}
		out[name] = id
	}
	return out, nil
}

func (c *client) choose(ctx context.Context, name string, ch choice) (string, error) {
	prefix, newest := strings.CutSuffix(ch.given, "*")
	if !newest {
		return ch.given, nil
	}
	ids, err := c.offered(ctx, ch)
	if err != nil {
		return "", fmt.Errorf("choose the newest %s*: %w", prefix, err)
	}
	id := erp.Newest(ids, prefix)
	if id == "" {
		return "", fmt.Errorf("%s.%s is %q, but none of the %s is called %s and a number: there are %s",
			schema.VarsKey, name, ch.given, ch.kind, prefix, strings.Join(ids, ", "))
	}
	return id, nil
}

// aging warns where a name given outright is not the newest of its kind.
func (c *client) aging(ctx context.Context) error {
	for name, ch := range c.vars.newest {
		if strings.HasSuffix(ch.given, "*") || c.references[ch.kind] == nil {
			continue
		}
		ids, err := c.offered(ctx, ch)
		if err != nil {
			return err
		}
		if id := erp.Newer(ids, ch.given); id != "" {
			c.log.WarnContext(ctx, "a newer one has been opened: is the chosen one still right?", "setting", schema.VarsKey+"."+name,
				"chosen", ch.given, "newest", id, "cure", "set it to "+strings.TrimRight(ch.given, "0123456789")+"* to follow the newest")
		}
	}
	return nil
}

func (c *client) offered(ctx context.Context, ch choice) ([]string, error) {
	if c.references[ch.kind] == nil {
		return nil, c.lacking("references." + ch.kind)
	}
	ch.lists.mu.Lock()
	known := ch.lists.byKind[ch.kind]
	ch.lists.mu.Unlock()
	if len(known.ids) > 0 && time.Since(known.at) < listAge {
		return known.ids, nil
	}
	all, err := c.ListReference(ctx, ch.kind)
	if err != nil {
		return nil, err
	}
	known = offered{ids: idsOf(all), at: time.Now()}
	ch.lists.mu.Lock()
	defer ch.lists.mu.Unlock()
	ch.lists.byKind[ch.kind] = known
	return known.ids, nil
}

func idsOf(refs []commerce.Reference) []string {
	out := make([]string, len(refs))
	for i, r := range refs {
		out[i] = r.ID
	}
	return out
}
