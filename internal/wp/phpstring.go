package wp

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	singleEscape = regexp.MustCompile(`\\[\\']`)
	doubleEscape = regexp.MustCompile(`(?s)\\(?:u\{[0-9A-Fa-f]{1,6}\}|x[0-9A-Fa-f]{1,2}|[0-7]{1,3}|.)`)
	interpolated = regexp.MustCompile(`\$[A-Za-z_{]|\{\$`)
)

// unquote gives the value of a PHP string by its quote, and whether that is all
// there is to it: a backtick runs a command and "$x" needs a variable.
func unquote(quote byte, body string) (value string, literal bool) {
	switch quote {
	case '\'':
		return singleEscape.ReplaceAllStringFunc(body, func(e string) string { return e[1:] }), true
	case '"':
		if interpolated.MatchString(doubleEscape.ReplaceAllString(body, " ")) {
			return "", false
		}
		return doubleEscape.ReplaceAllStringFunc(body, unescape), true
	}
	return "", false
}

// unescape gives what a backslash means inside double quotes; PHP keeps the
// backslash of an escape it does not know.
func unescape(e string) string {
	const plain = "\"\\$"
	switch c := e[1]; {
	case strings.IndexByte(plain, c) >= 0:
		return e[1:]
	case strings.IndexByte("ntrvef", c) >= 0:
		return string("\n\t\r\v\x1b\f"[strings.IndexByte("ntrvef", c)])
	case c == 'u' && len(e) > 2:
		n, err := strconv.ParseUint(strings.Trim(e[2:], "{}"), 16, 32)
		if err != nil {
			return e
		}
		return string(rune(n))
	case c == 'x' && len(e) > 2:
		n, _ := strconv.ParseUint(e[2:], 16, 8)
		return string([]byte{byte(n)})
	case c >= '0' && c <= '7':
		n, _ := strconv.ParseUint(e[1:], 8, 16)
		return string([]byte{byte(n)})
	}
	return e
}
