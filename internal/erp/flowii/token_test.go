package flowii_test

import (
	"net/http"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/flowii/flowiisim"
	"wpbridge/internal/erp/simkit"
)

// bubble runs f where time passes only when everybody waits.
func bubble(t *testing.T, f func(*testing.T)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, f)
}

func TestATokenServesUntilShortlyBeforeItsEnd(t *testing.T) {
	bubble(t, func(t *testing.T) {
		sim := flowiisim.New(flowiisim.Options{Products: flowiisim.Generate(5)})
		o := direct(t, sim)
		for range 8 { // the last one after 490 s
			require.NoError(t, o.Ping(t.Context()))
			<-time.After(70 * time.Second)
		}
		require.Equal(t, 1, sim.Logins())
		require.NoError(t, o.Ping(t.Context()), "after 560 s: renewed, 39 s before it would be refused")
		require.Equal(t, 2, sim.Logins())
		require.Equal(t, map[int]int{200: sim.Requests()}, sim.Statuses())
	})
}

// failingLogin has FLOWii refuse every password, so that only renewal works.
type failingLogin struct {
	next http.RoundTripper
	off  bool
}

func (f *failingLogin) RoundTrip(r *http.Request) (*http.Response, error) {
	if f.off && r.URL.Path == "/token" {
		if err := r.ParseForm(); err != nil {
			return nil, err
		}
		if r.PostForm.Get("grant_type") == "password" {
			panic("the password is sent although the token can be renewed")
		}
		r = r.Clone(r.Context())
		r.Body = http.NoBody
	}
	return f.next.RoundTrip(r)
}

func TestRenewalGoesOnForHours(t *testing.T) {
	bubble(t, func(t *testing.T) {
		sim := flowiisim.New(flowiisim.Options{Products: flowiisim.Generate(5)})
		guard := &failingLogin{next: sim.Client().Transport}
		o := open(t, guard, sim.Settings("https://flowii.example"))
		require.NoError(t, o.Ping(t.Context()))
		guard.off = true
		for range 50 {
			<-time.After(11 * time.Minute)
			require.NoError(t, o.Ping(t.Context()), "each refresh token works once and brings the next")
		}
		require.Equal(t, 51, sim.Logins())
		require.Equal(t, map[int]int{200: sim.Requests()}, sim.Statuses())
	})
}

func TestARefusedTokenInTheMiddleOfAReading(t *testing.T) {
	t.Parallel()
	for _, alsoRefresh := range []bool{false, true} {
		sim := flowiisim.New(flowiisim.Options{Products: flowiisim.Generate(60)})
		o := direct(t, sim, "page_size", "10")
		got := map[string]bool{}
		for q := (erp.Query{}); ; {
			p, err := o.ReadStock(t.Context(), q)
			require.NoError(t, err)
			for _, l := range p.Items {
				require.False(t, got[string(l.Code)], "no page twice")
				got[string(l.Code)] = true
			}
			if q.Page = p.Next; q.Page == "" {
				break
			}
			sim.Expire(alsoRefresh)
		}
		require.Len(t, got, 60)
		status := sim.Statuses()
		require.Equal(t, sim.Logins()-1, status[401], "one refusal, one new token")
		if alsoRefresh {
			require.Equal(t, sim.Logins()-1, status[400], "the renewal was refused as well, then the password taken")
		}
	}
}

func TestALostRenewal(t *testing.T) {
	bubble(t, func(t *testing.T) {
		sim := flowiisim.New(flowiisim.Options{Products: flowiisim.Generate(5)})
		o := direct(t, sim)
		require.NoError(t, o.Ping(t.Context()))
		<-time.After(time.Hour)
		sim.SetFaults(simkit.Faults{{Kind: "drop-after", Count: 1}})
		require.ErrorIs(t, o.Ping(t.Context()), erp.ErrUnreachable)
		require.NoError(t, o.Ping(t.Context()), "the used-up refresh token is not tried again")
		require.Zero(t, sim.Statuses()[400])
	})
}

func TestTwoCallersRenewOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		sim := flowiisim.New(flowiisim.Options{Products: flowiisim.Generate(5)})
		sim.SetFaults(simkit.Faults{{Kind: "slow", Rate: 1, Delay: time.Second}})
		o := direct(t, sim)
		ask := func() {
			var wg sync.WaitGroup
			for range 5 {
				wg.Go(func() {
					if _, err := o.ReadStock(t.Context(), erp.Query{}); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
		}
		ask()
		require.Equal(t, 1, sim.Logins())
		<-time.After(time.Hour)
		ask()
		require.Equal(t, 2, sim.Logins())
		sim.Expire(false)
		ask()
		require.Equal(t, 3, sim.Logins(), "also where all five were refused")
		require.Equal(t, 5, sim.Statuses()[401])
	})
}

func TestWhoWaitsForARenewalMayLeave(t *testing.T) {
	bubble(t, func(t *testing.T) {
		sim := flowiisim.New(flowiisim.Options{})
		sim.SetFaults(simkit.Faults{{Kind: "slow", Rate: 1, Delay: 20 * time.Second}})
		o := direct(t, sim)
		done := make(chan error, 1)
		go func() { done <- o.Ping(t.Context()) }()
		synctest.Wait()
		ctx, cancel := contextFor(t, time.Second)
		defer cancel()
		begin := time.Now()
		require.ErrorIs(t, o.Ping(ctx), erp.ErrUnreachable)
		require.Equal(t, time.Second, time.Since(begin))
		require.NoError(t, <-done)
		require.Equal(t, []string{"token", "companies", "users/self"}, slices.Compact(sim.Paths()))
	})
}
