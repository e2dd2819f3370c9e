package value

import (
	"cmp"
	"strings"
)

// maxDigits bounds a number, so that hostile ones cost nothing.
const maxDigits = 40

// plain is s as plain decimal text such as -1234.5. A JSON number is written
// with a point, whatever the texts of the same answer are written with.
func (r Rule) plain(s string, number bool) (string, bool) {
	point, group := cmp.Or(r.Point, "."), r.Group
	if number {
		point, group = ".", ""
	}
	body, negative := strings.CutPrefix(s, "-")
	whole, fraction, parted := strings.Cut(body, point)
	if group != "" {
		var ok bool
		if whole, ok = ungroup(whole, group); !ok {
			return "", false
		}
	}
	if !digits(whole) || parted && !digits(fraction) || len(whole)+len(fraction) > maxDigits {
		return "", false
	}
	out := whole
	if parted {
		out += "." + fraction
	}
	if negative {
		out = "-" + out
	}
	return out, true
}

// ungroup takes thousands apart: "1.234.567". Groups of another length than three
// mean that the point is something else than the profile says.
func ungroup(s, group string) (string, bool) {
	if group == " " {
		s = strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(s)
	}
	parts := strings.Split(s, group)
	for i, p := range parts {
		if i > 0 && len(p) != 3 || i == 0 && len(parts) > 1 && (p == "" || len(p) > 3) {
			return "", false
		}
	}
	return strings.Join(parts, ""), true
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

func (r Rule) example() string {
	point := cmp.Or(r.Point, ".")
	return "1" + r.Group + "234" + point + "50"
}
