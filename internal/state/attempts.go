package state

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"wpbridge/internal/mysql"
)

// Outcome is how a request to the ERP ended.
type Outcome string

// The outcomes. Unseen is one whose end nobody has noted: the process died.
const (
	Unseen   Outcome = ""
	Made     Outcome = "made"    // the document is there
	Refused  Outcome = "refused" // by the ERP, which made nothing
	NotTaken Outcome = "unsent"  // it never left, or the ERP asks to come back
	Lost     Outcome = "lost"    // whether it had an effect is not known
	Known    Outcome = "found"   // asked, and the document is there
	None     Outcome = "none"    // asked, and there is none
	Unsure   Outcome = "unsure"  // asked, and the answer decides nothing
)

// Attempt is one request to the ERP about an export.
type Attempt struct {
	What    string     `json:"what"` // write, act or find
	Holder  string     `json:"holder"`
	Started time.Time  `json:"started"`
	Ended   *time.Time `json:"ended"`
	Outcome Outcome    `json:"outcome"`
	Words   string     `json:"words"`
}

// Turn is how an export goes on after a request.
type Turn struct {
	State   ExportState
	Wait    time.Duration // until it is due again
	Doubt   time.Duration // of a lost request: how long it may still have an effect
	Unseen  bool          // the ERP has not seen the request: it is no try
	Outcome Outcome
	Words   string // for people: what went wrong, or the question
}

// Acknowledgement is that the ERP has the document.
type Acknowledgement struct {
	Document ExportDocument
	Total    decimal.NullDecimal // of the order as sent
	Note     string
	Outcome  Outcome
	Lines    []ExportLine // with Goal being what the ERP has set aside now
}

// BeginAttempt writes a request down that is about to be sent. From then until
// Settle or Acknowledge the export is Sending: whoever finds it so later cannot
// know whether the request left. ErrLeaseLost: nothing may be sent.
func (s *Store) BeginAttempt(ctx context.Context, x Export, what string, lines []ExportLine) (attempt uint64, err error) {
	err = mysql.WithTx(ctx, s.db, func(tx *sql.Tx) error {
		n, err := s.exec(ctx, tx, `UPDATE {wpbridge_outbox} SET state = ?, tries = tries + 1, asked_at = UTC_TIMESTAMP(6), doubt_until = lease_until
			WHERE id = ? AND fence = ? AND lease_until > UTC_TIMESTAMP(6)`, Sending, x.ID, x.Fence)
		if err != nil {
			return err
		}
		if n == 0 {
			return ErrLeaseLost
		}
		res, err := tx.ExecContext(ctx, s.prefix.SQL(`/* wpbridge:state */ INSERT INTO {wpbridge_attempt} (export_id, what, holder, started_at) VALUES (?, ?, ?, UTC_TIMESTAMP(6))`), x.ID, what, holder())
		if err != nil {
			return err
		}
		id, err := res.LastInsertId()
		attempt = uint64(id)
		if err != nil {
			return err
		}
		return s.openLines(ctx, tx, x, lines)
	})
	if err != nil {
		return 0, fmt.Errorf("note that order %d is being sent: %w", x.Order, err)
	}
	return attempt, nil
}

// Settle notes how a request ended otherwise than by the document, and gives the
// export back. attempt 0 is none. Once another process has taken the export over,
// its word counts and nothing is changed.
func (s *Store) Settle(ctx context.Context, x Export, attempt uint64, t Turn) error {
	err := mysql.WithTx(ctx, s.db, func(tx *sql.Tx) error {
		if err := s.endAttempt(ctx, tx, attempt, t.Outcome, t.Words); err != nil {
			return err
		}
		n, err := s.exec(ctx, tx, `UPDATE {wpbridge_outbox} SET state = ?, due_at = UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND, lease_until = '2000-01-01',
			doubt_until = IF(? > 0, UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND, doubt_until), tries = IF(? AND tries > 0, tries - 1, tries), last_error = ?
			WHERE id = ? AND fence = ? AND waiting = 1`,
			t.State, t.Wait.Microseconds(), t.Doubt.Microseconds(), t.Doubt.Microseconds(), t.Unseen, cutTo(t.Words, 2000), x.ID, x.Fence)
		if err != nil || n == 0 || t.State == Sending {
			return err
		}
		return s.closeLines(ctx, tx, x, t.State == Parked)
	})
	if err != nil {
		return fmt.Errorf("note how sending order %d ended: %w", x.Order, err)
	}
	return nil
}

