package erp

import (
	"cmp"
	"strings"
)

const digits = "0123456789"

// Newest is the id made of prefix and the greatest number, empty for none:
// Shop2025 of Shop2024, Shop2025 and Shop2025old.
func Newest(ids []string, prefix string) string {
	best := ""
	for _, id := range ids {
		n, ok := strings.CutPrefix(id, prefix)
		if ok && n != "" && strings.Trim(n, digits) == "" && (best == "" || newer(id, best, prefix)) {
			best = id
		}
	}
	return best
}

// Newer is the newest id that differs from chosen in its number only, empty
// where chosen is the newest itself.
func Newer(ids []string, chosen string) string {
	prefix := strings.TrimRight(chosen, digits)
	if id := Newest(ids, prefix); id != "" && newer(id, chosen, prefix) {
		return id
	}
	return ""
}

func newer(a, b, prefix string) bool {
	x, y := strings.TrimLeft(a[len(prefix):], "0"), strings.TrimLeft(b[len(prefix):], "0")
	return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y)) > 0
}
