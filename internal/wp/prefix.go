// Package wp knows WordPress' own conventions: the table prefix, options, time
// zone, transients and wp-config.php. It knows nothing of shops.
package wp

import (
	"fmt"
	"regexp"
	"strings"
)

// Prefix is a validated table prefix such as "wp_". Table names in our SQL are
// written {posts} and come to life only through a Prefix.
type Prefix struct{ text string }

var prefixForm = regexp.MustCompile(`^[A-Za-z0-9_]{0,40}$`)

// ParsePrefix refuses everything but letters, digits and underscores.
func ParsePrefix(s string) (Prefix, error) {
	if !prefixForm.MatchString(s) {
		return Prefix{}, fmt.Errorf("table prefix %q: only letters, digits and _ are allowed, at most 40; copy $table_prefix from wp-config.php to shop.prefix", s)
	}
	return Prefix{s}, nil
}

func (p Prefix) String() string { return p.text }

// Table is the full name of one table.
func (p Prefix) Table(name string) string { return p.text + name }

// SQL replaces each {table} of a statement with the quoted real name. Braces
// do not occur otherwise in our SQL, values being placeholders.
func (p Prefix) SQL(q string) string {
	return strings.NewReplacer("{", "`"+p.text, "}", "`").Replace(q)
}
