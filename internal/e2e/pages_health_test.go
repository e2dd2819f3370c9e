package e2e_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/shoptest/site"
)

// health is the outcome of our tests of Site Health, by name.
func (w *pagesWorld) health(t *testing.T) (out map[string]string) {
	t.Helper()
	w.PHP(t, `require_once ABSPATH . 'wp-admin/includes/class-wp-site-health.php';
$out = array();
foreach ( WP_Site_Health::get_tests()['direct'] as $name => $test ) {
	if ( 0 === strpos( $name, 'wpbridge_' ) ) { $out[ substr( $name, 9 ) ] = call_user_func( $test['test'] )['status']; }
}
echo json_encode( $out );`, &out)
	return out
}

func testHealthy(t *testing.T, w *pagesWorld) {
	w.Exec(t, "UPDATE "+w.Table("wpbridge_run")+" SET status = 'superseded' WHERE status = 'held'") // that of the command line
	require.Equal(t, map[string]string{"reachable": "good", "secret": "good", "alive": "good", "authorization": "good"}, w.health(t))
	w.SetOption(t, "wpbridge_bridge", `{"at":1,"authorization":false}`)
	require.Equal(t, "recommended", w.health(t)["authorization"])
	w.SetOption(t, "wpbridge_bridge", `{"at":1,"authorization":true}`)

	report := w.page("admin.php?page=wc-status")
	require.Contains(t, report, `data-export-label="WP Bridge"`)
	require.Contains(t, report, "Sitoo (live)")
	require.Contains(t, w.page("site-health.php?tab=debug"), "health-check-accordion-block-wpbridge")

	w.Exec(t, "INSERT INTO "+w.Table("wpbridge_run")+" (job, status, dry_run, full_read, started_at, counts, reason) VALUES ('prices', 'failed', 0, 0, UTC_TIMESTAMP(6), '{}', 'no answer')")
	require.Equal(t, "recommended", w.health(t)["alive"])
}

func testUnhealthy(t *testing.T, w *pagesWorld) {
	w.PHP(t, `$p = json_decode( get_option( 'wpbridge_pairing' ), true ); $p['secret'] = str_repeat( 'other', 8 ); update_option( 'wpbridge_pairing', wp_json_encode( $p ) );`, nil)
	require.Equal(t, map[string]string{"reachable": "good", "secret": "critical", "alive": "critical", "authorization": "good"}, w.health(t))
	w.stop()
	w.PHP(t, `$p = json_decode( get_option( 'wpbridge_pairing' ), true ); $p['secret'] = '`+site.Secret+`'; update_option( 'wpbridge_pairing', wp_json_encode( $p ) );`, nil)
	require.Equal(t, map[string]string{"reachable": "critical", "secret": "recommended", "alive": "critical", "authorization": "good"}, w.health(t))
	require.Contains(t, w.page("admin.php?page=wc-status"), "systemctl start wpbridge")
	require.Contains(t, w.page("edit.php?post_type=product"), "Linked", "the list needs no sidecar")
}
