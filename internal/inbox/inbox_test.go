package inbox_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/inbox"
	"wpbridge/internal/job"
	"wpbridge/internal/ledger"
)

func TestAPushMovesJustItsItems(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 12)
	reads := w.erp.Calls(erp.OpReadStock)
	w.level(1, 40)
	w.level(2, 50)
	w.accept(level(1, 40))
	require.Equal(t, "1 waits 0", w.entries())
	require.NotEmpty(t, w.inbox.Woken())

	w.work()

	require.Equal(t, "40", w.stock(1))
	require.Equal(t, "3", w.stock(2))
	require.Equal(t, "1 done 0", w.entries())
	require.Equal(t, reads, w.erp.Calls(erp.OpReadStock))
	runs, err := w.store.Runs(t.Context(), 1)
	require.NoError(t, err)
	require.Equal(t, ledger.ByPush, runs[0].StartedBy)
	require.Equal(t, 1, runs[0].Changed)
	w.work()
	require.Equal(t, 1, w.runs, "nothing is left to do")
}

func TestStrangersLeaveNothingButACount(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	for _, wrong := range []string{"", "Bearer", "Bearer wrong", strings.ToUpper(token)} {
		p := w.push(level(1, 40))
		p.Header.Set("Authorization", wrong)
		_, err := w.inbox.Accept(t.Context(), "fake", p)
		require.ErrorIs(t, err, erp.ErrUnauthorized)
	}
	require.Empty(t, w.entries())
	got := w.tally()
	require.Equal(t, 4, got.Refused)
	require.Zero(t, got.Accepted)
	require.False(t, got.LastRefused.IsZero())
	require.True(t, got.LastAccepted.IsZero())
	require.Contains(t, got.Refusal, "wrong token")
	_, err := w.inbox.Accept(t.Context(), "other", w.push())
	require.ErrorIs(t, err, inbox.ErrSystem)
	w.ops.DecodePush = nil
	_, err = w.inbox.Accept(t.Context(), "fake", w.push())
	require.ErrorIs(t, err, inbox.ErrSystem)
}

func TestWhatIsKeptProvesNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	w.accept(level(1, 40))
	kept := w.shop.Value(t, "SELECT CONCAT(headers, body, said, last_error) FROM "+w.shop.Table("wpbridge_inbox"))
	require.NotContains(t, kept, "the-token")
	require.Contains(t, kept, "User-Agent: ERP/1")
}

func TestATestOfTheConnectionIsOnlyCounted(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	w.accept()
	require.Empty(t, w.entries())
	require.Equal(t, 1, w.tally().Probes)
	require.False(t, w.tally().LastAccepted.IsZero())
}

func TestNonsenseIsKeptToBeLookedAt(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	p := w.push()
	p.Body = []byte("{\xff")
	_, err := w.inbox.Accept(t.Context(), "fake", p)
	require.ErrorIs(t, err, erp.ErrAnswer)
	require.Equal(t, "1 failed 0", w.entries())
	w.work()
	require.Equal(t, "1 failed 0", w.entries())
}

func TestTwiceAndInWrongOrderIsHarmless(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3)
	w.level(1, 7) // by way of 9 and 8
	w.accept(level(1, 7))
	w.accept(level(1, 9))
	w.accept(level(1, 7))
	w.accept(level(1, 8))
	require.Equal(t, "3 waits 0", w.entries(), "the same waits already")
	require.Equal(t, 1, w.tally().Repeated)

	w.work()

	require.Equal(t, "7", w.stock(1), "the ERP itself is asked")
	require.Equal(t, 1, w.runs, "all in one")
	w.level(1, 9)
	w.accept(level(1, 9))
	require.Equal(t, "3 done 0, 1 waits 0", w.entries(), "what was worked may come again")
	w.work()
	require.Equal(t, "9", w.stock(1))
	w.accept(level(1, 9))
	w.work()
	require.Equal(t, "9", w.stock(1))
}

func TestWhatAStatedPushMeansWhereTheERPCannotBeAsked(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3)
	w.ops.CheckStock = nil
	w.accept(level(1, 9), level(2, 20))
	w.accept(level(1, 8))
	w.accept(level(1, 9), level(2, 20)) // the latest now

	w.work()

	require.Equal(t, "9", w.stock(1))
	require.Equal(t, "20", w.stock(2))
	require.Equal(t, "4", w.stock(3))
}

