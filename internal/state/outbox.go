package state

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/shopspring/decimal"

	"wpbridge/internal/commerce"
	"wpbridge/internal/mysql"
)

// ErrNoExport says that nothing of an order is in the outbox.
var ErrNoExport = errors.New("not in the outbox")

// ExportState tells how far something of an order is on its way to the ERP.
type ExportState string

// The states. Pending and Sending are worked on; the others are at rest.
const (
	Pending ExportState = "pending" // waits for its turn
	Sending ExportState = "sending" // was asked for; what became of it is not known
	Sent    ExportState = "sent"    // the ERP has it
	Parked  ExportState = "parked"  // a person is asked
	Failed  ExportState = "failed"  // the ERP will not have it as it is
	Skipped ExportState = "skipped" // not to be sent any more
)

// The kinds of exports that are no documents of their own; the others are those
// of erp.DocumentKind.
const (
	CancelKind  = "cancel"
	ReverseKind = "reverse"
)

// Export is one document of an order, or one thing to be done with it later.
type Export struct {
	ID        uint64              `json:"-"`
	Order     commerce.OrderID    `json:"order_id"`
	Kind      string              `json:"kind"`
	Refund    commerce.OrderID    `json:"refund_id,omitempty"` // of ReverseKind
	Reference string              `json:"reference"`
	State     ExportState         `json:"state"`
	Priority  int                 `json:"priority"` // the smallest goes first
	Manual    bool                `json:"manual"`   // a person asked for it
	Due       time.Time           `json:"due"`
	Tries     int                 `json:"tries"` // that the ERP may have seen
	Hash      string              `json:"-"`     // of the order when it was last looked at
	Total     decimal.NullDecimal `json:"total"` // of the order as sent
	Document  ExportDocument      `json:"document"`
	Added     time.Time           `json:"added"`
	Asked     *time.Time          `json:"asked"` // last; nil: never
	Acked     *time.Time          `json:"acked"`
	Note      string              `json:"note,omitempty"`
	Error     string              `json:"last_error,omitempty"`
	Fence     uint64              `json:"-"`
	// Doubted is true while a lost request may still have an effect.
	Doubted bool `json:"-"`
}

// ExportDocument is what the ERP made, as it says itself.
type ExportDocument struct {
	ID     string              `json:"id"`
	Number string              `json:"number"`
	URL    string              `json:"url,omitempty"`
	State  string              `json:"state,omitempty"`
	Total  decimal.NullDecimal `json:"total"`
}

// Waits tells whether it is still being worked on.
func (x Export) Waits() bool { return x.State == Pending || x.State == Sending }

// AddExports puts exports into the outbox, pending and due at once. One that is
// there already stays as it is; added counts the others.
func (s *Store) AddExports(ctx context.Context, list []Export) (added int, err error) {
	now, err := s.Now(ctx)
	if err != nil {
		return 0, err
	}
	for part := range mysql.Chunks(list, planBatch) {
		var v mysql.Values
		for _, x := range part {
			v.Add(x.Order, x.Kind, x.Refund, []byte(x.Reference), Pending, x.Priority, x.Manual, "2000-01-01", []byte(x.Hash), now)
		}
		err := mysql.Retry(ctx, func() error {
			n, err := s.exec(ctx, s.db, `INSERT INTO {wpbridge_outbox} (order_id, kind, refund_id, reference, state, priority, manual, due_at, hash, added_at) VALUES `+v.String()+`
				ON DUPLICATE KEY UPDATE id = id`, v.Args...)
			added += int(n)
			return err
		})
		if err != nil {
			return added, fmt.Errorf("put orders into the outbox: %w", err)
		}
	}
	return added, nil
}

// claimable is how many rows one look for work finds: others may take some of
// them first.
const claimable = 8

// Claim takes the next export that is due for span, by priority and then by age;
// false where there is none or everything is paused. No other process touches it
// for as long, whatever becomes of this one.
func (s *Store) Claim(ctx context.Context, span time.Duration) (Export, bool, error) {
	for {
		list, err := s.exports(ctx, `WHERE waiting = 1 AND due_at <= UTC_TIMESTAMP(6) AND lease_until <= UTC_TIMESTAMP(6)
			AND NOT EXISTS (SELECT 1 FROM {wpbridge_pause} p WHERE p.name = ? AND p.until_at > UTC_TIMESTAMP(6)) ORDER BY priority, id LIMIT ?`, OrdersPause, claimable)
		if err != nil || len(list) == 0 {
			return Export{}, false, err
		}
		for _, x := range list {
			n, err := s.exec(ctx, s.db, `UPDATE {wpbridge_outbox} SET fence = fence + 1, holder = ?, lease_until = UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND
				WHERE id = ? AND fence = ? AND waiting = 1 AND lease_until <= UTC_TIMESTAMP(6)`, holder(), span.Microseconds(), x.ID, x.Fence)
			if mysql.Retryable(err) {
				continue
			}
			if err != nil {
				return Export{}, false, fmt.Errorf("take order %d: %w", x.Order, err)
			}
			if n == 1 {
				x.Fence++
				return x, true, nil
			}
		}
	}
}

func holder() string {
	host, _ := os.Hostname()
	return cutTo(fmt.Sprintf("%s, process %d", host, os.Getpid()), 120)
}

// ExportsOf reads all exports of these orders, by order and number.
func (s *Store) ExportsOf(ctx context.Context, orders []commerce.OrderID) ([]Export, error) {
	in, args := mysql.List(orders)
	return s.exports(ctx, `WHERE order_id IN (`+in+`) ORDER BY order_id, id`, args...)
}

const exportColumns = `id, order_id, kind, refund_id, reference, state, priority, manual, due_at, tries, hash, total, document_id, document_number, document_url,
	document_state, document_total, added_at, asked_at, acked_at, note, last_error, fence, doubt_until > UTC_TIMESTAMP(6)`

func (s *Store) exports(ctx context.Context, where string, args ...any) ([]Export, error) {
	var out []Export
	err := s.each(ctx, func(r *sql.Rows) error {
		var x Export
		var asked, acked sql.NullTime
		d := &x.Document
		err := r.Scan(&x.ID, &x.Order, &x.Kind, &x.Refund, &x.Reference, &x.State, &x.Priority, &x.Manual, &x.Due, &x.Tries, &x.Hash, &x.Total, &d.ID, &d.Number, &d.URL,
			&d.State, &d.Total, &x.Added, &asked, &acked, &x.Note, &x.Error, &x.Fence, &x.Doubted)
		x.Asked, x.Acked = timeOf(asked), timeOf(acked)
		out = append(out, x)
		return err
	}, `SELECT `+exportColumns+` FROM {wpbridge_outbox} `+where, args...)
	if err != nil {
		return nil, fmt.Errorf("read the outbox: %w", err)
	}
	return out, nil
}

func timeOf(t sql.NullTime) *time.Time {
	if !t.Valid {
		return nil
	}
	return new(t.Time.UTC())
}
