package fill

import (
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/url"
	"strings"
	"text/template"
)

// allowed are the functions a profile may use.
func allowed() []string {
	return []string{"join", "json", "xml", "path", "query", "base64", "upper", "lower", "trim", "eq", "ne", "and", "or", "not"}
}

// escapers are those after which nothing is escaped once more.
func escapers() []string { return []string{"json", "xml", "path", "query", "jsontext"} }

func functions() template.FuncMap {
	return template.FuncMap{
		"join":     join,
		"json":     asJSON,
		"jsontext": jsonText,
		"xml":      asXML,
		"path":     func(v any) string { return url.PathEscape(text(v)) },
		"query":    func(v any) string { return url.QueryEscape(text(v)) },
		"base64":   func(v any) string { return base64.StdEncoding.EncodeToString([]byte(text(v))) },
		"upper":    func(v any) string { return strings.ToUpper(text(v)) },
		"lower":    func(v any) string { return strings.ToLower(text(v)) },
		"trim":     func(v any) string { return strings.TrimSpace(text(v)) },
	}
}

// text is a value as it is inserted; a list is joined by commas.
func text(v any) string {
	if list, ok := v.([]string); ok {
		return strings.Join(list, ",")
	}
	return fmt.Sprint(v)
}

func join(sep string, list []string) string { return strings.Join(list, sep) }

// asJSON is a value as JSON, quotes included.
func asJSON(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), err
}

// jsonText is what stands between the quotes of a JSON text.
func jsonText(v any) (string, error) {
	b, err := json.Marshal(text(v))
	if err != nil {
		return "", err
	}
	return string(b[1 : len(b)-1]), nil
}

func asXML(v any) (string, error) {
	var b strings.Builder
	err := xml.EscapeText(&b, []byte(text(v)))
	return b.String(), err
}
