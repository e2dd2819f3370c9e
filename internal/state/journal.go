package state

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"

	"wpbridge/internal/commerce"
	"wpbridge/internal/ledger"
	"wpbridge/internal/mysql"
)

const planBatch = 1000

// Plan writes planned changes into the journal; the caller numbers them from 1.
func (s *Store) Plan(ctx context.Context, run uint64, changes []ledger.Change) error {
	for part := range mysql.Chunks(changes, planBatch) {
		var v mysql.Values
		for _, c := range part {
			v.Add(run, c.Seq, c.Link, c.Product, c.Parent, []byte(c.SKU), c.Field, bytesOf(c.Before), bytesOf(c.After), numberOf(c.BaseBefore), numberOf(c.BaseAfter), c.Reason)
		}
		if _, err := s.exec(ctx, s.db, `INSERT INTO {wpbridge_change} (run_id, seq, link_id, post_id, parent_id, sku, field, before_text, after_text, base_before, base_after, reason) VALUES `+v.String(), v.Args...); err != nil {
			return fmt.Errorf("write the plan of run %d: %w", run, err)
		}
	}
	return nil
}

// Changes reads a run's changes with seq in (after, upto], oldest first.
func (s *Store) Changes(ctx context.Context, run uint64, after uint32, limit int) ([]ledger.Change, error) {
	return s.changes(ctx, `WHERE c.run_id = ? AND c.seq > ? ORDER BY c.seq LIMIT ?`, run, after, limit)
}

// Chunk is the next piece of a plan, never cutting a product in two, without
// the changes that no longer fit because another run moved the base since.
func (s *Store) Chunk(ctx context.Context, run uint64, after uint32, size int) ([]ledger.Change, error) {
	list, err := s.Changes(ctx, run, after, size+4)
	if err != nil || len(list) <= size {
		return list, err
	}
	n := size
	for n < len(list) && list[n].Product == list[n-1].Product {
		n++
	}
	return list[:n], nil
}

// Drop takes planned changes of these links out of a run again, those with a
// seq after the given one.
func (s *Store) Drop(ctx context.Context, run uint64, after uint32, links []ledger.LinkID, why string) error {
	if len(links) == 0 {
		return nil
	}
	in, args := mysql.List(links)
	if _, err := s.exec(ctx, s.db, `UPDATE {wpbridge_change} SET state = ?, note = ? WHERE run_id = ? AND seq > ? AND link_id IN (`+in+`)`, append([]any{ledger.Skipped, why, run, after}, args...)...); err != nil {
		return fmt.Errorf("drop planned changes: %w", err)
	}
	return nil
}

// Record notes, inside the transaction that makes them, that the changes first
// to last of a run are made but for the skipped ones, and what base the links
// now stand on. It holds the lease until the transaction ends.
func (s *Store) Record(ctx context.Context, tx *sql.Tx, l *Lease, run uint64, first, last uint32, skipped map[uint32]string) error {
	if err := l.Check(ctx, tx); err != nil {
		return err
	}
	fresh, err := s.exec(ctx, tx, `UPDATE {wpbridge_run} SET applied_upto = ? WHERE id = ? AND applied_upto < ?`, last, run, first)
	if err != nil {
		return fmt.Errorf("note progress of run %d: %w", run, err)
	}
	if fresh == 0 {
		return ledger.ErrRecorded
	}
	for seq, why := range skipped {
		if _, err := s.exec(ctx, tx, `UPDATE {wpbridge_change} SET state = ?, note = ? WHERE run_id = ? AND seq = ?`, ledger.Skipped, why, run, seq); err != nil {
			return fmt.Errorf("note skipped change: %w", err)
		}
	}
	if _, err := s.exec(ctx, tx, `UPDATE {wpbridge_link} l JOIN {wpbridge_change} c ON c.link_id = l.id
		SET l.base = c.base_after, l.drift = IF(c.reason IN ('erp', 'buffer'), l.drift, NULL), l.drift_sold = IF(c.reason IN ('erp', 'buffer'), l.drift_sold, NULL), l.drift_since = IF(c.reason IN ('erp', 'buffer'), l.drift_since, NULL)
		WHERE c.run_id = ? AND c.seq BETWEEN ? AND ? AND c.field = 'stock' AND c.state = ?`, run, first, last, ledger.Planned); err != nil {
		return fmt.Errorf("note new bases: %w", err)
	}
	return nil
}

