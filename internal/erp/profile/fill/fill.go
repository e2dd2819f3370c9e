// Package fill is the templates of a profile: Go's text/template reduced to
// values, a few functions, "if" and "range". A template can reach nothing but
// the data it is given, cannot run for long and cannot write much.
package fill

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/template"
	"text/template/parse"
)

const (
	maxSource = 16 << 10
	maxResult = 1 << 20
)

// Scope is what a template may use.
type Scope struct {
	Names  []string // such as "secret" and "page.size"
	Vars   []string // the variables of the profile: {{.vars.NAME}}
	Escape string   // a function applied to what is inserted: "", "path", "jsontext" or "xml"
	Raw    []string // variables that are inserted into a path as they are
}

// Template is a checked template. The zero value is empty text.
type Template struct {
	text string
	exec *template.Template
	vars map[string]bool
	seps []string
}

// Compile checks a template. Its error is a sentence about the text.
func Compile(text string, s Scope) (*Template, error) {
	t := &Template{text: text, vars: map[string]bool{}}
	if len(text) > maxSource {
		return nil, fmt.Errorf("is longer than %d characters", maxSource)
	}
	if !strings.Contains(text, "{{") {
		return t, nil
	}
	exec, err := template.New("template").Option("missingkey=error").Funcs(functions()).Parse(text)
	if err != nil {
		return nil, errors.New("is no template: " + strings.TrimPrefix(err.Error(), "template: template:"))
	}
	if len(exec.Templates()) > 1 || exec.Tree == nil {
		return nil, errors.New("must not define templates of its own")
	}
	c := &checker{scope: s, into: t}
	if err := c.list(exec.Root, 0); err != nil {
		return nil, err
	}
	t.exec = exec
	return t, nil
}

// Vars are the variables that the template uses, in alphabetical order.
func (t *Template) Vars() []string { return slices.Sorted(maps.Keys(t.vars)) }

// Separators are the texts by which lists are joined: an entry that holds one
// cannot be asked for.
func (t *Template) Separators() []string { return t.seps }

// Expand fills the template in. data has "vars" and the names of the scope.
func (t *Template) Expand(data map[string]any) (string, error) {
	if t == nil {
		return "", nil
	}
	if t.exec == nil {
		return t.text, nil
	}
	w := &bounded{}
	if err := t.exec.Execute(w, data); err != nil {
		return "", fmt.Errorf("fill in %q: %w", t.text, err)
	}
	return w.String(), nil
}

var errLong = fmt.Errorf("the text becomes longer than %d KB", maxResult>>10)

type bounded struct{ strings.Builder }

func (b *bounded) Write(p []byte) (int, error) {
	if b.Len()+len(p) > maxResult {
		return 0, errLong
	}
	return b.Builder.Write(p)
}

// checker walks a template's tree.
type checker struct {
	scope Scope
	into  *Template
}

func (c *checker) list(l *parse.ListNode, ranges int) error {
	if l == nil {
		return nil
	}
	for _, n := range l.Nodes {
		if err := c.node(n, ranges); err != nil {
			return err
		}
	}
	return nil
}

func (c *checker) node(n parse.Node, ranges int) error {
	switch x := n.(type) {
	case *parse.TextNode, *parse.CommentNode:
		return nil
	case *parse.ActionNode:
		if len(x.Pipe.Decl) > 0 {
			return errors.New("must not declare variables of its own")
		}
		if err := c.pipe(x.Pipe, ranges); err != nil {
			return err
		}
		c.escape(x.Pipe)
		return nil
	case *parse.IfNode:
		return c.branch(&x.BranchNode, ranges, ranges)
	case *parse.RangeNode:
		if ranges > 0 {
			return errors.New("must not have one range inside another")
		}
		return c.branch(&x.BranchNode, ranges, ranges+1)
	}
	return fmt.Errorf("holds %s: only values, functions, if and range are allowed", n)
}

func (c *checker) branch(b *parse.BranchNode, outside, inside int) error {
	if len(b.Pipe.Decl) > 0 {
		return errors.New("must not declare variables of its own")
	}
	return errors.Join(c.pipe(b.Pipe, outside), c.list(b.List, inside), c.list(b.ElseList, outside))
}

func (c *checker) pipe(p *parse.PipeNode, ranges int) error {
	for _, cmd := range p.Cmds {
		for _, arg := range cmd.Args {
			if err := c.argument(arg, ranges); err != nil {
				return err
			}
		}
		c.note(cmd)
	}
	return nil
}

func (c *checker) argument(n parse.Node, ranges int) error {
	switch x := n.(type) {
	case *parse.IdentifierNode:
		if !slices.Contains(allowed(), x.Ident) {
			return fmt.Errorf("uses the function %s: there are %s", x.Ident, strings.Join(allowed(), ", "))
		}
		return nil
	case *parse.StringNode, *parse.NumberNode, *parse.BoolNode:
		return nil
	case *parse.PipeNode:
		return c.pipe(x, ranges)
	case *parse.DotNode:
		if ranges > 0 {
			return nil
		}
	case *parse.FieldNode:
		if ranges == 0 {
			return c.name(x.Ident)
		}
		return fmt.Errorf("uses %s inside range, where only {{.}} and {{$%s}} are known", x, x)
	case *parse.VariableNode:
		if x.Ident[0] == "$" && len(x.Ident) > 1 {
			return c.name(x.Ident[1:])
		}
	}
	return fmt.Errorf("holds %s, which is not allowed", n)
}
