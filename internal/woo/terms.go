package woo

import (
	"context"
	"database/sql"
	"fmt"

	"wpbridge/internal/mysql"
)

// tree is one taxonomy: each term's parent and children by term_id.
type tree struct {
	parent   map[uint64]uint64
	children map[uint64][]uint64
}

func (s *Shop) termTree(ctx context.Context, taxonomy string) (tree, error) {
	t := tree{map[uint64]uint64{}, map[uint64][]uint64{}}
	err := mysql.Each(ctx, s.db, func(r *sql.Rows) error {
		var id, parent uint64
		if err := r.Scan(&id, &parent); err != nil {
			return err
		}
		t.parent[id] = parent
		t.children[parent] = append(t.children[parent], id)
		return nil
	}, s.sql(`SELECT term_id, parent FROM {term_taxonomy} WHERE taxonomy = ?`), taxonomy)
	if err != nil {
		return t, fmt.Errorf("read %s tree: %w", taxonomy, err)
	}
	return t, nil
}

// ancestors adds term and everything above it to set; a loop in the data ends.
func (t tree) ancestors(term uint64, set map[uint64]bool) {
	for ; term != 0 && !set[term]; term = t.parent[term] {
		set[term] = true
	}
}

// below is term and everything under it.
func (t tree) below(term uint64) []uint64 {
	seen := map[uint64]bool{term: true}
	out := []uint64{term}
	for i := 0; i < len(out); i++ {
		for _, c := range t.children[out[i]] {
			if !seen[c] {
				seen[c] = true
				out = append(out, c)
			}
		}
	}
	return out
}
