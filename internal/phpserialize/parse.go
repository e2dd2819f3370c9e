package phpserialize

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// The limits of Parse. WordPress keeps nothing that comes near them.
const (
	MaxDepth = 128
	MaxBytes = 16 << 20
)

// ErrFormat is wrapped by every error of Parse.
var ErrFormat = errors.New("not a value of PHP's serialize")

// Parse reads one value that takes up all of s.
func Parse(s string) (Value, error) {
	if len(s) > MaxBytes {
		return Value{}, fmt.Errorf("%w: %d bytes, more than %d", ErrFormat, len(s), MaxBytes)
	}
	p := parser{text: s}
	v, err := p.value(0)
	if err == nil && p.at < len(s) {
		err = p.wrong("the end")
	}
	return v, err
}

// parser is at a place in the text.
type parser struct {
	text string
	at   int
}

func (p *parser) wrong(expected string) error {
	found := "the end"
	if p.at < len(p.text) {
		found = strconv.Quote(p.text[p.at:min(p.at+12, len(p.text))])
	}
	return fmt.Errorf("%w: at byte %d: expected %s, found %s", ErrFormat, p.at, expected, found)
}

func (p *parser) value(depth int) (Value, error) {
	if depth > MaxDepth {
		return Value{}, fmt.Errorf("%w: at byte %d: more than %d arrays in one another", ErrFormat, p.at, MaxDepth)
	}
	if p.at >= len(p.text) {
		return Value{}, p.wrong("a value")
	}
	kind := Kind(p.text[p.at])
	if kind == Null {
		return Value{Kind: Null}, p.expect("N;")
	}
	if strings.IndexByte("bidsSaOCERr", byte(kind)) < 0 {
		return Value{}, p.wrong("a value")
	}
	if err := p.expect(string(kind) + ":"); err != nil {
		return Value{}, err
	}
	v := Value{Kind: kind}
	return v, p.body(&v, depth)
}

func (p *parser) body(v *Value, depth int) (err error) {
	switch v.Kind {
	case Bool, Int, Float, Reference, Same:
		return p.number(v)
	case String, Enum:
		v.Text, err = p.quoted(`";`)
		return err
	case Escaped:
		v.Text, err = p.escaped()
		return err
	case Array:
		v.Pairs, err = p.pairs(depth)
		return err
	case Object:
		if v.Class, err = p.quoted(`":`); err != nil {
			return err
		}
		v.Pairs, err = p.pairs(depth)
		return err
	default: // Custom
		return p.custom(v)
	}
}

// number reads up to the semicolon: the spelling stays.
func (p *parser) number(v *Value) error {
	end := strings.IndexByte(p.text[p.at:], ';')
	if end < 0 || !spelled(v.Kind, p.text[p.at:p.at+end]) {
		return p.wrong("a number")
	}
	v.Text = p.text[p.at : p.at+end]
	p.at += end + 1
	return nil
}

// spelled reports whether PHP would read the text as a number of this kind.
func spelled(k Kind, s string) bool {
	switch k {
	case Bool:
		return s == "0" || s == "1"
	case Float:
		if s == "INF" || s == "-INF" || s == "NAN" {
			return true
		}
		if strings.Trim(s, "0123456789+-.eE") != "" {
			return false
		}
		_, err := strconv.ParseFloat(s, 64)
		return err == nil || errors.Is(err, strconv.ErrRange)
	default:
		digits := s
		if k == Int && s != "" && (s[0] == '-' || s[0] == '+') {
			digits = s[1:]
		}
		return digits != "" && strings.Trim(digits, "0123456789") == ""
	}
}

func (p *parser) expect(s string) error {
	if !strings.HasPrefix(p.text[p.at:], s) {
		return p.wrong(strconv.Quote(s))
	}
	p.at += len(s)
	return nil
}

// length reads a count and what follows it.
func (p *parser) length(then string) (int, error) {
	end := p.at
	for end < len(p.text) && p.text[end] >= '0' && p.text[end] <= '9' {
		end++
	}
	digits := p.text[p.at:end]
	n, err := strconv.Atoi(digits)
	if err != nil || strconv.Itoa(n) != digits || n > len(p.text)-p.at {
		return 0, p.wrong("a length that the text can have")
	}
	p.at = end
	return n, p.expect(then)
}

// quoted reads as many bytes as announced, and then the quote and what follows it.
func (p *parser) quoted(then string) (string, error) {
	n, err := p.length(`:"`)
	if err != nil {
		return "", err
	}
	if n > len(p.text)-p.at {
		return "", p.wrong(fmt.Sprintf("%d bytes", n))
	}
	s := p.text[p.at : p.at+n]
	p.at += n
	return s, p.expect(then)
}
