package erptest

import (
	"errors"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/erp"
)

// faultCases say how a whole reading through the chain must end. A nil is: with
// the truth.
func faultCases() map[string]error {
	return map[string]error{
		"500:3":          nil,
		"503:2,html:2":   nil,
		"429:3":          nil,
		"429-after:2:9s": nil,
		"truncate:3":     nil,
		"wrongtype:2":    nil,
		"drop-before:2":  nil,
		"drop-after:2":   nil,
		"slow:2:5m":      nil, // longer than a request may take
		"slow=1:2s":      nil,
		"429=0.04,500=0.02,503=0.02,html=0.03,truncate=0.03,wrongtype=0.03,drop-before=0.02,drop-after=0.02": nil,
		"500=1":         erp.ErrUnreachable,
		"502=1":         erp.ErrUnreachable,
		"drop-before=1": erp.ErrUnreachable,
		"drop-after=1":  erp.ErrUnreachable,
		"slow=1:5m":     erp.ErrUnreachable,
		"html=1":        erp.ErrAnswer,
		"truncate=1":    erp.ErrAnswer,
		"wrongtype=1":   erp.ErrAnswer,
		"401:1":         erp.ErrUnauthorized,
		"403:1":         erp.ErrUnauthorized,
		"404:1":         erp.ErrNotFound,
		"429=1":         errLater,
	}
}

// errLater stands for an erp.RetryAfter.
var errLater = errors.New("come back later")

// faults proves that an answer is either right or refused with the right error,
// and that neither errors nor logs hold a secret.
func faults(t *testing.T, opt Opt) {
	for spec, want := range faultCases() {
		t.Run(spec, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { faulty(t, opt.New(t), spec, want) })
		})
	}
}

func faulty(t *testing.T, w World, spec string, want error) {
	need(t, w.Faults != nil)
	truth := w.truth()
	c, log := w.chain(t, 5)
	w.Faults(spec)
	got, _, err := reading(t.Context(), c.ReadStock, "", levelKey, nil)
	var wait *erp.RetryAfter
	switch {
	case want == nil:
		require.NoError(t, err)
		same(t, truth, got)
	case errors.Is(want, errLater):
		require.ErrorAs(t, err, &wait)
	default:
		require.ErrorIs(t, err, want)
	}
	require.Contains(t, log.String(), "erp call")
	for _, s := range w.Secrets {
		require.NotContains(t, log.String(), s)
		if err != nil {
			require.NotContains(t, err.Error(), s, "a secret in an error")
		}
	}
}
