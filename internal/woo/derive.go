package woo

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"

	"wpbridge/internal/commerce"
	"wpbridge/internal/mysql"
)

// family is a batch of products with the parents and siblings that a change of
// one of them may reach.
type family struct {
	items    map[commerce.ProductID]*item
	children map[commerce.ProductID][]commerce.ProductID // by variable parent
	status   map[commerce.ProductID]string               // as it should be
	inherits map[commerce.ProductID]bool                 // children that follow a managing parent
	touched  map[commerce.ProductID]bool                 // asked for, and their parents
}

// Derived is what Derive changed.
type Derived struct {
	Touched []commerce.ProductID
	// Turned are those of them that went in or out of stock, with their new status:
	// parents, and variations that follow a parent, included.
	Turned map[commerce.ProductID]string
}

func (d *Derived) add(o Derived) {
	d.Touched = append(d.Touched, o.Touched...)
	if d.Turned == nil {
		d.Turned = map[commerce.ProductID]string{}
	}
	maps.Copy(d.Turned, o.Turned)
}

// Touch says how much Derive must assume.
type Touch int

const (
	// Compare writes and dates only what differs: for sweeps.
	Compare Touch = iota
	// Wrote dates every product and its parent as WooCommerce does on each save.
	Wrote
)

// Derive brings everything that follows from stock and prices into line for
// these products, their parents and the children they decide for, and tells what
// it changed. It reads first and writes only differences, so a second call finds
// nothing. Caches are not touched; see ClearCaches.
func (s *Shop) Derive(ctx context.Context, ids []commerce.ProductID, touch Touch) (Derived, error) {
	var changed Derived
	for part := range mysql.Chunks(ids, loadBatch) {
		items, err := s.load(ctx, s.db, part)
		if err != nil {
			return changed, err
		}
		some, err := s.deriveItems(ctx, items, part, touch)
		changed.add(some)
		if err != nil {
			return changed, err
		}
	}
	return changed, nil
}

// deriveItems is Derive for products that are loaded already.
func (s *Shop) deriveItems(ctx context.Context, items map[commerce.ProductID]*item, ids []commerce.ProductID, touch Touch) (Derived, error) {
	f, err := s.gather(ctx, items, ids)
	if err != nil {
		return Derived{}, err
	}
	f.settle(s.settings)
	d := s.differences(f)
	if touch == Wrote {
		d.dated = f.touched
	}
	if err := s.write(ctx, d); err != nil {
		return Derived{}, err
	}
	return Derived{slices.Sorted(maps.Keys(d.dated)), d.turned}, nil
}

// gather completes a batch with parents and, of variable parents, all children.
func (s *Shop) gather(ctx context.Context, items map[commerce.ProductID]*item, ids []commerce.ProductID) (*family, error) {
	f := &family{
		items: items, children: map[commerce.ProductID][]commerce.ProductID{}, status: map[commerce.ProductID]string{},
		inherits: map[commerce.ProductID]bool{}, touched: map[commerce.ProductID]bool{},
	}
	parents := map[commerce.ProductID]bool{}
	for _, id := range ids {
		it := items[id]
		if it == nil {
			continue
		}
		f.touched[id] = true
		switch it.kind {
		case commerce.Variation:
			f.touched[it.parent] = true
			if !it.quiet { // else it was in stock and is: nothing for the parent to follow
				parents[it.parent] = true
			}
		case commerce.Variable:
			parents[id] = true
		}
	}
	if len(parents) == 0 {
		return f, nil
	}
	if err := s.addMissing(ctx, f, slices.Sorted(maps.Keys(parents))); err != nil {
		return nil, err
	}
	return f, s.addChildren(ctx, f, slices.Sorted(maps.Keys(parents)))
}

func (s *Shop) addMissing(ctx context.Context, f *family, ids []commerce.ProductID) error {
	missing := slices.DeleteFunc(slices.Clone(ids), func(id commerce.ProductID) bool { return f.items[id] != nil })
	more, err := s.load(ctx, s.db, missing)
	if err != nil {
		return err
	}
	maps.Copy(f.items, more)
	return nil
}

func (s *Shop) addChildren(ctx context.Context, f *family, parents []commerce.ProductID) error {
	var all []commerce.ProductID
	for part := range mysql.Chunks(parents, loadBatch) {
		in, args := mysql.List(part)
		err := mysql.Each(ctx, s.db, func(r *sql.Rows) error {
			var id, parent commerce.ProductID
			var status string
			if err := r.Scan(&id, &parent, &status); err != nil {
				return err
			}
			if it := f.items[id]; it != nil {
				it.postStatus = status
			}
			f.children[parent] = append(f.children[parent], id)
			all = append(all, id)
			return nil
		}, s.sql(`SELECT ID, post_parent, post_status FROM {posts} WHERE post_parent IN (`+in+`) AND post_type = 'product_variation' ORDER BY ID`), args...)
		if err != nil {
			return fmt.Errorf("read variations: %w", err)
		}
	}
	for _, p := range parents {
		if _, ok := f.children[p]; !ok {
			f.children[p] = nil
		}
	}
	return s.addMissing(ctx, f, all)
}
