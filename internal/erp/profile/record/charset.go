package record

import (
	"bytes"
	"io"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

func charsets() map[string]encoding.Encoding {
	return map[string]encoding.Encoding{
		"utf-8":        unicode.UTF8BOM, // with or without the mark at the beginning
		"windows-1250": charmap.Windows1250,
		"windows-1251": charmap.Windows1251,
		"windows-1252": charmap.Windows1252,
		"iso-8859-2":   charmap.ISO8859_2,
		"iso-8859-15":  charmap.ISO8859_15,
	}
}

// Charsets are the names of the character sets, in alphabetical order.
func Charsets() []string { return slices.Sorted(maps.Keys(charsets())) }

// decoded is r as UTF-8. Bytes that the character set lacks become U+FFFD, which
// no value may hold.
func decoded(r io.Reader, charset string) io.Reader {
	e, ok := charsets()[charset]
	if !ok {
		e = unicode.UTF8BOM
	}
	return transform.NewReader(r, e.NewDecoder())
}

// Encode is text in a character set. It fails where the set lacks a letter.
func Encode(text, charset string) ([]byte, error) {
	if charset == "utf-8" || charset == "" {
		return []byte(text), nil
	}
	return charsets()[charset].NewEncoder().Bytes([]byte(text))
}

// Readable is a part of an answer as people can read it, whatever it holds.
func Readable(part []byte, charset string) string {
	b, _ := io.ReadAll(decoded(bytes.NewReader(part), charset)) // what cannot be decoded is left out
	return strings.ToValidUTF8(string(b), "?")
}