// MarkUndone notes, inside the transaction that takes them back, which changes
// of the run old the changes first to last of a run have taken back.
func (s *Store) MarkUndone(ctx context.Context, tx *sql.Tx, run, old uint64, first, last uint32) error {
	_, err := s.exec(ctx, tx, `UPDATE {wpbridge_change} c JOIN {wpbridge_change} o ON o.run_id = ? AND o.post_id = c.post_id AND o.field = c.field
		JOIN {wpbridge_run} r ON r.id = o.run_id AND o.seq <= r.applied_upto
		SET o.state = ? WHERE c.run_id = ? AND c.seq BETWEEN ? AND ? AND c.state = ? AND o.state = ?`, old, ledger.Undone, run, first, last, ledger.Planned, ledger.Planned)
	if err != nil {
		return fmt.Errorf("note undone changes: %w", err)
	}
	return nil
}

// Entry is a change with the run that made it.
type Entry struct {
	Run    ledger.Run    `json:"run"`
	Change ledger.Change `json:"change"`
}

// History lists what was done to a product, newest first.
func (s *Store) History(ctx context.Context, product commerce.ProductID, limit int) ([]Entry, error) {
	var out []Entry
	list, runs, err := s.changesOf(ctx, `JOIN {wpbridge_run} r ON r.id = c.run_id WHERE c.post_id = ? AND c.seq <= r.applied_upto ORDER BY c.run_id DESC, c.seq LIMIT ?`, product, limit)
	if err != nil {
		return nil, err
	}
	for i, c := range list {
		r, err := s.Run(ctx, runs[i])
		if err != nil {
			return nil, err
		}
		out = append(out, Entry{r, c})
	}
	return out, nil
}

func (s *Store) changes(ctx context.Context, where string, args ...any) ([]ledger.Change, error) {
	list, _, err := s.changesOf(ctx, where, args...)
	return list, err
}

func (s *Store) changesOf(ctx context.Context, where string, args ...any) ([]ledger.Change, []uint64, error) {
	var out []ledger.Change
	var runs []uint64
	err := s.each(ctx, func(r *sql.Rows) error {
		var c ledger.Change
		var run uint64
		var before, after sql.NullString
		var bb, ba decimalText
		if err := r.Scan(&run, &c.Seq, &c.Link, &c.Product, &c.Parent, &c.SKU, &c.Field, &before, &after, &bb, &ba, &c.Reason, &c.State, &c.Note, &c.Places.Stock, &c.Places.Status, &c.Places.Backorders, &c.Stale); err != nil {
			return err
		}
		c.Before, c.After, c.BaseBefore, c.BaseAfter = textOf(before), textOf(after), bb.ptr(), ba.ptr()
		out, runs = append(out, c), append(runs, run)
		return nil
	}, `SELECT c.run_id, c.seq, c.link_id, c.post_id, c.parent_id, c.sku, c.field, c.before_text, c.after_text, c.base_before, c.base_after, c.reason, c.state, c.note,
		COALESCE(l.stock_row, 0), COALESCE(l.status_row, 0), COALESCE(l.backorders_row, 0), c.field = 'stock' AND NOT (l.base <=> c.base_before) FROM {wpbridge_change} c LEFT JOIN {wpbridge_link} l ON l.id = c.link_id `+where, args...)
	if err != nil {
		return nil, nil, fmt.Errorf("read journal: %w", err)
	}
	return out, runs, nil
}

func bytesOf(s *string) any {
	if s == nil {
		return nil
	}
	return []byte(*s)
}

func numberOf(q *commerce.Quantity) any {
	if q == nil {
		return nil
	}
	return q.String()
}

func textOf(s sql.NullString) *string {
	if !s.Valid {
		return nil
	}
	return &s.String
}

// Adopt notes bases of links whose number in the shop is right already.
func (s *Store) Adopt(ctx context.Context, l *Lease, bases map[ledger.LinkID]commerce.Quantity) error {
	if len(bases) == 0 {
		return nil
	}
	err := mysql.WithTx(ctx, s.db, func(tx *sql.Tx) error {
		if err := l.Check(ctx, tx); err != nil {
			return err
		}
		for _, id := range slices.Sorted(maps.Keys(bases)) {
			if _, err := s.exec(ctx, tx, `UPDATE {wpbridge_link} SET base = ? WHERE id = ?`, bases[id].String(), id); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("note bases: %w", err)
	}
	return nil
}
