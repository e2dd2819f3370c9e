package state

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"wpbridge/internal/commerce"
	"wpbridge/internal/ledger"
	"wpbridge/internal/mysql"
)

// OldLine is an order line of which the ERP has set aside, for long, what the
// shop took for it by Row.
type OldLine struct {
	Line     uint64
	Product  commerce.ProductID
	Row      uint64
	Quantity commerce.Quantity
}

// Fold moves a link past lines that count nothing any more: what the ERP has set
// aside for them and what the shop took are the same.
type Fold struct {
	Link     ledger.LinkID
	From, To uint64            // the mark before and after
	Sum      commerce.Quantity // of the lines
	Lines    []uint64
}

// reopened is the row of a line that counts again: beyond every mark.
const reopened = uint64(1) << 62

// OldLines reads the lines that the ERP has had for so long, of orders about
// which nothing is open.
func (s *Store) OldLines(ctx context.Context, age time.Duration) ([]OldLine, error) {
	var out []OldLine
	err := s.each(ctx, func(r *sql.Rows) error {
		var l OldLine
		var q decimalText
		err := r.Scan(&l.Line, &l.Product, &l.Row, &q)
		l.Quantity = q.q
		out = append(out, l)
		return err
	}, `SELECT c.line_id, c.post_id, c.row_id, c.quantity FROM {wpbridge_contained} c WHERE c.counted = 1 AND c.opened = 0 AND c.row_id > 0
		AND c.since_at < UTC_TIMESTAMP(6) - INTERVAL ? SECOND
		AND NOT EXISTS (SELECT 1 FROM {wpbridge_outbox} o WHERE o.order_id = c.order_id AND o.state NOT IN (?, ?))`, int(age.Seconds()), Sent, Skipped)
	if err != nil {
		return nil, fmt.Errorf("read lines that the ERP has had for long: %w", err)
	}
	return out, nil
}

// LinkMarks calls f for every link with its product and mark.
func (s *Store) LinkMarks(ctx context.Context, f func(id ledger.LinkID, product commerce.ProductID, mark uint64)) error {
	err := s.each(ctx, func(r *sql.Rows) error {
		var id ledger.LinkID
		var product commerce.ProductID
		var mark uint64
		if err := r.Scan(&id, &product, &mark); err != nil {
			return err
		}
		f(id, product, mark)
		return nil
	}, `SELECT id, post_id, taken_mark FROM {wpbridge_link}`)
	if err != nil {
		return fmt.Errorf("read links: %w", err)
	}
	return nil
}

// Fold carries folds out. No number in the shop changes: base and what was taken
// since the mark become less by the same. Lines that lie before a mark, or of
// which nothing is set aside, are not looked at again.
func (s *Store) Fold(ctx context.Context, l *Lease, folds []Fold) error {
	for part := range mysql.Chunks(folds, planBatch) {
		err := mysql.WithTx(ctx, s.db, func(tx *sql.Tx) error {
			if err := l.Check(ctx, tx); err != nil {
				return err
			}
			return s.fold(ctx, tx, part)
		})
		if err != nil {
			return fmt.Errorf("fold old order lines: %w", err)
		}
	}
	_, err := s.exec(ctx, s.db, `UPDATE {wpbridge_contained} c JOIN {wpbridge_link} l ON l.post_id = c.post_id SET c.counted = 0
		WHERE c.counted = 1 AND c.opened = 0 AND c.row_id <= l.taken_mark AND c.row_id > 0`)
	if err != nil {
		return fmt.Errorf("fold old order lines: %w", err)
	}
	return nil
}

// fold moves links without lines together, by their new mark.
func (s *Store) fold(ctx context.Context, tx *sql.Tx, folds []Fold) error {
	bare := map[uint64][]ledger.LinkID{}
	for _, f := range folds {
		if len(f.Lines) == 0 {
			bare[f.To] = append(bare[f.To], f.Link)
			continue
		}
		if _, err := s.exec(ctx, tx, `UPDATE {wpbridge_link} SET taken_mark = ?, base = base - ? WHERE id = ? AND taken_mark = ?`, f.To, f.Sum.String(), f.Link, f.From); err != nil {
			return err
		}
		in, args := mysql.List(f.Lines)
		if _, err := s.exec(ctx, tx, `UPDATE {wpbridge_contained} SET counted = 0 WHERE line_id IN (`+in+`)`, args...); err != nil {
			return err
		}
	}
	for to, ids := range bare {
		in, args := mysql.List(ids)
		if _, err := s.exec(ctx, tx, `UPDATE {wpbridge_link} SET taken_mark = ? WHERE id IN (`+in+`)`, append([]any{to}, args...)...); err != nil {
			return err
		}
	}
	return nil
}

// FoldedLines are an order's lines that count nothing any more, with Goal being
// what the ERP has set aside for each.
func (s *Store) FoldedLines(ctx context.Context, order commerce.OrderID) ([]ExportLine, error) {
	all, err := s.linesOf(ctx, order, ` AND counted = 0 AND quantity > 0`)
	if err != nil {
		return nil, fmt.Errorf("read old lines of order %d: %w", order, err)
	}
	return all, nil
}

// Unfold lets a line count again of which the shop has taken back some: left is
// what it still has taken. The base follows what the shop has put on the shelf.
func (s *Store) Unfold(ctx context.Context, l *Lease, line ExportLine, left commerce.Quantity) error {
	back := line.Goal - left
	err := mysql.WithTx(ctx, s.db, func(tx *sql.Tx) error {
		if err := l.Check(ctx, tx); err != nil {
			return err
		}
		n, err := s.exec(ctx, tx, `UPDATE {wpbridge_contained} SET counted = 1, quantity = ?, goal = ?, row_id = ? WHERE line_id = ? AND counted = 0`, back.String(), back.String(), reopened, line.Line)
		if err != nil || n == 0 {
			return err
		}
		_, err = s.exec(ctx, tx, `UPDATE {wpbridge_link} SET base = base + ? WHERE post_id = ?`, back.String(), line.Product)
		return err
	})
	if err != nil {
		return fmt.Errorf("let an old order line count again: %w", err)
	}
	return nil
}
