package schema

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

const maxFile = 1 << 20

// Parse reads a profile. name is how the file is called in faults. The error is
// Faults.
func Parse(name string, source []byte) (*Profile, error) {
	f := &faults{file: name}
	p := &Profile{}
	if root := document(f, source); root != nil {
		d := &decoder{faults: f}
		d.object(root, "", valueOf(p))
		c := &check{faults: &faults{file: name}, p: p}
		p.inherit()
		c.profile()
		f.join(c.list)
	}
	if err := f.orNil(); err != nil {
		return nil, err
	}
	return p, nil
}

// document is the one mapping that the file must hold.
func document(f *faults, source []byte) *yaml.Node {
	if len(source) > maxFile {
		f.add(0, "", "is larger than %d KB", maxFile>>10)
		return nil
	}
	dec := yaml.NewDecoder(bytes.NewReader(source))
	var root yaml.Node
	switch err := decode(dec, &root); {
	case errors.Is(err, io.EOF):
		f.add(0, "", "is empty")
		return nil
	case err != nil:
		syntax(f, err)
		return nil
	}
	if err := decode(dec, new(yaml.Node)); !errors.Is(err, io.EOF) {
		f.add(0, "", "holds more than one YAML document: keep one")
	}
	if len(root.Content) != 1 || root.Content[0].Kind != yaml.MappingNode {
		f.add(root.Line, "", "must hold keys such as \"name:\" at the top level")
		return nil
	}
	return root.Content[0]
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

var yamlLine = regexp.MustCompile(`^line (\d+): `)

func syntax(f *faults, err error) {
	msg := strings.TrimPrefix(err.Error(), "yaml: ")
	line := 0
	if m := yamlLine.FindStringSubmatch(msg); m != nil {
		line, _ = strconv.Atoi(m[1])
		msg = msg[len(m[0]):]
	}
	f.add(line, "", "is not valid YAML: %s", msg)
}
