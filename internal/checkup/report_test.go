package checkup_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/checkup"
)

func TestReport(t *testing.T) {
	t.Parallel()
	var r checkup.Report
	require.Equal(t, checkup.OK, r.Status())
	r.OK("configuration", "wpbridge.yaml")
	r.Warn("clocks", "5s apart", "let both follow NTP")
	require.Equal(t, checkup.Warn, r.Status())
	require.NoError(t, r.Err(), "a warning is no failure")

	first, second := errors.New("two\nlines"), errors.New("later")
	r.Fail("database", first, "")
	r.Fail("erp", second, "x")
	require.Equal(t, checkup.Fail, r.Status())
	require.ErrorIs(t, r.Err(), first)
	require.NotErrorIs(t, r.Err(), second, "the first failing thing decides the exit code")

	var out strings.Builder
	require.NoError(t, r.Print(&out))
	require.Equal(t, `ok    configuration   wpbridge.yaml
warn  clocks          5s apart
                      → let both follow NTP
FAIL  database        two
                      lines
FAIL  erp             later
                      → x
`, out.String())
	asJSON, err := json.Marshal(r.Findings[1])
	require.NoError(t, err)
	require.JSONEq(t, `{"name":"clocks","level":"warn","text":"5s apart","cure":"let both follow NTP"}`, string(asJSON))
}
