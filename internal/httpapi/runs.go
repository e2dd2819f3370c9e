package httpapi

import (
	"fmt"
	"math"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"wpbridge/internal/job"
	"wpbridge/internal/ledger"
	"wpbridge/internal/state"
)

// start starts a run of a job.
func (a *api) start(c *gin.Context) error {
	var body struct {
		Full   bool `json:"full"`
		DryRun bool `json:"dry_run"`
	}
	if err := bind(c, &body); err != nil {
		return err
	}
	name := c.Param("job")
	if !slices.Contains([]string{job.Stock, job.Prices, job.Orders, job.Matching}, name) {
		return &fault{code: codeNotFound, field: "job", detail: fmt.Sprintf("there is no job %q: there are stock, prices, orders and match", name)}
	}
	if name == job.Matching && body.DryRun {
		return Invalid("dry_run", "a match changes nothing in the shop: it has no preview")
	}
	if name == job.Orders && body.DryRun {
		return Invalid("dry_run", "orders have no preview: the list of orders shows what waits")
	}
	return a.order(c, Order{Job: name, Full: body.Full, DryRun: body.DryRun})
}

func (a *api) undo(c *gin.Context) error {
	id, err := runID(c)
	if err != nil {
		return err
	}
	return a.order(c, Order{Undo: id})
}

func (a *api) approve(c *gin.Context) error {
	id, err := runID(c)
	if err != nil {
		return err
	}
	return a.order(c, Order{Approve: id})
}

func (a *api) acceptMatch(c *gin.Context) error {
	return a.order(c, Order{Job: job.Matching, Accept: true})
}

// order starts what is ordered and answers with the run, which goes on.
func (a *api) order(c *gin.Context, o Order) error {
	o.By, _ = caller(c)
	run, err := a.Runs.Start(c.Request.Context(), o)
	if err != nil {
		return err
	}
	return accepted(c, run)
}

func (a *api) cancel(c *gin.Context) error {
	id, err := runID(c)
	if err != nil {
		return err
	}
	_, words := caller(c)
	run, err := a.Runs.Cancel(c.Request.Context(), id, words)
	if err != nil {
		return err
	}
	return accepted(c, run)
}

func accepted(c *gin.Context, run ledger.Run) error {
	c.Header("Location", fmt.Sprintf("/v1/runs/%d", run.ID))
	c.JSON(http.StatusAccepted, run)
	return nil
}

func (a *api) listRuns(c *gin.Context) error {
	before, err := number(c, "before", 0, math.MaxInt64)
	if err != nil {
		return err
	}
	limit, err := size(c, 20, 200)
	if err != nil {
		return err
	}
	f := state.RunFilter{Job: c.Query("job"), Status: ledger.RunStatus(c.Query("status")), Before: before, Limit: limit}
	runs, err := a.Books.RunsLike(c.Request.Context(), f)
	if err != nil {
		return err
	}
	next := uint64(0)
	if len(runs) == limit {
		next = runs[limit-1].ID
	}
	c.JSON(http.StatusOK, gin.H{"runs": some(runs), "next": next})
	return nil
}

// shownRun is a run and, while it is running, how far it is.
type shownRun struct {
	ledger.Run
	Progress *state.Progress `json:"progress"`
}

func (a *api) showRun(c *gin.Context) error {
	run, err := a.run(c)
	if err != nil {
		return err
	}
	out := shownRun{Run: run}
	if run.Status == ledger.Running {
		p, known, err := a.Books.Progress(c.Request.Context(), run.ID)
		if err != nil {
			return err
		}
		if known {
			out.Progress = &p
		}
	}
	c.JSON(http.StatusOK, out)
	return nil
}

func (a *api) run(c *gin.Context) (ledger.Run, error) {
	id, err := runID(c)
	if err != nil {
		return ledger.Run{}, err
	}
	return a.Books.Run(c.Request.Context(), id)
}
