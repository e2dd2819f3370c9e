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

// ExportLine is an order line of a linked product in a request to the ERP.
type ExportLine struct {
	Line    uint64
	Product commerce.ProductID // that holds the link
	Most    commerce.Quantity  // as the document says
	Goal    commerce.Quantity  // what the ERP will have set aside for the shop once it is done
	Row     uint64             // what the shop took for the line; 0: nothing
}

// Contained is what the ERP has set aside for shop orders of one product.
// Quantity counts only what is certain for the reading asked about; Unsure says
// that more was on its way.
type Contained struct {
	Quantity commerce.Quantity
	Unsure   bool
}

// openLines notes, with an attempt, what it will change.
func (s *Store) openLines(ctx context.Context, tx *sql.Tx, x Export, lines []ExportLine) error {
	if len(lines) == 0 {
		return nil
	}
	var v mysql.Values
	for _, l := range lines {
		v.Add(l.Line, x.Order, l.Product, "0", l.Goal.String(), l.Most.String(), l.Row, "2000-01-01", 1)
	}
	_, err := s.exec(ctx, tx, `INSERT INTO {wpbridge_contained} (line_id, order_id, post_id, quantity, goal, most, row_id, since_at, opened) VALUES `+v.String()+`
		ON DUPLICATE KEY UPDATE goal = VALUES(goal), most = VALUES(most), opened = 1`, v.Args...)
	return err
}

// closeLines ends what openLines began. In doubt the lesser of before and after
// counts: what is too little can never be sold twice.
func (s *Store) closeLines(ctx context.Context, tx *sql.Tx, x Export, doubt bool) error {
	_, err := s.exec(ctx, tx, `UPDATE {wpbridge_contained} SET since_at = IF(? AND goal < quantity, UTC_TIMESTAMP(6), since_at), quantity = IF(? AND goal < quantity, goal, quantity), opened = 0
		WHERE order_id = ? AND opened = 1`, doubt, doubt, x.Order)
	return err
}

// containLines notes what the ERP has set aside from now on.
func (s *Store) containLines(ctx context.Context, tx *sql.Tx, x Export, lines []ExportLine) error {
	for _, l := range lines {
		if _, err := s.exec(ctx, tx, `INSERT INTO {wpbridge_contained} (line_id, order_id, post_id, quantity, goal, most, row_id, since_at) VALUES (?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(6))
			ON DUPLICATE KEY UPDATE since_at = IF(quantity = VALUES(quantity), since_at, VALUES(since_at)), quantity = VALUES(quantity), goal = VALUES(goal), row_id = IF(VALUES(row_id) > 0 AND counted, VALUES(row_id), row_id)`,
			l.Line, x.Order, l.Product, l.Goal.String(), l.Goal.String(), l.Most.String(), l.Row); err != nil {
			return err
		}
	}
	return nil
}

// Contained tells of each link what the ERP is known to have set aside for shop
// orders before a moment by the database's clock: that at which a reading began,
// less the time that the ERP takes to settle. Links of which there is nothing to
// say are absent. products narrow it; none are all.
func (s *Store) Contained(ctx context.Context, before time.Time, products ...commerce.ProductID) (map[ledger.LinkID]Contained, error) {
	where, args := "", []any{before.UTC()}
	if len(products) > 0 {
		in, ids := mysql.List(products)
		where, args = ` AND c.post_id IN (`+in+`)`, append(args, ids...)
	}
	out := map[ledger.LinkID]Contained{}
	err := s.each(ctx, func(r *sql.Rows) error {
		var id ledger.LinkID
		var c Contained
		var q decimalText
		err := r.Scan(&id, &q, &c.Unsure)
		c.Quantity = q.q
		if c != (Contained{}) {
			out[id] = c
		}
		return err
	}, `SELECT x.id, SUM(IF(x.unsure, 0, x.quantity)), MAX(x.unsure) FROM (
			SELECT l.id, c.quantity, c.opened = 1 OR c.since_at > ? AS unsure
			FROM {wpbridge_contained} c JOIN {wpbridge_link} l ON l.post_id = c.post_id WHERE c.counted = 1 AND c.row_id > l.taken_mark`+where+`) x GROUP BY x.id`, args...)
	if err != nil {
		return nil, fmt.Errorf("read what the ERP has set aside for orders: %w", err)
	}
	return out, nil
}

