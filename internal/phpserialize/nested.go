package phpserialize

import (
	"fmt"
	"strings"
)

// escaped keeps the spelling: of n bytes each is one character, or a backslash
// with two hexadecimal digits.
func (p *parser) escaped() (string, error) {
	n, err := p.length(`:"`)
	if err != nil {
		return "", err
	}
	begin := p.at
	for range n {
		if p.at >= len(p.text) {
			return "", p.wrong(fmt.Sprintf("%d characters", n))
		}
		if p.text[p.at] == '\\' {
			if len(p.text)-p.at < 3 || strings.Trim(p.text[p.at+1:p.at+3], "0123456789abcdefABCDEF") != "" {
				return "", p.wrong("two hexadecimal digits behind the backslash")
			}
			p.at += 2
		}
		p.at++
	}
	s := p.text[begin:p.at]
	return s, p.expect(`";`)
}

// pairs reads what an array or object holds.
func (p *parser) pairs(depth int) ([]Pair, error) {
	n, err := p.length(":{")
	if err != nil {
		return nil, err
	}
	const least = len("i:0;N;")
	if n > (len(p.text)-p.at)/least {
		return nil, p.wrong(fmt.Sprintf("%d entries", n))
	}
	pairs := make([]Pair, n)
	for i := range pairs {
		if pairs[i].Key, err = p.key(); err != nil {
			return nil, err
		}
		if pairs[i].Value, err = p.value(depth + 1); err != nil {
			return nil, err
		}
	}
	return pairs, p.expect("}")
}

func (p *parser) key() (Value, error) {
	if p.at < len(p.text) && strings.IndexByte("isS", p.text[p.at]) < 0 {
		return Value{}, p.wrong("a key")
	}
	return p.value(MaxDepth)
}

func (p *parser) custom(v *Value) error {
	var err error
	if v.Class, err = p.quoted(`":`); err != nil {
		return err
	}
	n, err := p.length(":{")
	if err != nil {
		return err
	}
	if n > len(p.text)-p.at {
		return p.wrong(fmt.Sprintf("%d bytes", n))
	}
	v.Text = p.text[p.at : p.at+n]
	p.at += n
	return p.expect("}")
}
