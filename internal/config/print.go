package config

import (
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Entry is one setting as people may see it.
type Entry struct {
	Key    string `json:"key"`
	Value  string `json:"value"` // masked for a secret; a list is joined by commas
	Origin string `json:"origin"`
}

// Entries lists every setting in the order of the file, secrets masked.
// Settings of connectors that nobody gave are left out.
func (c *Config) Entries() []Entry {
	var out []Entry
	for _, s := range c.shown() {
		out = append(out, Entry{s.key, s.shown(), c.origins[s.key].String()})
	}
	return out
}

// Print writes the merged settings as YAML, secrets masked, each with where it
// comes from.
func Print(w io.Writer, c *Config) error {
	root := &yaml.Node{Kind: yaml.MappingNode}
	for _, s := range c.shown() {
		parent, name := root, s.key
		for {
			section, rest, nested := strings.Cut(name, ".")
			if !nested {
				break
			}
			parent, name = child(parent, section), rest
		}
		value := s.node()
		value.LineComment = c.origins[s.key].String()
		parent.Content = append(parent.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: name}, value)
	}
	enc := yaml.NewEncoder(w)
	enc.SetIndent(2)
	if err := enc.Encode(root); err != nil {
		return fmt.Errorf("print configuration: %w", err)
	}
	return enc.Close()
}

func (c *Config) shown() []setting {
	var out []setting
	for _, s := range c.settings {
		section, _, _ := strings.Cut(s.key, ".")
		_, connector := c.sections[section]
		if given := c.origins[s.key].Kind != "default"; given || !connector && s.fileOf == "" {
			out = append(out, s)
		}
	}
	return out
}

func (s setting) shown() string {
	if s.secret {
		return NewSecret(s.get()).String()
	}
	return s.get()
}

func (s setting) node() *yaml.Node {
	if s.plain {
		return &yaml.Node{Kind: yaml.ScalarNode, Value: s.get()}
	}
	if !s.list {
		n := &yaml.Node{}
		n.SetString(s.shown())
		return n
	}
	n := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
	for _, v := range split(s.shown()) {
		n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: v})
	}
	return n
}

// child finds or adds the mapping called name.
func child(parent *yaml.Node, name string) *yaml.Node {
	for i := 0; i+1 < len(parent.Content); i += 2 {
		if parent.Content[i].Value == name {
			return parent.Content[i+1]
		}
	}
	n := &yaml.Node{Kind: yaml.MappingNode}
	parent.Content = append(parent.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: name}, n)
	return n
}
