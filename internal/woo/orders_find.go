package woo

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"wpbridge/internal/commerce"
	"wpbridge/internal/mysql"
)

// OrderPlace is how far a sweep over changes has come. The zero place is the
// beginning. Stamps are of whole seconds and set by PHP before its write, so the
// next sweep begins earlier, at Before, and knows by their hash what it has seen.
type OrderPlace struct {
	Modified time.Time        `json:"modified"`
	ID       commerce.OrderID `json:"id"`
}

// Before is the place d earlier.
func (p OrderPlace) Before(d time.Duration) OrderPlace {
	if p.Modified.IsZero() {
		return OrderPlace{}
	}
	return OrderPlace{Modified: p.Modified.Add(-d)}
}

// OrderStub is an order, or a refund of one, that a sweep came upon.
type OrderStub struct {
	ID       commerce.OrderID
	Type     string           // shop_order or shop_order_refund
	Parent   commerce.OrderID // of a refund: the order that has changed
	Status   string           // without wc-; trash: in the bin
	Modified time.Time
	// Hash stands for the content of the order, of a refund for that of the order
	// it belongs to; a save that changes nothing leaves it.
	Hash string
}

// Order is the order that a stub tells of.
func (s OrderStub) Order() commerce.OrderID {
	if s.Parent != 0 {
		return s.Parent
	}
	return s.ID
}

// noOrders are the statuses of carts and forms that are no orders yet.
const noOrders = `('auto-draft','wc-checkout-draft','checkout-draft')`

// columns are the names that the two stores give to the same.
type columns struct {
	table, id, status, kind, parent, modified, created string
}

func (s orderStore) columns() columns {
	if s.legacy {
		return columns{"{posts}", "ID", "post_status", "post_type", "post_parent", "post_modified_gmt", "post_date_gmt"}
	}
	return columns{"{wc_orders}", "id", "status", "type", "parent_order_id", "date_updated_gmt", "date_created_gmt"}
}

// OrdersAfter returns up to limit orders and refunds that changed behind a place,
// in the order of their change, and the place of the last. Carts that are no
// orders yet are left out, orders in the bin are not. Orders as posts have no
// index for this: the caller asks less often.
func (s *Shop) OrdersAfter(ctx context.Context, place OrderPlace, limit int) ([]OrderStub, OrderPlace, error) {
	stubs, err := s.stubs(ctx, `{m} >= ? AND ({m} > ? OR {i} > ?) ORDER BY {m}, {i} LIMIT ?`, place.Modified, place.Modified, place.ID, limit)
	if err != nil {
		return nil, place, fmt.Errorf("find changed orders: %w", err)
	}
	if n := len(stubs); n > 0 {
		place = OrderPlace{Modified: stubs[n-1].Modified, ID: stubs[n-1].ID}
	}
	return stubs, place, nil
}

// OrdersAbove returns up to limit orders and refunds with ids above one, ascending,
// whatever their dates say: an import may have set them to the past.
func (s *Shop) OrdersAbove(ctx context.Context, id commerce.OrderID, limit int) ([]OrderStub, error) {
	stubs, err := s.stubs(ctx, `{i} > ? ORDER BY {i} LIMIT ?`, id, limit)
	if err != nil {
		return nil, fmt.Errorf("find orders above %d: %w", id, err)
	}
	return stubs, nil
}

// stubs finds by a condition in which {m} is the moment of change and {i} the id.
func (s *Shop) stubs(ctx context.Context, condition string, args ...any) ([]OrderStub, error) {
	var stubs []OrderStub
	err := mysql.Snapshot(ctx, s.db, func(q mysql.Queryer) error {
		store, err := s.orderStore(ctx, q)
		if err != nil {
			return err
		}
		if stubs, err = store.find(ctx, condition, args); err != nil || len(stubs) == 0 {
			return err
		}
		return store.hash(ctx, stubs)
	})
	return stubs, err
}

func (s orderStore) find(ctx context.Context, condition string, args []any) ([]OrderStub, error) {
	var stubs []OrderStub
	c := s.columns()
	names := strings.NewReplacer("{m}", c.modified, "{i}", c.id)
	err := mysql.Each(ctx, s.q, func(r *sql.Rows) error {
		var stub OrderStub
		var modified sql.NullTime
		if err := r.Scan(&stub.ID, &stub.Type, &stub.Parent, &stub.Status, &modified); err != nil {
			return err
		}
		stub.Status, stub.Modified = strings.TrimPrefix(stub.Status, "wc-"), modified.Time
		stubs = append(stubs, stub)
		return nil
	}, s.sql(names.Replace(`SELECT {i}, `+c.kind+`, IF(`+c.kind+` = '`+refundType+`', COALESCE(`+c.parent+`, 0), 0), COALESCE(`+c.status+`, ''), {m} FROM `+c.table+`
		WHERE `+c.kind+` IN ('`+orderType+`','`+refundType+`') AND COALESCE(`+c.status+`, '') NOT IN `+noOrders+` AND `+condition)), args...)
	return stubs, err
}

// OrderIDs returns up to limit ids above after, ascending, of orders with one of
// the statuses (without wc-; none: all) that were placed at from or later and
// before to; a zero time is no limit.
func (s *Shop) OrderIDs(ctx context.Context, statuses []string, from, to time.Time, after commerce.OrderID, limit int) ([]commerce.OrderID, error) {
	var ids []commerce.OrderID
	store, err := s.orderStore(ctx, s.db)
	if err != nil {
		return nil, err
	}
	c := store.columns()
	condition, args := c.placed(statuses, from, to)
	err = mysql.Each(ctx, s.db, func(r *sql.Rows) error {
		var id commerce.OrderID
		err := r.Scan(&id)
		ids = append(ids, id)
		return err
	}, s.sql(`SELECT `+c.id+` FROM `+c.table+` WHERE `+c.kind+` = '`+orderType+`' AND `+c.id+` > ?`+condition+` ORDER BY `+c.id+` LIMIT ?`), slices.Concat([]any{after}, args, []any{limit})...)
	if err != nil {
		return nil, fmt.Errorf("find historic orders: %w", err)
	}
	return ids, nil
}

func (c columns) placed(statuses []string, from, to time.Time) (string, []any) {
	text := ` AND ` + c.status + ` NOT IN ` + noOrders
	var args []any
	if len(statuses) > 0 {
		var stored []string // the shop's own carry a prefix, those of WordPress do not
		for _, status := range statuses {
			stored = append(stored, status, "wc-"+status)
		}
		in, values := mysql.List(stored)
		text, args = ` AND `+c.status+` IN (`+in+`)`, values
	}
	if !from.IsZero() {
		text, args = text+` AND `+c.created+` >= ?`, append(args, from.UTC())
	}
	if !to.IsZero() {
		text, args = text+` AND `+c.created+` < ?`, append(args, to.UTC())
	}
	return text, args
}
