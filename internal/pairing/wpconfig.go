package pairing

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"wpbridge/internal/wp"
)

// constant is one define line of ours.
type constant struct{ name, value string }

func (c constant) line() string {
	return "define( '" + c.name + "', '" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(c.value) + "' );"
}

// define makes the text of wp-config.php define the constants. Text that does
// so already comes back as it is. Nothing else in it changes, and what comes
// back is read once more as WordPress' settings before it is believed.
func define(source string, want []constant) (string, error) {
	have := wp.ParseConstants([]byte(source))
	var missing []constant
	out := source
	for _, c := range want {
		if !have.Has(c.name) {
			missing = append(missing, c)
			continue
		}
		if v, err := have.Value(c.name); err == nil && v == c.value {
			continue
		}
		var ok bool
		if out, ok = replaceLine(out, c); !ok {
			return "", fmt.Errorf("%w defines %s in a way that wpbridge does not change: take that line out", wp.ErrConfig, c.name)
		}
	}
	if len(missing) == 0 {
		return out, proven(source, out, want)
	}
	return insert(out, missing, func(text string) error { return proven(source, text, want) })
}

// replaceLine changes a define that has one line to itself.
func replaceLine(text string, c constant) (string, bool) {
	form := regexp.MustCompile(`(?m)^[ \t]*define\([ \t]*['"]` + c.name + `['"][ \t]*,[ \t]*(?:'[^'\\\r\n]*'|"[^"\\$\r\n]*")[ \t]*\)[ \t]*;`)
	at := form.FindAllStringIndex(text, 2)
	if len(at) != 1 {
		return text, false
	}
	return text[:at[0][0]] + c.line() + text[at[0][1]:], true
}

// Where lines can go: in front of the note that WordPress ships its file with,
// or of the statement that leaves the file for WordPress.
var (
	stopEditing = regexp.MustCompile(`(?m)^.*That's all, stop editing`)
	handOver    = regexp.MustCompile(`(?m)^[ \t]*(?:require|include)(?:_once)?\b.*wp-settings\.php`)
)

func insert(text string, lines []constant, proven func(string) error) (string, error) {
	end := "\n"
	if strings.Contains(text, "\r\n") {
		end = "\r\n"
	}
	// A comment that ends with its line: inside another it would end nothing.
	block := []string{"// How the plugin WP Bridge reaches the program wpbridge; written by `wpbridge init`."}
	for _, c := range lines {
		block = append(block, c.line())
	}
	why := fmt.Errorf("%w has no line that loads wp-settings.php, in front of which lines can be added", wp.ErrConfig)
	for _, form := range []*regexp.Regexp{stopEditing, handOver} {
		for _, at := range form.FindAllStringIndex(text, -1) {
			out := text[:at[0]] + strings.Join(block, end) + end + end + text[at[0]:]
			if why = proven(out); why == nil {
				return out, nil
			}
		}
	}
	return "", why
}

// proven reads the changed text as we read WordPress' settings: they must all
// be there, the same as before, and our constants with them.
func proven(before, after string, want []constant) error {
	old, _ := wp.ParseConfig([]byte(before))
	now, err := wp.ParseConfig([]byte(after))
	if err != nil {
		return err
	}
	if now != old {
		return errors.New("a change of wp-config.php would change WordPress' own settings")
	}
	have := wp.ParseConstants([]byte(after))
	for _, c := range want {
		if v, err := have.Value(c.name); err != nil || v != c.value {
			return fmt.Errorf("%w would not define %s where lines can be added", wp.ErrConfig, c.name)
		}
	}
	return nil
}
