// Package config loads wpbridge's settings from the shop's own options, a YAML
// file, the environment and flags, checks them all at once, and shows them with
// secrets masked.
package config

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Config holds every setting, one struct per component. A component is given
// its own struct, never the whole.
type Config struct {
	Shop     Shop
	Server   Server
	ERP      ERP
	Match    Match
	Stock    Stock
	Guard    Guard
	Checkout Checkout
	Orders   Orders
	Import   Import
	Bridge   Bridge
	Schedule map[string]string // by job; see Jobs
	Log      Log

	sections map[string]modes
	settings []setting
	origins  map[string]Origin
}

type (
	// Shop says where WordPress and its database are. DSN overrules what
	// wp-config.php says; Prefix and URL are read from the shop when empty.
	Shop struct {
		WordPress string
		DSN       Secret
		DSNFile   string
		Prefix    string
		URL       string
	}
	// Server is the HTTP side of the sidecar. Metrics is "off" or an address. Key
	// opens the boxes in which the shop keeps passwords; empty: the one that
	// wp-config.php holds.
	Server struct {
		Listen             string
		Metrics            string
		Secret             Secret
		SecretFile         string
		PreviousSecret     Secret
		PreviousSecretFile string
		Key                Secret
		KeyFile            string
	}
	// ERP chooses the connector and whether its live or its test login is used.
	ERP struct {
		Name string
		Mode string // live, test
	}
	// Match says what joins a shop product to an ERP item.
	Match struct{ Key string } // sku, barcode, plu, name
	// Stock governs what is written to the shop as sellable.
	Stock struct {
		Buffer        string // decimal text, kept back from sale per product
		Manage        string // enable, respect
		Backorders    string // respect, no, notify, yes
		Fractional    bool
		DriftPatience time.Duration // how long a difference may stand before it counts as drift
	}
	// Guard holds a run that would change unusually much; 100 never holds.
	Guard struct {
		MaxZeroedPercent    int
		MaxPriceJumpPercent int
	}
	// Checkout governs the live stock check while a customer buys.
	Checkout struct {
		WhenUnreachable string // refuse, allow
		Budget          time.Duration
		MaxAge          time.Duration
	}
	// Orders governs what goes to the ERP, and as which document.
	Orders struct {
		Automatic bool
		Statuses  []string
		Document  string
	}
	// Import governs how new products are made.
	Import struct {
		Status string // draft, private, publish
		Method string // woocommerce, sql
	}
	// Bridge governs what the plugin is told after a run.
	Bridge struct{ Hooks string } // flips, all, none
	// Log governs what is written to standard error.
	Log struct {
		Level  string // debug, info, warn, error
		Format string // auto, json, text
	}
)

// modes are one connector's values by key, live and test kept apart.
type modes struct{ live, test map[string]Secret }

// Default returns the settings as they are when nobody sets anything.
func Default() *Config {
	return &Config{
		Server:   Server{Listen: "127.0.0.1:8787", Metrics: "off"},
		ERP:      ERP{Mode: "live"},
		Match:    Match{Key: "sku"},
		Stock:    Stock{Buffer: "0", Manage: "enable", Backorders: "respect", DriftPatience: 3 * time.Minute},
		Guard:    Guard{MaxZeroedPercent: 50, MaxPriceJumpPercent: 70},
		Checkout: Checkout{WhenUnreachable: "refuse", Budget: 1200 * time.Millisecond, MaxAge: time.Minute},
		Orders:   Orders{Automatic: true, Statuses: []string{"processing", "completed"}, Document: "order"},
		Import:   Import{Status: "draft", Method: "woocommerce"},
		Bridge:   Bridge{Hooks: "flips"},
		Schedule: defaultSchedule(),
		Log:      Log{Level: "info", Format: "auto"},
	}
}

func defaultSchedule() map[string]string {
	return map[string]string{
		"stock":      "every 3m",
		"stock-full": "hourly",
		"prices":     "hourly",
		"products":   "daily 02:00",
		"categories": "off",
		"images":     "off",
		"vouchers":   "off",
		"orders":     "every 15m",
		"customers":  "off",
		"orders-in":  "off",
		"verify":     "daily 04:00",
	}
}

// Jobs lists, in alphabetical order, the jobs that have a schedule.
func Jobs() []string { return slices.Sorted(maps.Keys(defaultSchedule())) }

// Connector returns the values of a connector's section for the chosen mode,
// by key, with lists joined by commas and secrets in the clear. In test mode
// nothing of the live section is used. A key that nobody set is absent.
func (c *Config) Connector(name string) map[string]string {
	section := c.sections[name].live
	if c.ERP.Mode == "test" {
		section = c.sections[name].test
	}
	out := make(map[string]string, len(section))
	for key, v := range section {
		out[key] = v.Reveal()
	}
	return out
}

// Digest is a short text that changes when a setting of the chosen login does,
// secrets apart, or one of these keys.
func (c *Config) Digest(keys ...string) string {
	h := sha256.New()
	for _, s := range c.settings {
		section, _, _ := strings.Cut(s.key, ".")
		_, connector := c.sections[section]
		if own := connector && c.inUse(s.key) && !s.secret && s.fileOf == ""; own || slices.Contains(keys, s.key) {
			fmt.Fprintf(h, "%s=%q ", s.key, s.get())
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:4])
}

// Origin tells where the value of a key such as "stock.buffer" comes from.
func (c *Config) Origin(key string) Origin { return c.origins[key] }
