package schedule_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/schedule"
)

func TestPlansAsCronLines(t *testing.T) {
	t.Parallel()
	for text, cron := range map[string]string{
		"off":         "",
		"every 1m":    "* * * * *",
		"every 3m":    "*/3 * * * *",
		"hourly":      "0 * * * *",
		"every 90m":   "0 * * * *",
		"every 6h":    "0 */6 * * *",
		"every 24h":   "0 */23 * * *",
		"daily 03:30": "30 3 * * *",
		"daily 00:00": "0 0 * * *",
	} {
		p, err := schedule.Parse(text)
		require.NoError(t, err)
		require.Equal(t, cron, p.Cron(), text)
		require.Equal(t, text == "off", p.Off())
	}
	for _, text := range []string{"", "weekly", "every 10s", "every x", "daily 25:00", "daily"} {
		_, err := schedule.Parse(text)
		require.ErrorContains(t, err, "must be off, hourly", text)
	}
}
