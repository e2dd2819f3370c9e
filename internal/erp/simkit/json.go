package simkit

import "encoding/json"

// AppendString writes a JSON string. Answers are appended by hand where a page of
// a thousand must cost about a millisecond.
func AppendString(b []byte, s string) []byte {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' || s[i] == '"' || s[i] == '\\' {
			return AppendJSON(b, s)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

// AppendJSON writes what always has a JSON form, such as texts and lists of them.
func AppendJSON(b []byte, x any) []byte {
	text, err := json.Marshal(x)
	if err != nil {
		panic("simkit: " + err.Error()) // the caller's own data comes here
	}
	return append(b, text...)
}
