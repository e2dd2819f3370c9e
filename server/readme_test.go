package main

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/all"
	"wpbridge/internal/erp/chain"
)

var updateReadme = flag.Bool("update-readme", false, "write the table of business systems into README.md")

const (
	readme     = "../README.md"
	tableBegin = "<!-- What follows is written by `go test ./server -run TestReadmeSaysWhatEachSystemOffers -update-readme`. -->\n"
	tableEnd   = "<!-- Until here. -->\n"
)

// TestReadmeSaysWhatEachSystemOffers: the table comes from the connectors
// themselves, opened with all that can be set.
func TestReadmeSaysWhatEachSystemOffers(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(readme)
	require.NoError(t, err)
	before, rest, begun := strings.Cut(string(text), tableBegin)
	have, after, ended := strings.Cut(rest, tableEnd)
	require.True(t, begun && ended, "README.md has a place for the table")
	want := "\n" + systemsTable(t) + "\n"
	if *updateReadme {
		require.NoError(t, os.WriteFile(readme, []byte(before+tableBegin+want+tableEnd+after), 0o644)) //nolint:gosec // everybody may read it
		return
	}
	require.Equal(t, want, have, "the table in README.md is out of date; its first line says how to write it anew")
}

// rows names the capabilities for people.
func rows() [][2]string {
	return [][2]string{
		{erp.CanReadStock, "stock"},
		{erp.CanCheckStock, "stock of single items, at the checkout"},
		{erp.CanReadItems, "products and prices"},
		{erp.CanFindItems, "telling deleted items from absent ones"},
		{erp.CanCategories, "categories"},
		{erp.CanPush, "pushes when stock moves"},
	}
}

func systemsTable(t *testing.T) string {
	t.Helper()
	systems := []string{"sitoo", "smartbill", "flowii", "sors", "sedona"}
	require.ElementsMatch(t, simulatorNames(), systems, "every system has its column")
	head, line := "|", "|---|"
	columns := make([]column, len(systems))
	for i, name := range systems {
		columns[i] = columnOf(t, name)
		head, line = head+" | "+columns[i].title, line+"---|"
	}
	table := []string{head + " |", line}
	for _, r := range rows() {
		row := "| " + r[1]
		for _, c := range columns {
			row += " | " + c.cell(t, r[0])
		}
		table = append(table, row+" |")
	}
	lists, pace := "| lists to choose from", "| requests"
	for _, c := range columns {
		lists += " | " + strings.ReplaceAll(strings.Join(c.full.Traits.References, ", "), "_", " ")
		pace += " | " + paceOf(c.full.Traits)
	}
	return strings.Join(append(table, lists+" |", pace+" |"), "\n") + "\n"
}

// column is one system, opened with everything its simulator can do.
type column struct {
	title    string
	factory  erp.Factory
	settings erp.Settings
	full     *erp.Ops
}

func columnOf(t *testing.T, name string) column {
	t.Helper()
	sim, err := simulators()[name].sim(stage{items: 1})
	require.NoError(t, err)
	f, err := all.Connectors().Factory(simulators()[name].connector)
	require.NoError(t, err)
	c := column{title: f.Title, factory: f, settings: sim.Settings("http://erp.example")}
	c.full = c.open(t, "")
	require.NotNil(t, c.full)
	if f.Name != name {
		c.title = map[string]string{"sors": "SORS", "sedona": "Sedona Retail"}[name] + " (profile)"
	}
	return c
}

// open opens the system without one setting; nil where that is not possible.
func (c column) open(t *testing.T, without string) *erp.Ops {
	t.Helper()
	s := erp.Settings{}
	for k, v := range c.settings {
		if k != without {
			s[k] = v
		}
	}
	o, err := chain.Open(t.Context(), all.Connectors(), c.factory.Name, s, chain.Options{})
	if err != nil {
		return nil
	}
	return o.Ops
}

// cell tells whether something is offered, and by which optional settings.
func (c column) cell(t *testing.T, capability string) string {
	t.Helper()
	has := func(o *erp.Ops) bool { return slices.Contains(o.Capabilities(), capability) }
	if !has(c.full) {
		return "–"
	}
	var by []string
	for _, s := range c.factory.Settings {
		if o := c.open(t, s.Name); !s.Required && o != nil && !has(o) {
			by = append(by, "`"+s.Name+"`")
		}
	}
	if by == nil {
		return "yes"
	}
	return "with " + strings.Join(by, ", ")
}

// paceOf is how fast the system may be asked.
func paceOf(t erp.Traits) string {
	out := fmt.Sprintf("%d at a time", max(t.Concurrency, 1))
	if t.Budgets == nil {
		return out + ", as its answers allow"
	}
	for _, b := range t.Budgets {
		out += fmt.Sprintf(", %d in %.0f s", b.Calls, b.Per.Seconds())
		if b.Path != "" {
			out += " for `" + b.Path + "…`"
		}
	}
	return out
}
