package wp

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// ErrConfig is wrapped by every error about wp-config.php.
var ErrConfig = errors.New("wp-config.php")

// Config is what wp-config.php says. Password is in the clear.
type Config struct {
	Name      string // DB_NAME
	User      string
	Password  string
	Host      string // DB_HOST as written; see Candidates
	Charset   string
	Collate   string
	Prefix    string // $table_prefix, not yet validated
	Home      string // WP_HOME, often absent
	SiteURL   string // WP_SITEURL, often absent
	Multisite bool
}

// FindConfig returns the path of the wp-config.php that WordPress in dir would
// load: its own, or one directory above unless another WordPress lives there.
func FindConfig(dir string) (string, error) {
	own := filepath.Join(dir, "wp-config.php")
	if filepath.Base(dir) == "wp-config.php" {
		own = dir
	}
	_, err := os.Stat(own)
	if err == nil {
		return own, nil
	}
	if !errors.Is(err, os.ErrNotExist) {
		return "", fmt.Errorf("%w: %w", ErrConfig, err)
	}
	full, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrConfig, err)
	}
	above := filepath.Join(filepath.Dir(full), "wp-config.php")
	if exists(above) && !exists(filepath.Join(filepath.Dir(above), "wp-settings.php")) {
		return above, nil
	}
	return "", fmt.Errorf("%w is neither in %s nor one directory above: give the directory that holds wp-settings.php", ErrConfig, dir)
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// ParseConfig reads wp-config.php without running it. Beside an error, which
// names everything that is missing or that only PHP could work out, the Config
// holds what could be read.
func ParseConfig(source []byte) (Config, error) {
	found := settingsOf(phpTokens(string(source)))
	var faults []error
	need := func(name, cure string) string {
		v, err := found.value(name)
		if err != nil {
			faults = append(faults, fmt.Errorf("%w: %s %w: set %s", ErrConfig, name, err, cure))
		}
		return v
	}
	may := func(name string) string { v, _ := found.value(name); return v }
	c := Config{
		Name:      need("DB_NAME", "shop.dsn"),
		User:      need("DB_USER", "shop.dsn"),
		Password:  need("DB_PASSWORD", "shop.dsn"),
		Host:      need("DB_HOST", "shop.dsn"),
		Prefix:    need("$table_prefix", "shop.prefix"),
		Charset:   may("DB_CHARSET"),
		Collate:   may("DB_COLLATE"),
		Home:      may("WP_HOME"),
		SiteURL:   may("WP_SITEURL"),
		Multisite: slices.Contains([]string{"true", "1"}, strings.ToLower(may("MULTISITE"))),
	}
	return c, errors.Join(faults...)
}

// Constants are the constants that wp-config.php defines, of whoever they are.
type Constants struct{ given }

// ParseConstants reads them without running anything.
func ParseConstants(source []byte) Constants { return Constants{settingsOf(phpTokens(string(source)))} }

// Has reports whether a constant is defined, be it in a way that only PHP can
// work out.
func (c Constants) Has(name string) bool { return len(c.given[name]) > 0 }

// Value is a constant's text, or an error that continues the sentence which
// begins with its name.
func (c Constants) Value(name string) (string, error) { return c.value(name) }

// given are the values by constant or variable name, in the order found; nil
// stands for one that only PHP can work out.
type given map[string][]*string

// settingsOf finds define('NAME', value), const NAME = value and
// $table_prefix = value.
func settingsOf(tokens []token) given {
	out := given{}
	for i := range tokens {
		switch t, next := tokens[i], tokens[i+1:]; {
		case t.kind == tokenWord && strings.EqualFold(t.text, "define") && starts(next, "(", "'", ","):
			out.add(next[1].text, next[3:], ",", ")")
		case t.kind == tokenWord && strings.EqualFold(t.text, "const") && starts(next, "a", "="):
			out.add(next[0].text, next[2:], ",", ";")
		case t.kind == tokenVariable && t.text == "$table_prefix" && starts(next, "=") && !starts(next, "=", "="):
			out.add(t.text, next[1:], ";", ";")
		}
	}
	return out
}

// starts compares the next tokens: ' stands for any literal, a for any word.
func starts(tokens []token, want ...string) bool {
	if len(tokens) < len(want) {
		return false
	}
	for i, w := range want {
		t := tokens[i]
		ok := t.kind == tokenSymbol && t.text == w
		switch w {
		case "'":
			ok = t.kind == tokenLiteral
		case "a":
			ok = t.kind == tokenWord
		}
		if !ok {
			return false
		}
	}
	return true
}

// add notes the value at the head of tokens if it is one literal or word that
// ends in one of two symbols.
func (g given) add(name string, tokens []token, ends ...string) {
	var value *string
	if len(tokens) > 1 && tokens[1].kind == tokenSymbol && slices.Contains(ends, tokens[1].text) {
		switch v := tokens[0]; {
		case v.kind == tokenLiteral, v.kind == tokenWord && plainWord(v.text):
			value = &v.text
		}
	}
	g[name] = append(g[name], value)
}

// plainWord tells numbers and truth values from constants.
func plainWord(s string) bool {
	return strings.Trim(s, "0123456789") == "" || slices.Contains([]string{"true", "false"}, strings.ToLower(s))
}

func (g given) value(name string) (string, error) {
	all := g[name]
	if len(all) == 0 {
		return "", errors.New("is not set there; perhaps a file that it includes does")
	}
	for _, v := range all {
		switch {
		case v == nil:
			return "", errors.New("is worked out by PHP code, which is never run")
		case *v != *all[0]:
			return "", errors.New("is set more than once, to different values")
		}
	}
	return *all[0], nil
}
