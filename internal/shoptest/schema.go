package shoptest

import (
	_ "embed"
	"regexp"
	"strings"
)

//go:embed testdata/shop.sql
var shopSQL string

// What the recording was made with.
const (
	recordedPrefix    = "wp_"
	recordedCollation = "utf8mb4_unicode_520_ci"
)

var (
	tableStart   = regexp.MustCompile("(?m)^CREATE TABLE `wp_([a-z0-9_]+)`")
	tableOptions = regexp.MustCompile(`(?m)^\) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=` + recordedCollation)
)

// Option changes the shop that DB creates.
type Option func(*schema)

// schema is the recorded shop and how to rewrite it.
type schema struct {
	prefix     string
	collation  string
	collations map[string]string // by table name without prefix
	engines    map[string]string
	options    [][2]string
}

func recorded() schema {
	return schema{
		prefix:     recordedPrefix,
		collation:  recordedCollation,
		collations: map[string]string{},
		engines:    map[string]string{},
	}
}

// WithPrefix gives all tables another prefix than wp_.
func WithPrefix(prefix string) Option { return func(s *schema) { s.prefix = prefix } }

// WithCollation gives the database and all tables another collation.
func WithCollation(collation string) Option { return func(s *schema) { s.collation = collation } }

// WithMixedCollations is a shop that lived through several WordPress versions and hosts.
func WithMixedCollations() Option {
	return func(s *schema) {
		s.collations["postmeta"] = "utf8mb4_general_ci"
		s.collations["options"] = "utf8mb4_bin"
		s.collations["wc_product_meta_lookup"] = "utf8mb4_unicode_ci"
		s.collations["term_relationships"] = "utf8mb4_general_ci"
	}
}

// WithEngine stores one table, named without prefix, in another engine, such as MyISAM.
func WithEngine(table, engine string) Option {
	return func(s *schema) { s.engines[table] = engine }
}

// WithOption sets a WordPress option.
func WithOption(name, value string) Option {
	return func(s *schema) { s.options = append(s.options, [2]string{name, value}) }
}

// WithLegacyOrders keeps orders as posts; without it the shop has order tables (HPOS).
func WithLegacyOrders() Option { return WithOption("woocommerce_custom_orders_table_enabled", "no") }

// sql returns the statements that make the shop.
func (s schema) sql() string {
	var out strings.Builder
	out.WriteString("SET SESSION foreign_key_checks = 0;\n")
	for _, statement := range strings.SplitAfter(shopSQL, ";\n") {
		out.WriteString(s.rewrite(statement))
	}
	for _, option := range s.options {
		out.WriteString("REPLACE INTO `" + s.prefix + "options` (option_name, option_value, autoload) VALUES ('" +
			quote(option[0]) + "', '" + quote(option[1]) + "', 'on');\n")
	}
	return out.String()
}

func (s schema) rewrite(statement string) string {
	if table := tableStart.FindStringSubmatch(statement); table != nil {
		statement = tableOptions.ReplaceAllString(statement, s.tableOptions(table[1]))
	}
	return strings.ReplaceAll(statement, "`"+recordedPrefix, "`"+s.prefix)
}

func (s schema) tableOptions(table string) string {
	engine, collation := "InnoDB", s.collation
	if e, ok := s.engines[table]; ok {
		engine = e
	}
	if c, ok := s.collations[table]; ok {
		collation = c
	}
	return ") ENGINE=" + engine + " DEFAULT CHARSET=" + charset(collation) + " COLLATE=" + collation
}

// charset is the part of a collation's name before the first underscore.
func charset(collation string) string {
	name, _, _ := strings.Cut(collation, "_")
	return name
}

// quote escapes text for a literal in single quotes.
func quote(s string) string { return quoter.Replace(s) }

var quoter = strings.NewReplacer(`\`, `\\`, `'`, `\'`, "\x00", `\0`)
