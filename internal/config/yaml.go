package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// document is a koanf parser that keeps every scalar as it was typed and
// remembers lines. A plain YAML decode would turn the password 0123 into 83.
type document struct {
	name   string
	lines  map[string]int
	faults Faults
}

// Unmarshal reads one document of nested keys. What is wrong is collected in
// d.faults; the error is always nil.
func (d *document) Unmarshal(b []byte) (map[string]any, error) {
	out := map[string]any{}
	dec := yaml.NewDecoder(bytes.NewReader(b))
	var root yaml.Node
	switch err := decode(dec, &root); {
	case errors.Is(err, io.EOF):
		return out, nil
	case err != nil:
		d.syntax(err)
		return out, nil
	}
	if err := decode(dec, new(yaml.Node)); !errors.Is(err, io.EOF) {
		d.fault(0, "", "holds more than one YAML document: keep one")
	}
	if top := root.Content[0]; top.Kind == yaml.MappingNode {
		out = d.mapping("", top)
	} else if top.Tag != "!!null" {
		d.fault(top.Line, "", "must hold keys such as \"shop:\" at the top level")
	}
	return out, nil
}

// Marshal is there for koanf's interface; Print writes our YAML.
func (*document) Marshal(map[string]any) ([]byte, error) {
	return nil, errors.ErrUnsupported
}

// decode turns a panic of the YAML library into an error: what is in the file
// is not ours.
func decode(dec *yaml.Decoder, into *yaml.Node) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("yaml: not readable: %v", r)
		}
	}()
	return dec.Decode(into)
}

func (d *document) mapping(path string, n *yaml.Node) map[string]any {
	out := map[string]any{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		at := join(path, key.Value)
		switch {
		case key.Kind != yaml.ScalarNode || key.Value == "" || strings.Contains(key.Value, "."):
			d.fault(key.Line, at, "is no key: write one level per line, indented")
			continue
		case d.lines[at] != 0:
			d.fault(key.Line, at, fmt.Sprintf("is given twice, first in line %d", d.lines[at]))
			continue
		}
		d.lines[at] = key.Line
		if v := d.value(at, value); v != nil {
			out[key.Value] = v
		}
	}
	return out
}

// value returns text, a list of texts, a map, or nil for a key without value.
func (d *document) value(path string, n *yaml.Node) any {
	switch {
	case n.Kind == yaml.MappingNode:
		return d.mapping(path, n)
	case n.Kind == yaml.SequenceNode:
		return d.sequence(path, n)
	case n.Kind == yaml.ScalarNode && n.Tag != "!!null":
		return n.Value
	case n.Kind == yaml.AliasNode:
		d.fault(n.Line, path, "is a YAML alias: write the value itself")
	}
	return nil
}

func (d *document) sequence(path string, n *yaml.Node) []string {
	out := make([]string, 0, len(n.Content))
	for _, item := range n.Content {
		if item.Kind != yaml.ScalarNode || strings.Contains(item.Value, ",") {
			d.fault(item.Line, path, "holds something else than plain values without commas")
			continue
		}
		out = append(out, item.Value)
	}
	return out
}

func (d *document) fault(line int, key, problem string) {
	d.faults = append(d.faults, Fault{d.origin(line), key, problem})
}

func (d *document) origin(line int) Origin {
	if line == 0 {
		return Origin{"file", d.name}
	}
	return Origin{"file", d.name + ":" + strconv.Itoa(line)}
}

// syntax turns "yaml: line 3: did not find …" into a fault at that line.
func (d *document) syntax(err error) {
	msg := strings.TrimPrefix(err.Error(), "yaml: ")
	line := 0
	if m := regexp.MustCompile(`^line (\d+): `).FindStringSubmatch(msg); m != nil {
		line, _ = strconv.Atoi(m[1])
		msg = msg[len(m[0]):]
	}
	d.fault(line, "", "is not valid YAML: "+msg)
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
