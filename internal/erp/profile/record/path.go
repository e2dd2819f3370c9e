package record

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/antchfx/xpath"
	"github.com/ohler55/ojg/jp"
)

// Kind says what a value was in the answer.
type Kind int

// The kinds. Formats without types have only Absent, Text and Other.
const (
	Absent Kind = iota
	Null
	Text
	Number
	Bool
	Other // a list or an object
)

// Value is a value as it stood in the answer.
type Value struct {
	Kind Kind
	Text string
}

// maxPath bounds an expression: the libraries that read it work recursively.
const maxPath = 200

// Path finds values in a record or an envelope.
type Path struct {
	text string
	all  func(from any) ([]any, error)
}

// Compile reads a path: JSONPath for JSON, XPath for XML, the name or the number
// of a column for lines.
func Compile(format, text string) (p Path, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the path %q cannot be used: %v", text, r)
		}
	}()
	p.text = text
	switch {
	case text == "":
		return p, errors.New("the path is empty")
	case len(text) > maxPath:
		return p, fmt.Errorf("the path is longer than %d characters", maxPath)
	case format == JSON:
		p.all, err = jsonPath(text)
	case format == XML:
		p.all, err = xmlPath(text)
	default:
		p.all = column(text)
	}
	if err != nil {
		err = fmt.Errorf("the path %q cannot be used: %w", text, err)
	}
	return p, err
}

// String is the path as it was written.
func (p Path) String() string { return p.text }

// All are the parts of a record that the path leads to, on which other paths
// can be used.
func (p Path) All(from any) (out []any, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the path %q cannot be used here: %v", p.text, r)
		}
	}()
	return p.all(from)
}

// Get is the one value that the path leads to; several are an error.
func (p Path) Get(from any) (Value, error) {
	found, err := p.All(from)
	switch {
	case err != nil:
		return Value{}, err
	case len(found) == 0:
		return Value{}, nil
	case len(found) > 1:
		return Value{}, fmt.Errorf("the path %q leads to %d values", p.text, len(found))
	}
	return valueOf(found[0]), nil
}

func valueOf(x any) Value {
	switch v := x.(type) {
	case nil:
		return Value{Kind: Null}
	case string:
		return Value{Text, v}
	case json.Number:
		return Value{Number, v.String()}
	case bool:
		return Value{Bool, strconv.FormatBool(v)}
	case *node:
		return Value{Text, v.value()}
	}
	return Value{Kind: Other, Text: "a list or an object"}
}

func jsonPath(text string) (func(any) ([]any, error), error) {
	if simple(text) {
		return func(from any) ([]any, error) {
			object, _ := from.(map[string]any)
			v, ok := object[text]
			if !ok {
				return nil, nil
			}
			return []any{v}, nil
		}, nil
	}
	x, err := jp.ParseString(text)
	if err != nil {
		return nil, err
	}
	return func(from any) ([]any, error) { return x.Get(from), nil }, nil
}

// simple paths, by far the most, are one key.
func simple(text string) bool {
	return strings.Trim(strings.ToLower(text), "abcdefghijklmnopqrstuvwxyz0123456789_") == ""
}

func xmlPath(text string) (func(any) ([]any, error), error) {
	x, err := xpath.Compile(text)
	if err != nil {
		return nil, err
	}
	return func(from any) ([]any, error) {
		n, ok := from.(*node)
		if !ok {
			return nil, nil
		}
		return evaluate(x, n), nil
	}, nil
}

func evaluate(x *xpath.Expr, n *node) []any {
	switch v := x.Evaluate(&navigator{top: n, at: n, attr: -1}).(type) {
	case *xpath.NodeIterator:
		return nodes(v)
	case string:
		return []any{v}
	case bool:
		return []any{v}
	case float64: // count() and the like
		return []any{json.Number(strconv.FormatFloat(v, 'f', -1, 64))}
	}
	return nil
}

func nodes(it *xpath.NodeIterator) []any {
	var out []any
	for it.MoveNext() {
		n, ok := it.Current().(*navigator)
		switch {
		case !ok:
		case n.attr >= 0:
			out = append(out, n.Value())
		default:
			out = append(out, n.at)
		}
	}
	return out
}

func column(name string) func(any) ([]any, error) {
	number, err := strconv.Atoi(name)
	numbered := err == nil && number > 0
	return func(from any) ([]any, error) {
		r, ok := from.(row)
		if !ok {
			return nil, nil
		}
		i, named := r.columns[name]
		switch {
		case named:
		case numbered && number <= len(r.values):
			i = number - 1
		default:
			return nil, fmt.Errorf("there is no column %s", name)
		}
		return []any{r.values[i]}, nil
	}
}
