package schema

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"wpbridge/internal/erp/profile/hint"
)

// decoder fills structs from YAML. Unlike the library's own it knows the line of
// every key, says what a misspelt one may have been, goes on after a fault, and
// takes texts as they were typed: 007 stays 007.
type decoder struct{ *faults }

func valueOf(p any) reflect.Value { return reflect.ValueOf(p).Elem() }

// object fills the struct into from a mapping.
func (d *decoder) object(n *yaml.Node, key string, into reflect.Value) {
	fields := map[string]reflect.Value{}
	collect(into, fields)
	at := At{Line: n.Line, Key: key, Keys: map[string]int{}}
	for k, v := range d.pairs(n, key) {
		at.Keys[k.Value] = k.Line
		f, known := fields[k.Value]
		if !known {
			d.add(k.Line, join(key, k.Value), "is not known here%s", unknown(k.Value, slices.Sorted(maps.Keys(fields))))
			continue
		}
		d.value(v, join(key, k.Value), f)
	}
	into.FieldByName("At").Set(reflect.ValueOf(at))
}

// unknown helps with a key that does not exist.
func unknown(key string, known []string) string {
	if key == "orders" || key == "customers" {
		return ": orders and customers are not part of this version"
	}
	if m := hint.Mean(key, known); m != "" {
		return m
	}
	return ": there are " + strings.Join(known, ", ")
}

func collect(s reflect.Value, out map[string]reflect.Value) {
	for i := range s.NumField() {
		tag := s.Type().Field(i).Tag.Get("yaml")
		switch {
		case tag == ",inline":
			collect(s.Field(i), out)
		case tag != "":
			out[tag] = s.Field(i)
		}
	}
}

// pairs goes through the keys of a mapping and reports what is none.
func (d *decoder) pairs(n *yaml.Node, key string) func(func(k, v *yaml.Node) bool) {
	return func(yield func(k, v *yaml.Node) bool) {
		seen := map[string]int{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			k, v := n.Content[i], n.Content[i+1]
			first, twice := seen[k.Value]
			switch {
			case k.Kind != yaml.ScalarNode || k.Value == "" || k.Tag == "!!merge":
				d.add(k.Line, key, "has a key that is no plain name")
				continue
			case twice:
				d.add(k.Line, join(key, k.Value), "is given twice, first in line %d", first)
				continue
			}
			seen[k.Value] = k.Line
			if !yield(k, v) {
				return
			}
		}
	}
}

// value fills into, whatever it is.
func (d *decoder) value(n *yaml.Node, key string, into reflect.Value) {
	if n.Kind == yaml.AliasNode {
		d.add(n.Line, key, "is a YAML alias: write the value itself")
		if into.Kind() == reflect.Pointer {
			into.Set(reflect.New(into.Type().Elem())) // the checks that follow rely on it
		}
		return
	}
	switch into.Kind() {
	case reflect.Pointer:
		d.pointer(n, key, into)
	case reflect.Struct:
		if d.is(n, yaml.MappingNode, key, "keys, indented below it") {
			d.object(n, key, into)
		}
	case reflect.Map:
		d.mapping(n, key, into)
	case reflect.Slice:
		d.list(n, key, into)
	default:
		d.scalar(n, key, into)
	}
}

func (d *decoder) pointer(n *yaml.Node, key string, into reflect.Value) {
	p := reflect.New(into.Type().Elem())
	into.Set(p)
	if s, ok := reflect.TypeAssert[shorter](p); ok && n.Kind == yaml.ScalarNode && n.Tag != "!!null" {
		*s.short() = n.Value
		p.Elem().FieldByName("At").Set(reflect.ValueOf(At{Line: n.Line, Key: key}))
		return
	}
	d.value(n, key, p.Elem())
}

func (d *decoder) mapping(n *yaml.Node, key string, into reflect.Value) {
	if !d.is(n, yaml.MappingNode, key, "keys, indented below it") {
		return
	}
	m := reflect.MakeMap(into.Type())
	for k, v := range d.pairs(n, key) {
		e := reflect.New(into.Type().Elem()).Elem()
		d.value(v, join(key, k.Value), e)
		m.SetMapIndex(reflect.ValueOf(k.Value), e)
	}
	into.Set(m)
}

// list accepts a single text for a list of one.
func (d *decoder) list(n *yaml.Node, key string, into reflect.Value) {
	items := n.Content
	if n.Kind == yaml.ScalarNode && into.Type().Elem().Kind() == reflect.String {
		items = []*yaml.Node{n}
	} else if !d.is(n, yaml.SequenceNode, key, "a list") {
		return
	}
	out := reflect.MakeSlice(into.Type(), len(items), len(items))
	for i, item := range items {
		d.value(item, fmt.Sprintf("%s[%d]", key, i+1), out.Index(i))
	}
	into.Set(out)
}

func (d *decoder) is(n *yaml.Node, kind yaml.Kind, key, want string) bool {
	if n.Kind != kind {
		d.add(n.Line, key, "must hold %s", want)
	}
	return n.Kind == kind
}

func (d *decoder) scalar(n *yaml.Node, key string, into reflect.Value) {
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		d.add(n.Line, key, "must have one value")
		return
	}
	if _, ok := reflect.TypeAssert[time.Duration](into); ok {
		v, err := time.ParseDuration(n.Value)
		if err != nil || v < 0 {
			d.add(n.Line, key, "is %q: must be a duration such as 500ms or 5m", n.Value)
		}
		into.SetInt(int64(v))
		return
	}
	switch into.Kind() {
	case reflect.Bool:
		if n.Value != "true" && n.Value != "false" {
			d.add(n.Line, key, "is %q: must be true or false", n.Value)
		}
		into.SetBool(n.Value == "true")
	case reflect.Int:
		v, err := strconv.Atoi(n.Value)
		if err != nil || v < -1000 || v > 1_000_000 {
			d.add(n.Line, key, "is %q: must be a whole number", n.Value)
		}
		into.SetInt(int64(v))
	default:
		into.SetString(n.Value)
	}
}
