package state

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"wpbridge/internal/mysql"
)

// ErrBusy says that another run holds the job, here or on another machine.
var ErrBusy = errors.New("another run holds this job")

// ErrLeaseLost says that our lease ran out and somebody else may have taken it:
// nothing more may be written.
var ErrLeaseLost = errors.New("lost the lease of this job")

const (
	leaseFor   = 60 * time.Second
	leaseEvery = 15 * time.Second
)

// Lease is the right to run one job. Time is the database's, so that machines
// with different clocks agree. The fence grows with every holder.
type Lease struct {
	store *Store
	name  string
	fence uint64
	stop  context.CancelFunc
	done  sync.WaitGroup
}

// Acquire takes the lease of a job, or returns ErrBusy naming the holder. The
// context it returns ends with ErrLeaseLost when the lease cannot be kept.
func (s *Store) Acquire(ctx context.Context, job string) (*Lease, context.Context, error) {
	host, _ := os.Hostname()
	l := &Lease{store: s, name: job}
	take := func(tx *sql.Tx) error { return l.take(ctx, tx, fmt.Sprintf("%s, process %d", host, os.Getpid())) }
	err := mysql.WithTx(ctx, s.db, take)
	if errors.Is(err, sql.ErrNoRows) { // the job's first run ever
		if _, err := s.exec(ctx, s.db, `INSERT IGNORE INTO {wpbridge_lease} (name, fence, holder, until_at) VALUES (?, 0, '', '2000-01-01')`, job); err != nil {
			return nil, nil, fmt.Errorf("make lease %s: %w", job, err)
		}
		err = mysql.WithTx(ctx, s.db, take)
	}
	if err != nil {
		return nil, nil, err
	}
	held, cancel := context.WithCancelCause(ctx)
	beat, stop := context.WithCancel(context.WithoutCancel(ctx))
	l.stop = func() { stop(); cancel(nil) }
	l.done.Go(func() { l.keep(beat, cancel) })
	return l, held, nil
}

// take locks nothing but the lease's own row, and that at once for writing: two
// that take it at the same time wait for each other but cannot deadlock.
func (l *Lease) take(ctx context.Context, tx *sql.Tx, holder string) error {
	s := l.store
	var who string
	var free bool
	err := tx.QueryRowContext(ctx, s.prefix.SQL(`SELECT fence, holder, until_at < UTC_TIMESTAMP(6) FROM {wpbridge_lease} WHERE name = ? FOR UPDATE`), l.name).
		Scan(&l.fence, &who, &free)
	if err != nil {
		return fmt.Errorf("take lease %s: %w", l.name, err)
	}
	if !free {
		return fmt.Errorf("%w: %s is running on %s; wait for it, or if that process is dead, one minute", ErrBusy, l.name, who)
	}
	l.fence++
	_, err = s.exec(ctx, tx, `UPDATE {wpbridge_lease} SET fence = ?, holder = ?, until_at = UTC_TIMESTAMP(6) + INTERVAL ? SECOND WHERE name = ?`,
		l.fence, holder, int(leaseFor.Seconds()), l.name)
	return err
}

// keep renews until stop; after a missed minute it gives up.
func (l *Lease) keep(ctx context.Context, lost context.CancelCauseFunc) {
	tick := time.NewTicker(leaseEvery)
	defer tick.Stop()
	last := time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		n, err := l.store.exec(ctx, l.store.db, `UPDATE {wpbridge_lease} SET until_at = UTC_TIMESTAMP(6) + INTERVAL ? SECOND WHERE name = ? AND fence = ? AND until_at > UTC_TIMESTAMP(6)`,
			int(leaseFor.Seconds()), l.name, l.fence)
		switch {
		case err == nil && n == 1:
			last = time.Now()
		case err == nil || time.Since(last) > leaseFor:
			lost(ErrLeaseLost)
			return
		}
	}
}

// Check holds the lease row until tx ends and returns ErrLeaseLost if it is not
// ours any more: with it as the first statement no write of ours can follow a
// takeover.
func (l *Lease) Check(ctx context.Context, tx *sql.Tx) error {
	var mine bool
	err := tx.QueryRowContext(ctx, l.store.prefix.SQL(`/* wpbridge:lease */ SELECT fence = ? AND until_at > UTC_TIMESTAMP(6) FROM {wpbridge_lease} WHERE name = ? FOR UPDATE`), l.fence, l.name).Scan(&mine)
	if err != nil {
		return fmt.Errorf("check lease %s: %w", l.name, err)
	}
	if !mine {
		return ErrLeaseLost
	}
	return nil
}

// Release gives the job free at once.
func (l *Lease) Release(ctx context.Context) error {
	l.stop()
	l.done.Wait()
	ctx, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), 5*time.Second, errors.New("releasing the lease took over 5 s"))
	defer cancel()
	err := mysql.Retry(ctx, func() error {
		_, err := l.store.exec(ctx, l.store.db, `UPDATE {wpbridge_lease} SET until_at = '2000-01-01' WHERE name = ? AND fence = ?`, l.name, l.fence)
		return err
	})
	if err != nil {
		return fmt.Errorf("release lease %s: %w", l.name, err)
	}
	return nil
}
