// Package hint finds what a misspelt name may have been meant to be.
package hint

// Mean is "; did you mean NAME?" for the known name nearest to the given one,
// or empty where none is near.
func Mean(given string, known []string) string {
	if len(given) < 2 {
		return ""
	}
	best, least := "", 1+max(2, len(given)/4)
	for _, k := range known {
		if d := distance(given, k); d < least {
			best, least = k, d
		}
	}
	if best == "" {
		return ""
	}
	return "; did you mean " + best + "?"
}

// distance is Levenshtein's: how many letters to add, drop or change.
func distance(a, b string) int {
	if len(a) > 100 || len(b) > 100 {
		return len(a) + len(b)
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
