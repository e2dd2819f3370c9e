package config

import (
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/netip"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// bind lists every setting there is, tied to c: the one table from which files,
// environment names, flags, checks and the printed form follow.
func bind(c *Config, connectors map[string][]Key) []setting {
	names := slices.Sorted(maps.Keys(connectors))
	out := slices.Concat(
		[]setting{text("shop.wordpress", &c.Shop.WordPress)},
		secret("shop.dsn", &c.Shop.DSN, &c.Shop.DSNFile, anything),
		[]setting{
			checked("shop.prefix", &c.Shop.Prefix, "letters, digits and underscores", validPrefix),
			checked("shop.url", &c.Shop.URL, "an address such as https://shop.example", validURL),
			checked("server.listen", &c.Server.Listen, "a loopback address such as 127.0.0.1:8787, or unix:/path/to/socket", validListen),
			checked("server.metrics", &c.Server.Metrics, "off or an address such as 127.0.0.1:9187", validMetrics),
		},
		secret("server.secret", &c.Server.Secret, &c.Server.SecretFile, longEnough),
		secret("server.previous_secret", &c.Server.PreviousSecret, &c.Server.PreviousSecretFile, longEnough),
		secret("server.key", &c.Server.Key, &c.Server.KeyFile, key32),
		[]setting{
			checked("erp.name", &c.ERP.Name, "one of "+strings.Join(names, ", "), func(s string) bool {
				return s == "" || slices.Contains(names, s)
			}),
			oneOf("erp.mode", &c.ERP.Mode, "live", "test"),
			oneOf("match.key", &c.Match.Key, "sku", "barcode", "plu", "name"),
			checked("stock.buffer", &c.Stock.Buffer, "a quantity such as 0, 2 or 0.5", validQuantity),
			oneOf("stock.manage", &c.Stock.Manage, "enable", "respect"),
			oneOf("stock.backorders", &c.Stock.Backorders, "respect", "no", "notify", "yes"),
			yesNo("stock.fractional", &c.Stock.Fractional),
			duration("stock.drift_patience", &c.Stock.DriftPatience, 10*time.Second, 24*time.Hour),
			percent("guard.max_zeroed_percent", &c.Guard.MaxZeroedPercent),
			percent("guard.max_price_jump_percent", &c.Guard.MaxPriceJumpPercent),
			oneOf("checkout.when_unreachable", &c.Checkout.WhenUnreachable, "refuse", "allow"),
			duration("checkout.budget", &c.Checkout.Budget, 50*time.Millisecond, 30*time.Second),
			duration("checkout.max_age", &c.Checkout.MaxAge, 0, 24*time.Hour),
			yesNo("orders.automatic", &c.Orders.Automatic),
			list("orders.statuses", &c.Orders.Statuses),
			oneOf("orders.document", &c.Orders.Document, "order", "reservation", "invoice", "invoice-delivery", "delivery", "proforma"),
			oneOf("import.status", &c.Import.Status, "draft", "private", "publish"),
			oneOf("import.method", &c.Import.Method, "woocommerce", "sql"),
			oneOf("bridge.hooks", &c.Bridge.Hooks, "flips", "all", "none"),
		})
	for _, job := range Jobs() {
		out = append(out, scheduled(job, c.Schedule))
	}
	out = append(out,
		oneOf("log.level", &c.Log.Level, "debug", "info", "warn", "error"),
		oneOf("log.format", &c.Log.Format, "auto", "json", "text"))
	return append(out, bindSections(c, connectors)...)
}

func bindSections(c *Config, connectors map[string][]Key) []setting {
	var out []setting
	c.sections = make(map[string]modes, len(connectors))
	for _, name := range slices.Sorted(maps.Keys(connectors)) {
		m := modes{live: map[string]Secret{}, test: map[string]Secret{}}
		c.sections[name] = m
		out = append(out, bindSection(name, m.live, connectors[name])...)
		out = append(out, bindSection(name+".test", m.test, connectors[name])...)
	}
	return out
}

func bindSection(section string, in map[string]Secret, keys []Key) []setting {
	var out []setting
	for _, k := range keys {
		if k.Map {
			continue // its entries are bound as they come; see free
		}
		s := entry(section+"."+k.Name, in, k.Name)
		s.secret, s.list, s.local, s.offered = k.Secret, k.List, k.Local, k.Offered
		out = append(out, s)
		if k.Secret {
			twin := text(s.key+"_file", new(string))
			twin.fileOf = s.key
			out = append(out, twin)
		}
	}
	return out
}

func anything(string) error { return nil }

// longEnough asks for the length below which an HS256 key can be guessed.
func longEnough(s string) error {
	if len(s) < 32 && s != "" {
		return fmt.Errorf("must be at least 32 bytes long, it has %d; make one with: openssl rand -base64 33", len(s))
	}
	return nil
}

// key32 asks for what the boxes of the shop's passwords are made with.
func key32(s string) error {
	if b, err := base64.StdEncoding.DecodeString(s); s != "" && (err != nil || len(b) != 32) {
		return errors.New("must be the base64 text of 32 bytes; make one with: openssl rand -base64 32")
	}
	return nil
}

func validPrefix(s string) bool { return regexp.MustCompile(`^[A-Za-z0-9_]{0,50}$`).MatchString(s) }

func validQuantity(s string) bool {
	return regexp.MustCompile(`^\d{1,9}(\.\d{1,6})?$`).MatchString(s)
}

func validURL(s string) bool {
	u, err := url.Parse(s)
	return s == "" || err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https")
}

// validListen refuses addresses that other machines can reach: browsers and
// other hosts never talk to the sidecar.
func validListen(s string) bool {
	if path, ok := strings.CutPrefix(s, "unix:"); ok {
		return filepath.IsAbs(path)
	}
	host, err := hostOf(s)
	ip, _ := netip.ParseAddr(host)
	return err == nil && (host == "localhost" || ip.IsLoopback())
}

func validMetrics(s string) bool {
	_, err := hostOf(s)
	return s == "off" || err == nil
}

func hostOf(address string) (string, error) {
	host, port, err := net.SplitHostPort(address)
	if n, bad := strconv.ParseUint(port, 10, 16); err == nil && (bad != nil || n > 65535) {
		err = errors.New("port out of range")
	}
	return host, err
}

func validSchedule(s string) bool {
	if every, ok := strings.CutPrefix(s, "every "); ok {
		d, err := time.ParseDuration(every)
		return err == nil && d >= time.Minute && d <= 24*time.Hour && d%time.Minute == 0
	}
	if at, ok := strings.CutPrefix(s, "daily "); ok {
		_, err := time.Parse("15:04", at)
		return err == nil
	}
	return s == "off" || s == "hourly"
}
