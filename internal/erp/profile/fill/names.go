package fill

import (
	"fmt"
	"slices"
	"strings"
	"text/template/parse"

	"wpbridge/internal/erp/profile/hint"
)

// name checks one use of a value and notes it.
func (c *checker) name(ident []string) error {
	name := strings.Join(ident, ".")
	if v, ok := strings.CutPrefix(name, "vars."); ok {
		if !slices.Contains(c.scope.Vars, v) {
			return fmt.Errorf("uses {{.vars.%s}}, which is not declared under vars%s", v, hint.Mean(v, c.scope.Vars))
		}
		c.into.vars[v] = true
		return nil
	}
	if !slices.Contains(c.scope.Names, name) {
		return fmt.Errorf("uses {{.%s}}, which is not known here%s", name, c.meant(name))
	}
	return nil
}

func (c *checker) meant(name string) string {
	if slices.Contains(c.scope.Vars, name) {
		return "; did you mean {{.vars." + name + "}}?"
	}
	if m := hint.Mean(name, c.scope.Names); m != "" {
		return m
	}
	known := append([]string{"vars.NAME"}, c.scope.Names...)
	return ": there are " + strings.Join(known, ", ")
}

// note remembers by what lists are joined.
func (c *checker) note(cmd *parse.CommandNode) {
	if f, ok := cmd.Args[0].(*parse.IdentifierNode); !ok || f.Ident != "join" || len(cmd.Args) < 2 {
		return
	}
	if s, ok := cmd.Args[1].(*parse.StringNode); ok && s.Text != "" {
		c.into.seps = append(c.into.seps, s.Text)
	}
}

// escape adds the scope's escaping to an action that does none itself.
func (c *checker) escape(p *parse.PipeNode) {
	last := p.Cmds[len(p.Cmds)-1].Args[0]
	if f, ok := last.(*parse.IdentifierNode); ok && slices.Contains(escapers(), f.Ident) {
		return
	}
	if c.scope.Escape == "" || c.raw(p) {
		return
	}
	id := parse.NewIdentifier(c.scope.Escape).SetPos(p.Pos)
	p.Cmds = append(p.Cmds, &parse.CommandNode{NodeType: parse.NodeCommand, Pos: p.Pos, Args: []parse.Node{id}})
}

func (c *checker) raw(p *parse.PipeNode) bool {
	if len(p.Cmds) != 1 || len(p.Cmds[0].Args) != 1 {
		return false
	}
	f, ok := p.Cmds[0].Args[0].(*parse.FieldNode)
	return ok && len(f.Ident) == 2 && f.Ident[0] == "vars" && slices.Contains(c.scope.Raw, f.Ident[1])
}
