package woo

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"

	"wpbridge/internal/commerce"
	"wpbridge/internal/ledger"
	"wpbridge/internal/mysql"
)

// errMoved says that a row was no more what it was a moment before.
var errMoved = errors.New("a product changed while it was written")

const attempts = 4

// Followup writes what follows from the numbers of a chunk that stands: status,
// lookup table, visibility, parents, dates. Caches and counts are left out.
type Followup func(context.Context) (Derived, error)

// ApplyStock carries one chunk of planned stock changes out, all changes of a
// product side by side; books hear which were skipped. The numbers are added to
// what is there; a sale that happens at the same time counts. The caller owes
// the Followup a call, and may prepare the next chunk meanwhile.
func (s *Shop) ApplyStock(ctx context.Context, changes []ledger.Change, books ledger.Books) (Followup, error) {
	items, err := s.inOneTransaction(ctx, changes, books, func(items map[commerce.ProductID]*item) (metaWriter, map[uint32]string) {
		var plan stockPlan
		skipped := plan.prepare(items, changes)
		return &plan, skipped
	})
	if err != nil {
		return nil, fmt.Errorf("write stock: %w", err)
	}
	unseen := s.rereadStock(ctx, items)
	if unseen == nil {
		unseen = s.look(ctx, items)
	}
	return func(ctx context.Context) (Derived, error) {
		if unseen != nil {
			return Derived{}, unseen
		}
		out := Derived{Turned: planned(changes, items)}
		d, err := s.deriveItems(ctx, items, slices.Sorted(maps.Keys(items)), Wrote)
		out.add(d)
		return out, err
	}, nil
}

// planned are the products whose status the plan itself has changed.
func planned(changes []ledger.Change, items map[commerce.ProductID]*item) map[commerce.ProductID]string {
	out := map[commerce.ProductID]string{}
	for _, c := range changes {
		if c.Field == ledger.Status && c.After != nil && (c.Before == nil || *c.Before != *c.After) && items[c.Product] != nil {
			out[c.Product] = *c.After
		}
	}
	return out
}

// metaWriter makes the wp_postmeta part of a chunk.
type metaWriter interface {
	writeMetas(ctx context.Context, s *Shop, tx *sql.Tx) error
}

// inOneTransaction loads the products of a chunk, plans against what is there
// now, and writes books and rows together. It starts over when a row moved in
// between or the connection was lost before the commit, and returns the
// products it loaded that were not skipped.
func (s *Shop) inOneTransaction(ctx context.Context, changes []ledger.Change, books ledger.Books,
	prepare func(map[commerce.ProductID]*item) (metaWriter, map[uint32]string),
) (map[commerce.ProductID]*item, error) {
	load := s.loadChunk
	for try := 1; ; try++ {
		items, err := load(ctx, changes)
		if err != nil {
			return nil, err
		}
		load = s.loadProducts // what was made up from the plan may have been wrong
		plan, skipped := prepare(items)
		err = mysql.WithTx(ctx, s.db, func(tx *sql.Tx) error {
			if err := books.Record(ctx, tx, skipped); err != nil {
				return err
			}
			return plan.writeMetas(ctx, s, tx)
		})
		if mysql.Lost(err) && ctx.Err() == nil {
			done, askErr := books.Recorded(ctx)
			if askErr != nil {
				return nil, errors.Join(err, askErr)
			}
			if done {
				err = nil
			}
		}
		if errors.Is(err, ledger.ErrRecorded) {
			err = nil
		}
		switch {
		case err == nil:
			for _, c := range changes {
				if _, left := skipped[c.Seq]; left {
					delete(items, c.Product)
				}
			}
			return items, nil
		case try == attempts || ctx.Err() != nil || (!errors.Is(err, errMoved) && !mysql.Lost(err)):
			return nil, err
		}
	}
}

func (s *Shop) loadProducts(ctx context.Context, changes []ledger.Change) (map[commerce.ProductID]*item, error) {
	return s.load(ctx, s.db, products(changes))
}

func products(changes []ledger.Change) []commerce.ProductID {
	ids := make([]commerce.ProductID, 0, len(changes))
	for _, c := range changes {
		if len(ids) == 0 || ids[len(ids)-1] != c.Product {
			ids = append(ids, c.Product)
		}
	}
	return ids
}

// rereadStock reads what the additions made of the numbers.
func (s *Shop) rereadStock(ctx context.Context, items map[commerce.ProductID]*item) error {
	var rows []uint64
	for _, it := range items {
		for _, r := range it.metas["_stock"] {
			rows = append(rows, r.id)
		}
	}
	slices.Sort(rows)
	for part := range mysql.Chunks(rows, 5*loadBatch) {
		in, args := mysql.List(part)
		err := mysql.Each(ctx, s.db, func(r *sql.Rows) error {
			var post commerce.ProductID
			var id uint64
			var text sql.NullString
			if err := r.Scan(&id, &post, &text); err != nil {
				return err
			}
			if it := items[post]; it != nil {
				for i, old := range it.metas["_stock"] {
					if old.id == id {
						it.metas["_stock"][i] = row{id, text.String, !text.Valid}
					}
				}
			}
			return nil
		}, s.sql(`SELECT meta_id, post_id, meta_value FROM {postmeta} WHERE meta_id IN (`+in+`)`), args...)
		if err != nil {
			return fmt.Errorf("read stock back: %w", err)
		}
	}
	return nil
}
