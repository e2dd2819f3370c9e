package flowii

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/wire"
)

// lasting is how long a branch of the tree is remembered, so that a reading that
// goes from category to category asks for each once.
const lasting = 10 * time.Minute

// tree remembers the branches of the tree of categories that were asked for.
type tree struct {
	mu       sync.Mutex
	branches map[string]branch // by parent, empty at the top
}

type branch struct {
	list []commerce.Category // by id
	at   time.Time
}

// ReadCategories reads the top of the tree and then the children of one top
// category at a time. Goods know a category and a subcategory, so there is no
// third level.
func (c *client) ReadCategories(ctx context.Context, q erp.Query) (erp.Page[commerce.Category], error) {
	var out erp.Page[commerce.Category]
	p, err := parsePlace(q.Page)
	if err != nil {
		return out, err
	}
	if p.Category == "" {
		c.tree.forget()
	}
	if out.Items, err = c.branch(ctx, p.Category); err != nil {
		return out, fmt.Errorf("read categories: %w", err)
	}
	tops, err := c.branch(ctx, "")
	if err != nil {
		return out, fmt.Errorf("read categories: %w", err)
	}
	if p.Category = after(tops, p.Category); p.Category != "" {
		out.Next = p.cursor()
	}
	return out, nil
}

// nextCategory moves s to the category that is read after its own; false means
// that there is none.
func (c *client) nextCategory(ctx context.Context, s *shelf) (bool, error) {
	if s.Category != "" {
		children, err := c.branch(ctx, s.Category)
		if err != nil {
			return false, err
		}
		if s.Sub = after(children, s.Sub); s.Sub != "" {
			return true, nil
		}
	}
	tops, err := c.branch(ctx, "")
	s.Category = after(tops, s.Category)
	return s.Category != "", err
}

// after is the first id greater than this one, whatever has become of it; empty
// at the end.
func after(list []commerce.Category, id string) string {
	for _, c := range list {
		if id == "" || byNumber(c.ID, id) > 0 {
			return c.ID
		}
	}
	return ""
}

func byNumber(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) }

// branch is the children of a category, by id; those of none are the top ones.
func (c *client) branch(ctx context.Context, parent string) ([]commerce.Category, error) {
	if list, ok := c.tree.recall(parent); ok {
		return list, nil
	}
	path := "goodcategories"
	if parent != "" {
		path += "/" + parent + "/goodcategories"
	}
	all, err := c.enumeration(ctx, path, c.query())
	if err != nil {
		return nil, err
	}
	list := make([]commerce.Category, 0, len(all))
	for _, r := range all {
		e := entry{wire.Named("category " + wire.Found(r.ID))}
		x := commerce.Category{ID: e.id("id", r.ID), Name: e.Label("name", r.Attributes["name"]), ParentID: r.related(&e, "parent")}
		switch {
		case e.Err != nil:
			return nil, fmt.Errorf("GET %s: %w", path, e.Err)
		case parent != "":
			x.ParentID = parent
		case x.ParentID != "":
			continue // comes as a child
		}
		list = append(list, x)
	}
	slices.SortFunc(list, func(a, b commerce.Category) int { return byNumber(a.ID, b.ID) })
	c.tree.keep(parent, list)
	return list, nil
}

func (t *tree) recall(parent string) ([]commerce.Category, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	b, ok := t.branches[parent]
	return b.list, ok && time.Since(b.at) < lasting
}

func (t *tree) keep(parent string, list []commerce.Category) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.branches == nil {
		t.branches = map[string]branch{}
	}
	t.branches[parent] = branch{list, time.Now()}
}

func (t *tree) forget() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.branches = nil
}
