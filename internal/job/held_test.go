package job_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/erp"
	"wpbridge/internal/job"
	"wpbridge/internal/ledger"
	"wpbridge/internal/shoptest"
	"wpbridge/internal/state"
)

func TestAllZerosAreHeldUntilApproved(t *testing.T) {
	t.Parallel()
	b := setup(t, shoptest.Catalogue{Simple: 12})
	b.accept(t)
	b.run(t, job.Stock, job.Options{})
	for i := 1; i <= 12; i++ {
		b.level(i, 0)
	}

	run, err := b.Sync(t.Context(), job.Stock, job.Options{})

	require.ErrorIs(t, err, job.ErrHeld)
	require.Equal(t, ledger.Held, run.Status)
	require.Equal(t, "2 instock / 2 instock", b.stock(t, 1))
	again, err := b.Sync(t.Context(), job.Stock, job.Options{})
	require.ErrorIs(t, err, job.ErrHeld)
	old, err := b.Store.Run(t.Context(), run.ID)
	require.NoError(t, err)
	require.Equal(t, ledger.Superseded, old.Status)

	done, err := b.Approve(t.Context(), job.Stock, again.ID)

	require.NoError(t, err)
	require.Equal(t, 11, done.Changed)
	require.Equal(t, "0 outofstock / 0 outofstock", b.stock(t, 1))
	require.Zero(t, b.run(t, job.Stock, job.Options{}).Read, "the approved run's mark counts")
}

func TestAnEmptyAnswerIsHeld(t *testing.T) {
	t.Parallel()
	b := setup(t, shoptest.Catalogue{Simple: 2})
	b.accept(t)
	b.run(t, job.Stock, job.Options{})
	b.erp.Remove(code(1))
	b.erp.Remove(code(2))

	_, err := b.Sync(t.Context(), job.Stock, job.Options{Full: true})

	require.ErrorIs(t, err, job.ErrHeld)
	require.Equal(t, "2 instock / 2 instock", b.stock(t, 1))
}

func TestAFailedReadingWritesNothing(t *testing.T) {
	t.Parallel()
	b := setup(t, shoptest.Catalogue{Simple: 3})
	b.accept(t)
	b.run(t, job.Stock, job.Options{})
	b.level(1, 50)
	b.erp.Fail(erp.ErrUnauthorized, -1)

	run, err := b.Sync(t.Context(), job.Stock, job.Options{})

	require.ErrorIs(t, err, erp.ErrUnauthorized)
	require.Equal(t, ledger.Failed, run.Status)
	require.Equal(t, "2 instock / 2 instock", b.stock(t, 1))
	b.erp.Fail(nil, 0)
	require.Equal(t, 1, b.run(t, job.Stock, job.Options{}).Changed, "the next run repairs")
}

func TestPreviewChangesNothing(t *testing.T) {
	t.Parallel()
	b := setup(t, shoptest.Catalogue{Simple: 3})
	b.accept(t)
	b.level(1, 50)

	run := b.run(t, job.Stock, job.Options{DryRun: true})

	require.Equal(t, 1, run.Changed)
	changes, err := b.Store.Changes(t.Context(), run.ID, 0, 10)
	require.NoError(t, err)
	require.Equal(t, "2", *changes[0].Before)
	require.Equal(t, "50", *changes[0].After)
	require.Equal(t, "2 instock / 2 instock", b.stock(t, 1))
	require.Equal(t, 1, b.run(t, job.Stock, job.Options{}).Changed, "and leaves the work to the real run")
}

func TestOneRunOfAJobAtATime(t *testing.T) {
	t.Parallel()
	b := setup(t, shoptest.Catalogue{Simple: 1})
	b.accept(t)
	lease, _, err := b.Store.Acquire(t.Context(), job.Stock)
	require.NoError(t, err)

	_, err = b.Sync(t.Context(), job.Stock, job.Options{})
	require.ErrorIs(t, err, state.ErrBusy)
	require.NoError(t, lease.Release(t.Context()))
	_, err = b.Sync(t.Context(), job.Stock, job.Options{})
	require.NotErrorIs(t, err, state.ErrBusy)
}