func TestOtherPlacesAndUnknownCodesAreCounted(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	elsewhere := level(1, 90)
	elsewhere.Location = "2"
	w.accept(elsewhere, commerce.StockLevel{Code: "nobody", Location: "1"}, commerce.StockLevel{Code: "nobody else", Location: "1"})

	w.work()

	require.Zero(t, w.runs, "it would cost calls for nothing")
	require.Equal(t, "1 done 0", w.entries())
	require.Equal(t, 1, w.tally().Ignored)
	require.Equal(t, 2, w.tally().Unknown)
	require.Equal(t, "2", w.stock(1))
}

func TestAbsentIsNotZero(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	w.erp.RemoveLevel(code(1), "1")
	w.accept(level(1, 0))
	w.work()
	require.Equal(t, "1 done 0", w.entries())
	require.Equal(t, "2", w.stock(1))
}

func TestPushesWaitForTheRunThatHoldsTheJob(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	lease, _, err := w.store.Acquire(t.Context(), job.Stock)
	require.NoError(t, err)
	w.level(1, 40)
	w.accept(level(1, 40))
	w.work()
	require.Equal(t, "1 waits 0", w.entries(), "that is no failure")
	require.NoError(t, lease.Release(t.Context()))
	w.work()
	require.Equal(t, "1 done 0", w.entries())
	require.Equal(t, "40", w.stock(1))
}

func TestAnERPThatIsDownIsAskedLaterAndInTheEndLeftToTheNextReading(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	w.level(1, 40)
	w.accept(level(1, 40))
	w.erp.Fail(fmt.Errorf("%w: no route", erp.ErrUnreachable), 1)
	w.work()
	require.Equal(t, "1 waits 1", w.entries())
	w.work()
	require.Equal(t, 1, w.runs, "not at once")
	w.soon()
	w.work()
	require.Equal(t, "1 done 1", w.entries())
	require.Equal(t, "40", w.stock(1))

	w.level(1, 41)
	w.accept(level(1, 41))
	w.erp.Fail(errors.New("no"), 8)
	for i := range 8 {
		require.Equal(t, fmt.Sprintf("1 done 1, 1 waits %d", i), w.entries())
		w.soon()
		w.work()
	}
	require.Equal(t, "1 done 1, 1 failed 8", w.entries())
	_, err := w.runner.Sync(t.Context(), job.Stock, job.Options{})
	require.NoError(t, err)
	require.Equal(t, "41", w.stock(1))
}

func TestWhatADeadSidecarHadTakenIsTakenAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	w.level(1, 40)
	w.accept(level(1, 40))
	lease, _, err := w.store.Acquire(t.Context(), "inbox")
	require.NoError(t, err)
	taken, err := w.store.TakePushes(t.Context(), lease, 10)
	require.NoError(t, err)
	require.Len(t, taken, 1)
	w.work()
	require.Equal(t, "1 taken 0", w.entries(), "another one is at it")
	require.NoError(t, lease.Release(t.Context())) // as when it runs out
	_, err = w.store.TakePushes(t.Context(), lease, 10)
	require.Error(t, err, "whoever lost the lease takes nothing more")

	require.NoError(t, w.another().Work(t.Context()))

	require.Equal(t, "1 done 0", w.entries())
	require.Equal(t, "40", w.stock(1))
}

func TestPushesOfAnotherSystemAreLaidAside(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	w.accept(level(1, 40))
	w.ops.Name = "other"
	w.work()
	require.Equal(t, "1 done 0", w.entries())
	require.Equal(t, "2", w.stock(1))
}

func TestMoreThanOneLotAndManyAtATime(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 30)
	var all sync.WaitGroup
	for i := 1; i <= 30; i++ {
		w.level(i, 100+i)
		all.Go(func() {
			for n := range 15 {
				if _, err := w.inbox.Accept(t.Context(), "fake", w.push(level(i, 100+i), level(1+(i+n)%30, n))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	w.work()
	for i := 1; i <= 30; i++ {
		require.Equal(t, fmt.Sprint(100+i), w.stock(i))
	}
	require.Equal(t, "450 done 0", w.entries())
	require.Equal(t, 3, w.runs)
}

func TestOldPushesAreForgotten(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	w.accept(level(1, 1))
	w.work()
	w.accept(level(1, 40))
	p := w.push()
	p.Body = nil
	_, err := w.inbox.Accept(t.Context(), "fake", p)
	require.Error(t, err)
	age := func(days int) {
		w.shop.Exec(t, "UPDATE "+w.shop.Table("wpbridge_inbox")+" SET due_at = due_at - INTERVAL ? DAY", days)
		require.NoError(t, w.store.ForgetPushes(t.Context()))
	}
	age(6)
	require.Equal(t, "1 done 0, 1 failed 0, 1 waits 0", w.entries())
	age(2)
	require.Equal(t, "1 failed 0, 1 waits 0", w.entries())
	age(25)
	require.Equal(t, "1 waits 0", w.entries())
}
