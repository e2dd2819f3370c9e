package httpapi

import (
	"encoding/csv"
	"fmt"
	"math"
	"net/http"
	"regexp"
	"strings"

	"github.com/gin-gonic/gin"

	"wpbridge/internal/ledger"
	"wpbridge/internal/state"
)

const exportPage = 2000

// change is a change with its place in the run, by which a list goes on.
type change struct {
	Seq uint32 `json:"seq"`
	ledger.Change
}

func (a *api) listChanges(c *gin.Context) error {
	run, f, err := a.changeFilter(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	list, err := a.Books.ChangesLike(ctx, run.ID, f)
	if err != nil {
		return err
	}
	total, err := a.Books.CountChanges(ctx, run.ID, f)
	if err != nil {
		return err
	}
	next, out := uint32(0), make([]change, len(list))
	for i, ch := range list {
		out[i] = change{ch.Seq, ch}
	}
	if len(list) == f.Limit {
		next = list[len(list)-1].Seq
	}
	c.JSON(http.StatusOK, gin.H{"changes": out, "next": next, "total": total})
	return nil
}

func (a *api) changeFilter(c *gin.Context) (run ledger.Run, f state.ChangeFilter, err error) {
	if run, err = a.run(c); err != nil {
		return run, f, err
	}
	if f.Text, err = searchText(c, "q"); err != nil {
		return run, f, err
	}
	if f.SKU, err = searchText(c, "sku"); err != nil {
		return run, f, err
	}
	after, err := number(c, "after", 0, math.MaxUint32)
	if err != nil {
		return run, f, err
	}
	f.After = uint32(after)
	f.Limit, err = size(c, 50, 500)
	return run, f, err
}

// exportChanges sends all changes of a run, page by page as they are read.
func (a *api) exportChanges(c *gin.Context) error {
	run, f, err := a.changeFilter(c)
	if err != nil {
		return err
	}
	c.Header("Content-Type", "text/csv; charset=utf-8")
	c.Header("Content-Disposition", fmt.Sprintf(`attachment; filename="wpbridge-run-%d.csv"`, run.ID))
	w := csv.NewWriter(c.Writer)
	f.After, f.Limit = 0, exportPage
	page, err := a.Books.ChangesLike(c.Request.Context(), run.ID, f)
	if err != nil {
		return err
	}
	_ = w.Write([]string{"sku", "product_id", "field", "before", "after", "reason", "state", "note"}) // w.Error tells
	for len(page) > 0 && err == nil {
		for _, ch := range page {
			_ = w.Write(cells(ch))
		}
		w.Flush()
		if err := w.Error(); err != nil {
			return err // the caller has gone
		}
		f.After = page[len(page)-1].Seq
		page, err = a.Books.ChangesLike(c.Request.Context(), run.ID, f)
	}
	w.Flush()
	return err
}

func cells(ch ledger.Change) []string {
	row := []string{ch.SKU, fmt.Sprint(ch.Product), string(ch.Field), text(ch.Before), text(ch.After), string(ch.Reason), ch.State.String(), ch.Note}
	for i, cell := range row {
		row[i] = harmless(cell)
	}
	return row
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

var plainNumber = regexp.MustCompile(`^[+-]?\d+(\.\d+)?$`)

// harmless keeps a spreadsheet from running a cell as a formula: names and codes
// come from other people. Numbers, negative ones too, stay what they are.
func harmless(cell string) string {
	first := strings.TrimLeft(cell, " \t\r\n\u00a0\u3000")
	if plainNumber.MatchString(cell) || first == "" {
		return cell
	}
	if strings.ContainsAny(first[:1], "=+-@|%") || strings.ContainsAny(cell[:1], "\t\r\n") ||
		strings.HasPrefix(first, "＝") || strings.HasPrefix(first, "＋") || strings.HasPrefix(first, "－") || strings.HasPrefix(first, "＠") {
		return "'" + cell
	}
	return cell
}
