package state

import (
	"context"
	"database/sql"
	"fmt"

	"wpbridge/internal/commerce"
	"wpbridge/internal/ledger"
	"wpbridge/internal/mysql"
)

// Rules reads what the owner wanted of single links when a job last applied it.
func (s *Store) Rules(ctx context.Context, job string) (map[ledger.LinkID]ledger.Rule, error) {
	out := map[ledger.LinkID]ledger.Rule{}
	err := s.each(ctx, func(r *sql.Rows) error {
		var id ledger.LinkID
		var rule ledger.Rule
		var buffer decimalText
		err := r.Scan(&id, &rule.Excluded, &buffer)
		rule.Buffer = buffer.ptr()
		out[id] = rule
		return err
	}, `SELECT link_id, excluded, buffer FROM {wpbridge_rule} WHERE job = ?`, job)
	if err != nil {
		return nil, fmt.Errorf("read exclusions that were applied: %w", err)
	}
	return out, nil
}

// NoteRules notes what is wanted of these links now; the zero Rule is nothing.
func (s *Store) NoteRules(ctx context.Context, job string, rules map[ledger.LinkID]ledger.Rule) error {
	var gone, set []ledger.LinkID
	for id, r := range rules {
		if r.Excluded || r.Buffer != nil {
			set = append(set, id)
		} else {
			gone = append(gone, id)
		}
	}
	for part := range mysql.Chunks(gone, planBatch) {
		in, args := mysql.List(part)
		if _, err := s.exec(ctx, s.db, `DELETE FROM {wpbridge_rule} WHERE job = ? AND link_id IN (`+in+`)`, append([]any{job}, args...)...); err != nil {
			return fmt.Errorf("note exclusions: %w", err)
		}
	}
	for part := range mysql.Chunks(set, planBatch) {
		var v mysql.Values
		for _, id := range part {
			v.Add(job, id, rules[id].Excluded, numberOf(rules[id].Buffer))
		}
		if _, err := s.exec(ctx, s.db, `REPLACE INTO {wpbridge_rule} (job, link_id, excluded, buffer) VALUES `+v.String(), v.Args...); err != nil {
			return fmt.Errorf("note exclusions: %w", err)
		}
	}
	return nil
}

// LinkProducts calls f for every link with its product and parent, 0 for none.
func (s *Store) LinkProducts(ctx context.Context, f func(id ledger.LinkID, product, parent commerce.ProductID)) error {
	err := s.each(ctx, func(r *sql.Rows) error {
		var id ledger.LinkID
		var product, parent commerce.ProductID
		if err := r.Scan(&id, &product, &parent); err != nil {
			return err
		}
		f(id, product, parent)
		return nil
	}, `SELECT id, post_id, parent_id FROM {wpbridge_link}`)
	if err != nil {
		return fmt.Errorf("read links: %w", err)
	}
	return nil
}
