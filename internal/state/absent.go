package state

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"wpbridge/internal/ledger"
	"wpbridge/internal/mysql"
)

// absentLot is how many links are noted in one statement.
const absentLot = 1000

// Asked names the links about whose items the ERP was asked because its stock
// list lacked them; lately tells whether that was within the given time.
func (s *Store) Asked(ctx context.Context, within time.Duration, f func(id ledger.LinkID, lately bool)) error {
	err := s.each(ctx, func(r *sql.Rows) error {
		var id ledger.LinkID
		var lately bool
		err := r.Scan(&id, &lately)
		f(id, lately)
		return err
	}, `SELECT link_id, asked_at > UTC_TIMESTAMP(6) - INTERVAL ? SECOND FROM {wpbridge_absent}`, int(within.Seconds()))
	if err != nil {
		return fmt.Errorf("read which absent items were asked about: %w", err)
	}
	return nil
}

// NoteAsked notes that the ERP was asked about the items of these links now.
func (s *Store) NoteAsked(ctx context.Context, links []ledger.LinkID) error {
	for part := range mysql.Chunks(links, absentLot) {
		_, args := mysql.List(part)
		rows := strings.TrimSuffix(strings.Repeat("(?, UTC_TIMESTAMP(6)),", len(part)), ",")
		if _, err := s.exec(ctx, s.db, `REPLACE INTO {wpbridge_absent} (link_id, asked_at) VALUES `+rows, args...); err != nil {
			return fmt.Errorf("note which absent items were asked about: %w", err)
		}
	}
	return nil
}

// ForgetAsked forgets about links whose items are in the ERP's list again.
func (s *Store) ForgetAsked(ctx context.Context, links []ledger.LinkID) error {
	for part := range mysql.Chunks(links, absentLot) {
		in, args := mysql.List(part)
		if _, err := s.exec(ctx, s.db, `DELETE FROM {wpbridge_absent} WHERE link_id IN (`+in+`)`, args...); err != nil {
			return fmt.Errorf("forget absent items that are back: %w", err)
		}
	}
	return nil
}