// NoteAsked writes down an answer of the ERP to the question whether a document
// exists.
func (s *Store) NoteAsked(ctx context.Context, x Export, o Outcome, words string) error {
	_, err := s.exec(ctx, s.db, `INSERT INTO {wpbridge_attempt} (export_id, what, holder, started_at, ended_at, outcome, words) VALUES (?, 'find', ?, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), ?, ?)`,
		x.ID, holder(), o, cutTo(words, 2000))
	if err != nil {
		return fmt.Errorf("note what the ERP said of order %d: %w", x.Order, err)
	}
	return nil
}

// Acknowledge notes that the document exists and what it contains, in one
// transaction. That is a fact, whoever holds the lease by now: it also ends what
// a person was asked. A second document of the same export is noted as such.
func (s *Store) Acknowledge(ctx context.Context, x Export, attempt uint64, a Acknowledgement) error {
	err := mysql.WithTx(ctx, s.db, func(tx *sql.Tx) error {
		var state ExportState
		var number, id string
		if err := tx.QueryRowContext(ctx, s.prefix.SQL(`/* wpbridge:state */ SELECT state, document_id, document_number FROM {wpbridge_outbox} WHERE id = ? FOR UPDATE`), x.ID).Scan(&state, &id, &number); err != nil {
			return err
		}
		if err := s.endAttempt(ctx, tx, attempt, a.Outcome, ""); err != nil {
			return err
		}
		if state == Sent {
			if id == a.Document.ID && number == a.Document.Number {
				return nil
			}
			a.Note = fmt.Sprintf("the ERP has two documents for this: %s and %s; cancel one of them there", number, a.Document.Number)
			_, err := s.exec(ctx, tx, `UPDATE {wpbridge_outbox} SET note = ? WHERE id = ?`, a.Note, x.ID)
			return err
		}
		d := a.Document
		if _, err := s.exec(ctx, tx, `UPDATE {wpbridge_outbox} SET state = ?, lease_until = '2000-01-01', acked_at = UTC_TIMESTAMP(6), total = ?, document_id = ?, document_number = ?,
			document_url = ?, document_state = ?, document_total = ?, note = ?, last_error = '', look = 1 WHERE id = ?`,
			Sent, a.Total, []byte(cutTo(d.ID, 191)), cutTo(d.Number, 191), cutTo(d.URL, 1000), cutTo(d.State, 60), d.Total, cutTo(a.Note, 1000), x.ID); err != nil {
			return err
		}
		if err := s.closeLines(ctx, tx, x, false); err != nil {
			return err
		}
		return s.containLines(ctx, tx, x, a.Lines)
	})
	if err != nil {
		return fmt.Errorf("note that the ERP has order %d: %w", x.Order, err)
	}
	return nil
}

func (s *Store) endAttempt(ctx context.Context, tx *sql.Tx, attempt uint64, o Outcome, words string) error {
	if attempt == 0 {
		return nil
	}
	_, err := s.exec(ctx, tx, `UPDATE {wpbridge_attempt} SET ended_at = UTC_TIMESTAMP(6), outcome = ?, words = ? WHERE id = ?`, o, cutTo(words, 2000), attempt)
	return err
}

// Attempts lists the requests about an export, the oldest first.
func (s *Store) Attempts(ctx context.Context, export uint64) ([]Attempt, error) {
	var out []Attempt
	err := s.each(ctx, func(r *sql.Rows) error {
		var a Attempt
		var ended sql.NullTime
		err := r.Scan(&a.What, &a.Holder, &a.Started, &ended, &a.Outcome, &a.Words)
		a.Ended = timeOf(ended)
		out = append(out, a)
		return err
	}, `SELECT what, holder, started_at, ended_at, outcome, words FROM {wpbridge_attempt} WHERE export_id = ? ORDER BY id`, export)
	if err != nil {
		return nil, fmt.Errorf("read attempts: %w", err)
	}
	return out, nil
}
