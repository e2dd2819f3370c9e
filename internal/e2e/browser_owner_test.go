package e2e_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestBrowser is the life of a shop with WP Bridge, from the first page of its
// settings to a customer who buys. What one part leaves is where the next begins.
func TestBrowser(t *testing.T) {
	w := newFront(t)
	w.login("admin")
	for _, part := range []struct {
		name string
		test func(*front)
	}{
		{"pair", pair},
		{"connect", connect},
		{"schedule", schedule},
		{"match", match},
		{"finder", finder},
		{"sync", syncing},
		{"cancel", cancel},
		{"preview", preview},
		{"held", held},
		{"exclude a product", excludeProduct},
		{"exclude a variation", excludeVariation},
		{"exclude a category", excludeCategory},
		{"sections", sections},
		{"buy", buy},
		{"pay for order", pay},
		{"buy without ERP", buyWithoutERP},
		{"buy without program", buyWithoutProgram},
	} {
		if !t.Run(part.name, func(t *testing.T) {
			w.as(t)
			part.test(w)
		}) {
			break
		}
	}
	w.as(t)
	w.quiet()
}

// quiet fails when PHP had to complain of anything but the release server, which
// this shop cannot reach.
func (w *front) quiet() {
	log, err := os.ReadFile(filepath.Join(w.Dir, "web", "php.log"))
	require.NoError(w.t, err)
	for line := range strings.Lines(string(log)) {
		require.Contains(w.t, line, "WordPress.org")
	}
}

// login makes the browser's person a user of the shop, whose password is the name.
func (b *browser) login(name string) {
	b.t.Helper()
	b.open("/wp-login.php")
	b.fill("#user_login", name)
	b.fill("#user_pass", name)
	b.leave("#wp-submit")
}

func pair(w *front) {
	w.settings("")
	w.sees("This shop is not paired with the wpbridge program yet.", "wpbridge init --wordpress "+w.Dir+"/www")
	w.look("connection-unpaired")

	said := w.wpbridge("init", "--wordpress", filepath.Join(w.Dir, "www"), "--out", w.file)
	require.Contains(w.t, said, "The plugin finds wpbridge by three lines in")
	w.reopen("The wpbridge program does not run: nobody answers at http://" + w.listen) // PHP keeps wp-config.php for two seconds
	w.sees("systemctl enable --now wpbridge", "Paired in wp-config.php.")
	w.look("connection-not-running")
	w.page("sync")
	w.sees("The wpbridge program does not run at http://"+w.listen, "systemctl start wpbridge")
	w.look("sync-not-running")

	w.serve()
	w.settings("")
	w.sees("The wpbridge program answers at http://"+w.listen, "Program and plugin share the same secret.", "The program called this shop", "No business system is chosen yet.")
	w.look("connection-no-system")
}

func connect(w *front) {
	w.settings("")
	require.NotContains(w.t, ask[string](w.browser, within("#mainform")), "API ID")
	w.choose("#wpbridge_erp__name", "sitoo")
	w.fill("#wpbridge_sitoo__base_url", w.erp.URL+w.sim.Path())
	w.fill("#wpbridge_sitoo__api_id", "90000-1")
	w.fill("#wpbridge_sitoo__password", "wrong-password-007")
	w.press("Test connection")
	w.seesIn("#wpbridge-test-result .wpbridge-fail", "Sitoo does not accept this login.")
	w.look("connection-wrong-password")

	w.fill("#wpbridge_sitoo__password", password)
	w.fill("#wpbridge_sitoo__page_size", "5")
	w.press("Test connection")
	w.seesIn("#wpbridge-test-result .wpbridge-ok", "Sitoo answers and accepts the login.", "Shop: 1 shop.example")
	w.seesIn("#wpbridge-test-result .wpbridge-fail", "“Warehouses” is missing", "7 Evil <img")
	w.choose("#wpbridge_sitoo__warehouses_choice", "1")
	w.look("connection-right-password")
	w.save()
	w.sees("Sitoo is set up.", "Main store")
	require.Equal(w.t, "1", w.Value(w.t, "SELECT option_value FROM "+w.Table("options")+" WHERE option_name = 'wpbridge_sitoo__warehouses'"))
	w.look("connection-ready")
	w.secretless()

	w.press("Test connection")
	w.seesIn("#wpbridge-test-result .wpbridge-ok", "Sitoo") // with the password that is stored
}

// secretless fails when the page tells what it must not.
func (w *front) secretless() {
	html := ask[string](w.browser, `document.documentElement.outerHTML`)
	require.NotEmpty(w.t, html)
	config, err := os.ReadFile(filepath.Join(w.Dir, "www", "wp-config.php"))
	require.NoError(w.t, err)
	for _, name := range []string{"WPBRIDGE_SECRET", "WPBRIDGE_KEY"} {
		_, rest, found := strings.Cut(string(config), "'"+name+"', '")
		require.True(w.t, found, name)
		secret, _, _ := strings.Cut(rest, "'")
		require.Greater(w.t, len(secret), 30)
		require.NotContains(w.t, html, secret)
	}
	require.NotContains(w.t, html, password)
	require.NotContains(w.t, html, "wpb1:")
}

func schedule(w *front) {
	w.settings("schedule")
	w.sees("The wpbridge program runs", "*/3 * * * * "+w.program+" sync stock --config "+w.file)
	w.look("schedule")
	for _, job := range []string{"stock", "stock-full", "prices"} { // from here on nothing runs that the owner has not started
		w.choose("#wpbridge_schedule__"+job, "off")
	}
	w.save()
	w.leaves("*/3 * * * *")
	require.Equal(w.t, "off", ask[string](w.browser, `document.getElementById('wpbridge_schedule__stock').value`))
}
