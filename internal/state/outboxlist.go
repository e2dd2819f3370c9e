package state

import (
	"context"
	"database/sql"
	"fmt"

	"wpbridge/internal/commerce"
)

// ExportFilter narrows a list of exports; a zero field does not.
type ExportFilter struct {
	State  ExportState
	Text   string // part of the ERP's number or our reference, or the order's id
	Before uint64 // only exports older than this one
	Limit  int
}

// ExportsLike lists exports that pass a filter, the newest first.
func (s *Store) ExportsLike(ctx context.Context, f ExportFilter) ([]Export, error) {
	var c conditions
	c.add(f.State != "", `state = ?`, f.State)
	like := "%" + escapeLike(f.Text) + "%"
	c.add(f.Text != "", `(document_number LIKE ? OR CONVERT(reference USING utf8mb4) LIKE ? OR order_id = ?)`, like, like, f.Text)
	c.add(f.Before != 0, `id < ?`, f.Before)
	return s.exports(ctx, c.where()+` ORDER BY id DESC LIMIT ?`, append(c.args, f.Limit)...)
}

// CountExports counts the outbox by state.
func (s *Store) CountExports(ctx context.Context) (map[ExportState]int, error) {
	out := map[ExportState]int{}
	err := s.each(ctx, func(r *sql.Rows) error {
		var state ExportState
		var n int
		err := r.Scan(&state, &n)
		out[state] = n
		return err
	}, `SELECT state, COUNT(*) FROM {wpbridge_outbox} GROUP BY state`)
	if err != nil {
		return nil, fmt.Errorf("count the outbox: %w", err)
	}
	return out, nil
}

// ExportDue tells whether Claim would find something now.
func (s *Store) ExportDue(ctx context.Context) (due bool, err error) {
	err = s.row(ctx, `SELECT EXISTS (SELECT 1 FROM {wpbridge_outbox} WHERE waiting = 1 AND due_at <= UTC_TIMESTAMP(6) AND lease_until <= UTC_TIMESTAMP(6))
		AND NOT EXISTS (SELECT 1 FROM {wpbridge_pause} WHERE name = ? AND until_at > UTC_TIMESTAMP(6))`, OrdersPause).Scan(&due)
	if err != nil {
		return false, fmt.Errorf("look for work in the outbox: %w", err)
	}
	return due, nil
}

// Requeue makes an export at rest pending again, as new, and manual where a
// person wants it. It is false where the export is not in the state it was read
// in any more.
func (s *Store) Requeue(ctx context.Context, x Export, manual bool, priority int) (bool, error) {
	n, err := s.exec(ctx, s.db, `UPDATE {wpbridge_outbox} SET state = ?, manual = manual OR ?, priority = ?, due_at = '2000-01-01', tries = 0, last_error = '' WHERE id = ? AND state = ? AND fence = ?`,
		Pending, manual, priority, x.ID, x.State, x.Fence)
	if err != nil {
		return false, fmt.Errorf("send order %d again: %w", x.Order, err)
	}
	return n == 1, nil
}

// Hasten lets a pending export go first and at once.
func (s *Store) Hasten(ctx context.Context, x Export, manual bool, priority int) error {
	_, err := s.exec(ctx, s.db, `UPDATE {wpbridge_outbox} SET manual = manual OR ?, priority = LEAST(priority, ?), due_at = '2000-01-01' WHERE id = ? AND state = ?`, manual, priority, x.ID, Pending)
	if err != nil {
		return fmt.Errorf("hasten order %d: %w", x.Order, err)
	}
	return nil
}

// Skip takes an export out that nobody has begun to send; false where somebody
// has.
func (s *Store) Skip(ctx context.Context, x Export, why string) (bool, error) {
	n, err := s.exec(ctx, s.db, `UPDATE {wpbridge_outbox} SET state = ?, last_error = ? WHERE id = ? AND fence = ? AND state IN (?, ?) AND lease_until <= UTC_TIMESTAMP(6)`,
		Skipped, cutTo(why, 2000), x.ID, x.Fence, Pending, Failed)
	if err != nil {
		return false, fmt.Errorf("take order %d out of the outbox: %w", x.Order, err)
	}
	return n == 1, nil
}

// ToLook lists orders that are to be looked at because their document came to be.
func (s *Store) ToLook(ctx context.Context, limit int) ([]commerce.OrderID, error) {
	var out []commerce.OrderID
	err := s.each(ctx, func(r *sql.Rows) error {
		var id commerce.OrderID
		err := r.Scan(&id)
		out = append(out, id)
		return err
	}, `SELECT DISTINCT order_id FROM {wpbridge_outbox} WHERE look = 1 LIMIT ?`, limit)
	if err != nil {
		return nil, fmt.Errorf("read which orders to look at: %w", err)
	}
	return out, nil
}

// LookAgain has an order looked at once more.
func (s *Store) LookAgain(ctx context.Context, order commerce.OrderID) error {
	if _, err := s.exec(ctx, s.db, `UPDATE {wpbridge_outbox} SET look = 1 WHERE order_id = ?`, order); err != nil {
		return fmt.Errorf("note to look at order %d again: %w", order, err)
	}
	return nil
}

// Looked notes that an order was looked at after its document came to be.
func (s *Store) Looked(ctx context.Context, order commerce.OrderID) error {
	if _, err := s.exec(ctx, s.db, `UPDATE {wpbridge_outbox} SET look = 0 WHERE order_id = ? AND look = 1`, order); err != nil {
		return fmt.Errorf("note the look at order %d: %w", order, err)
	}
	return nil
}

// NoteLook notes what an order was like when a sweep last saw it.
func (s *Store) NoteLook(ctx context.Context, order commerce.OrderID, hash string) error {
	if _, err := s.exec(ctx, s.db, `UPDATE {wpbridge_outbox} SET hash = ? WHERE order_id = ?`, []byte(hash), order); err != nil {
		return fmt.Errorf("note the look at order %d: %w", order, err)
	}
	return nil
}

// NoteExport notes something for people to see beside an export.
func (s *Store) NoteExport(ctx context.Context, id uint64, note string) error {
	if _, err := s.exec(ctx, s.db, `UPDATE {wpbridge_outbox} SET note = ? WHERE id = ?`, cutTo(note, 1000), id); err != nil {
		return fmt.Errorf("note something of an order: %w", err)
	}
	return nil
}
