package record

import "github.com/antchfx/xpath"

// navigator moves over nodes for xpath. It stays below the node it began at.
type navigator struct {
	top, at *node
	attr    int // index into at.attrs, -1: at itself
}

var _ xpath.NodeNavigator = (*navigator)(nil)

func (n *navigator) NodeType() xpath.NodeType {
	switch {
	case n.attr >= 0:
		return xpath.AttributeNode
	case n.at == n.top && n.at.name == "":
		return xpath.RootNode
	case n.at.name == "":
		return xpath.TextNode
	}
	return xpath.ElementNode
}

func (n *navigator) LocalName() string {
	if n.attr >= 0 {
		return n.at.attrs[n.attr].Name.Local
	}
	return n.at.name
}

func (*navigator) Prefix() string { return "" }

func (n *navigator) Value() string {
	if n.attr >= 0 {
		return n.at.attrs[n.attr].Value
	}
	return n.at.value()
}

func (n *navigator) Copy() xpath.NodeNavigator {
	c := *n
	return &c
}

func (n *navigator) MoveToRoot() { n.at, n.attr = n.top, -1 }

func (n *navigator) MoveToParent() bool {
	if n.attr >= 0 {
		n.attr = -1
		return true
	}
	return n.at != n.top && n.to(n.at.parent)
}

func (n *navigator) MoveToNextAttribute() bool {
	if n.attr+1 >= len(n.at.attrs) {
		return false
	}
	n.attr++
	return true
}

func (n *navigator) MoveToChild() bool { return n.attr < 0 && n.to(n.at.child) }

func (n *navigator) MoveToFirst() bool {
	if n.attr >= 0 || n.at == n.top || n.at.prev == nil {
		return false
	}
	return n.to(n.at.parent.child)
}

func (n *navigator) MoveToNext() bool {
	return n.attr < 0 && n.at != n.top && n.to(n.at.next)
}

func (n *navigator) MoveToPrevious() bool {
	return n.attr < 0 && n.at != n.top && n.to(n.at.prev)
}

func (n *navigator) MoveTo(o xpath.NodeNavigator) bool {
	other, ok := o.(*navigator)
	if !ok || other.top != n.top {
		return false
	}
	*n = *other
	return true
}

func (n *navigator) to(x *node) bool {
	if x == nil {
		return false
	}
	n.at, n.attr = x, -1
	return true
}