// Recount raises what the ERP is known to have set aside for lines of a document
// to Goal; it never lowers it, which only the ERP's own word does.
func (s *Store) Recount(ctx context.Context, lines []ExportLine) error {
	for _, l := range lines {
		if _, err := s.exec(ctx, s.db, `UPDATE {wpbridge_contained} SET quantity = ?, row_id = ?, since_at = UTC_TIMESTAMP(6) WHERE line_id = ? AND counted = 1 AND opened = 0 AND quantity < ?`,
			l.Goal.String(), l.Row, l.Line, l.Goal.String()); err != nil {
			return fmt.Errorf("count what the ERP has set aside again: %w", err)
		}
	}
	return nil
}

// LinesOf are the lines of an order that the ERP knows of, with Goal being what
// it has set aside for each now.
func (s *Store) LinesOf(ctx context.Context, order commerce.OrderID) ([]ExportLine, error) {
	out, err := s.linesOf(ctx, order, "")
	if err != nil {
		return nil, fmt.Errorf("read what the ERP has set aside for order %d: %w", order, err)
	}
	return out, nil
}

func (s *Store) linesOf(ctx context.Context, order commerce.OrderID, and string) ([]ExportLine, error) {
	var out []ExportLine
	err := s.each(ctx, func(r *sql.Rows) error {
		var l ExportLine
		var most, goal decimalText
		err := r.Scan(&l.Line, &l.Product, &most, &goal, &l.Row)
		l.Most, l.Goal = most.q, goal.q
		out = append(out, l)
		return err
	}, `SELECT line_id, post_id, most, quantity, row_id FROM {wpbridge_contained} WHERE order_id = ?`+and+` ORDER BY line_id`, order)
	return out, err
}

// Reread are the links whose level is to be asked for again, with the time since.
func (s *Store) Reread(ctx context.Context) (map[ledger.LinkID]time.Duration, error) {
	out := map[ledger.LinkID]time.Duration{}
	err := s.each(ctx, func(r *sql.Rows) error {
		var id ledger.LinkID
		var micros int64
		err := r.Scan(&id, &micros)
		out[id] = time.Duration(micros) * time.Microsecond
		return err
	}, `SELECT link_id, TIMESTAMPDIFF(MICROSECOND, since_at, UTC_TIMESTAMP(6)) FROM {wpbridge_reread}`)
	if err != nil {
		return nil, fmt.Errorf("read which levels to ask for again: %w", err)
	}
	return out, nil
}

// NoteReread has the levels of these links asked for again.
func (s *Store) NoteReread(ctx context.Context, ids []ledger.LinkID) error {
	now, err := s.Now(ctx)
	if err != nil {
		return err
	}
	for part := range mysql.Chunks(ids, planBatch) {
		var v mysql.Values
		for _, id := range part {
			v.Add(id, now)
		}
		if _, err := s.exec(ctx, s.db, `INSERT INTO {wpbridge_reread} (link_id, since_at) VALUES `+v.String()+` ON DUPLICATE KEY UPDATE since_at = since_at`, v.Args...); err != nil {
			return fmt.Errorf("note which levels to ask for again: %w", err)
		}
	}
	return nil
}

// ForgetReread drops links whose level was read well.
func (s *Store) ForgetReread(ctx context.Context, ids []ledger.LinkID) error {
	for part := range mysql.Chunks(ids, planBatch) {
		in, args := mysql.List(part)
		if _, err := s.exec(ctx, s.db, `DELETE FROM {wpbridge_reread} WHERE link_id IN (`+in+`)`, args...); err != nil {
			return fmt.Errorf("forget which levels to ask for again: %w", err)
		}
	}
	return nil
}
