package record

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// node is an element, an attribute or a text of a record or of the envelope.
// Names are local: namespaces do not matter to a profile.
type node struct {
	parent, child, next, prev, last *node
	name                            string
	text                            string // of a text
	attrs                           []xml.Attr
}

func (n *node) add(c *node) {
	c.parent, c.prev = n, n.last
	if n.last == nil {
		n.child = c
	} else {
		n.last.next = c
	}
	n.last = c
}

func (n *node) value() string {
	if n.name == "" && n.child == nil {
		return n.text
	}
	var b strings.Builder
	n.collect(&b)
	return b.String()
}

func (n *node) collect(b *strings.Builder) {
	b.WriteString(n.text)
	for c := n.child; c != nil; c = c.next {
		c.collect(b)
	}
}

// xml reads the document token by token. Elements at path are records and are
// forgotten after use; all others are the envelope.
func (d *decoding) xml(path string) error {
	dec := xml.NewDecoder(d.buffered())
	dec.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // it is UTF-8 already
	t := &tree{decoding: d, path: strings.Split(strings.Trim(path, "/"), "/"), root: &node{}}
	if path == "" {
		t.path = nil
	}
	t.at = t.root
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = t.token(tok)
		}
		if err != nil {
			return xmlError(err)
		}
	}
	if t.at != t.root || t.root.child == nil {
		return errors.New("the document is empty or cut off")
	}
	d.env.Root = t.root
	return nil
}

func xmlError(err error) error {
	if s := (*xml.SyntaxError)(nil); errors.As(err, &s) && strings.Contains(s.Msg, "unexpected EOF") {
		return errors.New("the document is cut off")
	}
	return err
}

type tree struct {
	*decoding
	path  []string
	root  *node
	at    *node
	depth int
	in    *node // the record being read
	size  int   // of the envelope
}

func (t *tree) token(tok xml.Token) error {
	switch x := tok.(type) {
	case xml.StartElement:
		return t.open(x)
	case xml.EndElement:
		t.shut()
	case xml.CharData:
		return t.chars(x)
	case xml.Directive:
		return errors.New("the document declares a document type, which is not accepted")
	}
	return nil
}

func (t *tree) open(x xml.StartElement) error {
	if t.depth++; t.depth > maxDepth {
		return fmt.Errorf("elements are nested deeper than %d", maxDepth)
	}
	n := &node{name: x.Name.Local, attrs: x.Copy().Attr}
	if t.in == nil && t.depth == len(t.path) && t.onPath(n.name) {
		n.parent, t.in = t.at, n
		t.at = n
		return nil
	}
	t.at.add(n)
	t.at = n
	if t.in == nil && t.depth == len(t.path)-1 && t.onPath() {
		t.env.Found = true
	}
	return t.count(64 + len(n.name) + 64*len(n.attrs))
}

// onPath tells whether the open elements, and more, are the way to the records.
func (t *tree) onPath(more ...string) bool {
	names := append([]string{}, more...)
	for n := t.at; n != t.root; n = n.parent {
		names = append(names, n.name)
	}
	for i, name := range names {
		if t.path[len(names)-1-i] != name {
			return false
		}
	}
	return true
}

func (t *tree) shut() {
	t.depth--
	n := t.at
	t.at = n.parent
	if n == t.in {
		n.parent, t.in = nil, nil
		t.record(n)
	}
}

func (t *tree) chars(x xml.CharData) error {
	if t.at == t.root || strings.TrimSpace(string(x)) == "" && t.in == nil {
		return nil
	}
	t.at.add(&node{text: string(x)})
	return t.count(64 + len(x))
}

// count bounds the envelope; a record is bounded by the gauge.
func (t *tree) count(n int) error {
	if t.in != nil {
		return nil
	}
	if t.size += n; t.size > maxRecord {
		return errTooLarge
	}
	return nil
}
