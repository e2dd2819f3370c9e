package job_test

import (
	"context"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/job"
	"wpbridge/internal/ledger"
	"wpbridge/internal/shoptest"
)

// once calls f the first time a step is reported.
func (b *bundle) once(step string, f func()) {
	b.Progress = func(s string, _, _ int) {
		if s == step && f != nil {
			g := f
			f = nil
			g()
		}
	}
}

// A checkout lowers the stock first and notes it in the order a moment later.
func TestASaleUnderWayIsNotTakenBack(t *testing.T) {
	t.Parallel()
	for name, erp := range map[string]int{"taken over": 2, "adopted": 1} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t, shoptest.Catalogue{Simple: 1})
			b.level(1, erp)
			b.accept(t)
			line := b.lower(t, 1, 1) // 2 becomes 1
			b.once("plan", func() { b.noteSold(t, line, 1) })

			b.run(t, job.Stock, job.Options{})

			require.Equal(t, strconv.Itoa(erp-1), strings.Fields(b.stock(t, 1))[0])
			require.Zero(t, b.run(t, job.Stock, job.Options{Full: true}).Changed)
		})
	}
}

func TestWhatKeepsMovingIsReadAgain(t *testing.T) {
	t.Parallel()
	b := setup(t, shoptest.Catalogue{Simple: 2})
	b.level(1, 40)
	b.accept(t)
	b.Progress = func(step string, _, _ int) {
		if step == "plan" {
			b.sell(t, 1, 1)
		}
	}

	run, err := b.Sync(t.Context(), job.Stock, job.Options{})

	require.ErrorIs(t, err, job.ErrPartial)
	require.Equal(t, ledger.Partial, run.Status)
	b.Progress = func(string, int, int) {}
	require.Equal(t, 1, b.run(t, job.Stock, job.Options{}).Changed, "the mark waits for it")
	require.Equal(t, "36 instock / 36 instock", b.stock(t, 1))
}

func TestARepairKnowsWhatWasSold(t *testing.T) {
	t.Parallel()
	b := setup(t, shoptest.Catalogue{Simple: 5})
	b.accept(t)
	b.run(t, job.Stock, job.Options{})
	b.sell(t, 4, 3) // 5 becomes 2
	b.shop.Exec(t, "UPDATE "+b.shop.Table("postmeta")+" SET meta_value = NULL WHERE meta_key = '_stock' AND post_id = ?", b.id(t, 4))
	b.level(4, 9)

	b.run(t, job.Stock, job.Options{}) // not a full one

	require.Equal(t, "6 instock / 6 instock", b.stock(t, 4))
}

func TestADriftThatTheERPMakesGood(t *testing.T) {
	t.Parallel()
	b := setup(t, shoptest.Catalogue{Simple: 3})
	b.accept(t)
	b.run(t, job.Stock, job.Options{})
	b.shop.Exec(t, "UPDATE "+b.shop.Table("postmeta")+" SET meta_value = '55' WHERE meta_key = '_stock' AND post_id = ?", b.id(t, 2))
	b.level(2, 55)

	b.run(t, job.Stock, job.Options{Full: true})

	require.Equal(t, "55 instock / 55 instock", b.stock(t, 2))
	require.Zero(t, b.run(t, job.Stock, job.Options{Full: true}).Changed)
}

// A run that is stopped has changed products of which the shop still keeps old
// pictures; the sweep that follows drops them.
func TestAStoppedRunLeavesNoOldPictures(t *testing.T) {
	t.Parallel()
	b := setup(t, shoptest.Catalogue{Simple: 3, Transients: true})
	b.accept(t)
	b.run(t, job.Stock, job.Options{})
	b.level(2, 40)
	ctx, stop := context.WithCancel(t.Context())
	b.once("apply", stop)
	_, err := b.Sync(ctx, job.Stock, job.Options{})
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, "40 instock / 40 instock", b.stock(t, 2), "what was written stands")
	pictures := "SELECT COUNT(*) FROM " + b.shop.Table("options") + " WHERE option_name = '_transient_wc_related_" + b.id(t, 2) + "'"
	require.Equal(t, "1", b.shop.Value(t, pictures))
	b.shop.Exec(t, "UPDATE "+b.shop.Table("wpbridge_run")+" SET finished_at = finished_at - INTERVAL 6 SECOND")

	require.NoError(t, b.Sweep(t.Context()))

	require.Equal(t, "0", b.shop.Value(t, pictures))
}

// A large catalogue is taken over in lots that settle one after the other.
func TestSalesUnderWayInEveryLotOfATakeOver(t *testing.T) {
	t.Parallel()
	const n = 2500 // three pages
	b := setup(t, shoptest.Catalogue{Simple: n})
	b.MaxUnsettled = 1
	for i := 1; i <= n; i++ {
		b.level(i, 50)
	}
	b.accept(t)
	lines := map[int]string{}
	sold := []int{3, 1200, 2400}
	for _, i := range sold {
		lines[i] = b.lower(t, i, 1)
	}
	b.Progress = func(step string, done, _ int) {
		for i, line := range lines {
			if step == "plan" && done > i {
				b.noteSold(t, line, 1)
				delete(lines, i)
			}
		}
	}

	b.run(t, job.Stock, job.Options{})

	for _, i := range sold {
		require.Equal(t, "49", strings.Fields(b.stock(t, i))[0])
	}
	require.Equal(t, "50", strings.Fields(b.stock(t, 2000))[0])
	require.Zero(t, b.run(t, job.Stock, job.Options{Full: true}).Changed)
}
