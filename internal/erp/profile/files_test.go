package profile_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
)

func TestSettingsFaults(t *testing.T) {
	t.Parallel()
	file := small(t, "  stock: {files: s.txt, format: fixed, fixed: {columns: {c: 1-3, q: 4-6}}, fields: {code: c, quantity: q}}\n")
	for _, c := range []struct {
		s    erp.Settings
		says string
	}{
		{erp.Settings{}, "profile.file is missing"},
		{erp.Settings{"file": "nowhere"}, `no profile "nowhere" comes with wpbridge: there are sedona, sors`},
		{erp.Settings{"file": "/no/such.yaml"}, "read the profile"},
		{erp.Settings{"file": file}, "profile.folder is missing"},
		{erp.Settings{"file": file, "vars.x": "1"}, "profile.vars.x is no variable of this profile"},
		{erp.Settings{"file": file, "folder": ".", "base_url": "https://u:hunter2@erp.example"}, "without login"},
		{erp.Settings{"file": file, "varz": "1"}, "profile.varz: unknown key"},
	} {
		_, err := openSmall(t, answer{}, c.s)
		require.ErrorContains(t, err, c.says)
		require.NotContains(t, err.Error(), "hunter2")
	}
}

// SORS' second way: text files that the program leaves on a timer.
func TestFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string, age time.Duration) {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		require.NoError(t, os.Chtimes(path, time.Time{}, time.Now().Add(-age)))
	}
	file := small(t, `
  products:
    files: artikli*.txt
    format: csv
    charset: windows-1250
    csv: {separator: "|", columns: [code, name, price], quotes: false}
    fields: {code: code, name: name, price: {path: price, decimal: ","}, price_includes_vat: {const: "true"}}
  stock:
    files: zalihe*.txt
    ready: .ok
    format: fixed
    fixed: {columns: {code: 1-5, qty: 6-12}}
    fields: {code: code, quantity: {path: qty, decimal: ","}}
`)
	o, err := openSmall(t, answer{err: errors.New("nothing may be sent")}, erp.Settings{"file": file, "folder": dir})
	require.NoError(t, err)
	require.ErrorIs(t, o.Ping(t.Context()), erp.ErrUnreachable)

	write("zalihe1.txt", "00007   12,5\r\n00008    -3 \r\n00009       \r\n", time.Hour)
	_, err = o.ReadStock(t.Context(), erp.Query{})
	require.ErrorIs(t, err, erp.ErrUnreachable, "nothing says that it is whole")
	write("zalihe1.txt.ok", "", time.Hour)
	require.NoError(t, o.Ping(t.Context()))
	p, err := o.ReadStock(t.Context(), erp.Query{})
	require.NoError(t, err)
	require.Equal(t, []commerce.StockLevel{
		{Code: "00007", Location: "main", Available: commerce.Units(25) / 2}, {Code: "00008", Location: "main", Available: commerce.Units(-3)},
	}, p.Items)
	same, err := o.ReadStock(t.Context(), erp.Query{Since: p.Mark})
	require.NoError(t, err)
	require.Empty(t, same.Items, "the file is still the same")
	require.Equal(t, p.Mark, same.Mark)
	write("zalihe2.txt", "00007      1\n", time.Minute)
	write("zalihe2.txt.ok", "", time.Minute)
	p, err = o.ReadStock(t.Context(), erp.Query{Since: p.Mark})
	require.NoError(t, err)
	require.Len(t, p.Items, 1)

	write("artikli.txt", "007|\x8akoljka 3\"|12,50\n", time.Hour)
	items, err := o.ReadItems(t.Context(), erp.Query{})
	require.NoError(t, err)
	require.Equal(t, "Školjka 3\"", items.Items[0].Name)
	require.True(t, items.Items[0].Price.Regular.Equal(decimal.RequireFromString("12.5")))
	write("artikli2.txt", "007|x|12,5", time.Minute)
	_, err = o.ReadItems(t.Context(), erp.Query{})
	require.ErrorIs(t, err, erp.ErrAnswer)
	require.ErrorContains(t, err, "file artikli2.txt")
	write("artikli3.txt", "007|x|12,50\n", 0)
	_, err = o.ReadItems(t.Context(), erp.Query{})
	var later *erp.RetryAfter
	require.ErrorAs(t, err, &later, "it may still be written")
	_, err = o.ReadItems(t.Context(), erp.Query{Page: "x"})
	require.Error(t, err)
	_, err = o.ReadItems(t.Context(), erp.Query{Since: "x"})
	require.Error(t, err)
}
