package sitoo

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sitoo's limits of texts are not published. These are more than its screens
// show, and less than what has been seen to be refused.
const (
	maxLabel   = 200
	maxComment = 2000
)

// label makes a text fit for one line: without control characters, at most
// maxLabel characters. what names it in the note about a cut.
func (n *notes) label(what, s string) string {
	return n.cut(what, strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, ""), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " "), maxLabel)
}

// comment keeps its lines.
func (n *notes) comment(what, s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
	return n.cut(what, strings.TrimSpace(s), maxComment)
}

// cut shortens a text to so many characters, and not within a composed emoji.
func (n *notes) cut(what, s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	n.add("%s cut to %d characters", what, most)
	r := []rune(s)
	for most > 0 && joins(r[most], r[most-1]) {
		most--
	}
	return strings.TrimSpace(string(r[:most]))
}

// joins reports whether a character belongs to the one before it.
func joins(r, before rune) bool {
	const joiner = '\u200d'
	return unicode.Is(unicode.M, r) || unicode.Is(unicode.Sk, r) || r == joiner || before == joiner
}
