package httpapi

import (
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"wpbridge/internal/commerce"
	"wpbridge/internal/outbox"
	"wpbridge/internal/state"
)

// shownExport is an export with the requests to the ERP about it.
type shownExport struct {
	state.Export
	Attempts []state.Attempt `json:"attempts"`
}

func exportStates() []state.ExportState {
	return []state.ExportState{state.Pending, state.Sending, state.Sent, state.Parked, state.Failed, state.Skipped}
}

func (a *api) listOrders(c *gin.Context) error {
	f := state.ExportFilter{State: state.ExportState(c.Query("state"))}
	if f.State != "" && !slices.Contains(exportStates(), f.State) {
		return Invalid("state", fmt.Sprintf("there is no state %q: there are %v", f.State, exportStates()))
	}
	before, err := number(c, "before", 0, math.MaxInt64)
	if err != nil {
		return err
	}
	if f.Limit, err = size(c, 50, 500); err != nil {
		return err
	}
	if f.Text, err = searchText(c, "q"); err != nil {
		return err
	}
	f.Before = before
	list, err := a.Orders.ExportsLike(c.Request.Context(), f)
	if err != nil {
		return err
	}
	counts, err := a.Orders.CountExports(c.Request.Context())
	if err != nil {
		return err
	}
	next := uint64(0)
	if len(list) == f.Limit {
		next = list[len(list)-1].ID
	}
	c.JSON(http.StatusOK, gin.H{"orders": some(list), "next": next, "counts": counts})
	return nil
}

func (a *api) showOrder(c *gin.Context) error {
	id, err := orderID(c)
	if err != nil {
		return err
	}
	rows, err := a.Orders.ExportsOf(c.Request.Context(), []commerce.OrderID{id})
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return fmt.Errorf("order %d: %w", id, state.ErrNoExport)
	}
	out := make([]shownExport, len(rows))
	for i, x := range rows {
		attempts, err := a.Orders.Attempts(c.Request.Context(), x.ID)
		if err != nil {
			return err
		}
		out[i] = shownExport{x, some(attempts)}
	}
	c.JSON(http.StatusOK, gin.H{"orders": out})
	return nil
}

// exportOrder puts an order into the outbox, which is emptied after the answer.
func (a *api) exportOrder(c *gin.Context) error {
	id, err := orderID(c)
	if err != nil {
		return err
	}
	var body struct {
		Changed bool `json:"changed"`
	}
	if err := bind(c, &body); err != nil {
		return err
	}
	export := a.Orders.Export
	if body.Changed {
		export = a.Orders.Notice
	}
	rows, err := export(c.Request.Context(), id)
	if err != nil {
		return err
	}
	c.JSON(http.StatusAccepted, gin.H{"orders": some(rows)})
	return nil
}

func (a *api) resolveOrder(c *gin.Context) error {
	id, err := orderID(c)
	if err != nil {
		return err
	}
	var body struct {
		Kind   string `json:"kind"`
		Exists string `json:"exists"`
		Resend bool   `json:"resend"`
	}
	if err := bind(c, &body); err != nil {
		return err
	}
	if (body.Exists != "") == body.Resend {
		return Invalid("exists", "say one of the two: exists with the number that the order has in the ERP, or resend")
	}
	if len(body.Exists) > longestText {
		return Invalid("exists", fmt.Sprintf("exists is longer than %d bytes", longestText))
	}
	x, err := a.Orders.Resolve(c.Request.Context(), id, outbox.Answer{Kind: body.Kind, Exists: body.Exists, Resend: body.Resend})
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, x)
	return nil
}

func orderID(c *gin.Context) (commerce.OrderID, error) {
	id, err := strconv.ParseUint(c.Param("id"), 10, 63)
	if err != nil || id == 0 {
		return 0, &fault{code: codeNotFound, field: "id", detail: "an order has a number from 1 on"}
	}
	return commerce.OrderID(id), nil
}
