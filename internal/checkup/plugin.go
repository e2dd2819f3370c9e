package checkup

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"wpbridge/internal/bridge"
	"wpbridge/internal/config"
	"wpbridge/internal/state"
	"wpbridge/internal/woo"
)

// apart is how far clocks may differ before tokens come too early or too late.
const apart = 5 * time.Second

// The settings pages that cures name.
const connectionPage = "WooCommerce › Settings › WP Bridge › Connection"

// Unpaired notes that the plugin can not be called at all.
func (r *Report) Unpaired() {
	r.Warn("plugin", "server.secret is missing: the plugin is not told of changes, and the live check in the checkout does not work", "run `wpbridge init`")
}

// Plugin looks at what the plugin says of itself and of the shop, or at why it
// could not be asked. Syncs work without it, so nothing here fails a check but a
// shop that keeps its products elsewhere. Version is this program's.
func (r *Report) Plugin(p state.Plugin, err error, version string, cfg *config.Config) {
	const name = "plugin"
	if err != nil {
		r.Warn(name, err.Error(), pluginCure(err))
		return
	}
	r.OK(name, "WP Bridge %s answers: WordPress %s, WooCommerce %s, PHP %s", p.Version, p.WordPress, p.WooCommerce, p.PHP)
	r.versions(p.Version, version)
	if d := time.Since(time.Unix(p.Time, 0)).Abs(); p.Time != 0 && d > apart {
		r.Warn(name, fmt.Sprintf("the clocks of PHP and of this machine are %s apart", d.Round(time.Second)), "let both follow NTP: tokens live one minute")
	}
	if !p.Authorization {
		r.Warn(name, "the web server keeps the Authorization header from PHP; wpbridge gets by, other programs may not", authorizationCure)
	}
	if p.Foreign() {
		r.Fail(name, fmt.Errorf("%w: another plugin keeps the products (%s instead of %s)", woo.ErrRefused, p.DataStore, state.DataStore), "switch the plugin off that does this")
	}
	r.fractions(p, cfg)
	r.surroundings(p)
}

// authorizationCure are the lines for the web servers that shops have.
const authorizationCure = `Apache: SetEnvIf Authorization "(.*)" HTTP_AUTHORIZATION=$1 (in .htaccess), or CGIPassAuth On; nginx: fastcgi_param HTTP_AUTHORIZATION $http_authorization;`

func pluginCure(err error) string {
	for _, x := range []struct {
		err  error
		cure string
	}{
		{bridge.ErrNoPlugin, "install the plugin (Plugins › Add New › Upload, wpbridge.zip) and activate it: `wp plugin activate wpbridge`"},
		{bridge.ErrSecret, "let both sides have the same secret: run `wpbridge init --force`, or paste what it prints under " + connectionPage},
		{bridge.ErrClock, "let both follow NTP: tokens live one minute"},
		{bridge.ErrRedirect, "set shop.url to the address at which the shop answers without sending elsewhere"},
		{bridge.ErrUnreachable, "check that the web server runs; where its name does not lead there from this machine, set shop.url to the address that does, such as http://127.0.0.1"},
		{bridge.ErrBlocked, "let the plugin that restricts the REST interface allow wpbridge/v1"},
		{bridge.ErrAnswer, "look at the error log of PHP and at what stands in front of WordPress: maintenance mode, a firewall, a password"},
	} {
		if errors.Is(err, x.err) {
			return x.cure
		}
	}
	return ""
}

// versions compares the first two numbers; a program built from source has none.
func (r *Report) versions(plugin, program string) {
	program = strings.TrimPrefix(program, "v")
	if program == "" || program[0] < '0' || program[0] > '9' || strings.HasPrefix(program, "0.0.0-") {
		return
	}
	if older(plugin, program) || older(program, plugin) {
		r.Warn("plugin", fmt.Sprintf("the plugin is of version %s, this program of %s", plugin, program), "update the older one")
	}
}

func (r *Report) fractions(p state.Plugin, cfg *config.Config) {
	switch {
	case p.Fractional == cfg.Stock.Fractional || cfg.Origin("stock.fractional").Kind == "default":
	case p.Fractional:
		r.Warn("plugin", "the shop sells fractions, but stock.fractional rounds them down", "set stock.fractional to yes, or leave it out")
	default:
		r.Warn("plugin", "stock.fractional keeps fractions, but WooCommerce cuts them off", "set stock.fractional to no, or let a plugin allow fractions")
	}
}

// surroundings names what other plugins do to stock and prices.
func (r *Report) surroundings(p state.Plugin) {
	if len(p.Filters) > 0 {
		slices.Sort(p.Filters)
		r.Warn("plugin", "another plugin changes what stock or prices mean: "+strings.Join(p.Filters, ", "), "compare a few products in the shop with the ERP")
	}
	if p.ObjectCache || p.PageCache {
		r.OK("caches", "the shop keeps objects or pages in caches; the plugin clears what changes")
	}
}
