package httpapi

import (
	"context"
	"time"

	"wpbridge/internal/checkup"
	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/job"
	"wpbridge/internal/ledger"
	"wpbridge/internal/live"
	"wpbridge/internal/outbox"
	"wpbridge/internal/state"
)

// Tokens remembers used tokens for all sidecars of a shop.
type Tokens interface {
	// Spend is false for a token that was used before.
	Spend(ctx context.Context, id string, expires time.Time) (fresh bool, err error)
}

// Books is where runs and what they changed stand.
type Books interface {
	Run(ctx context.Context, id uint64) (ledger.Run, error)
	RunsLike(ctx context.Context, f state.RunFilter) ([]ledger.Run, error)
	Progress(ctx context.Context, run uint64) (state.Progress, bool, error)
	ChangesLike(ctx context.Context, run uint64, f state.ChangeFilter) ([]ledger.Change, error)
	CountChanges(ctx context.Context, run uint64, f state.ChangeFilter) (int, error)
}

// Runs starts and ends runs.
type Runs interface {
	// Start returns the run once it is in the books; it goes on after that,
	// whatever becomes of ctx. state.ErrBusy: another run holds the job.
	Start(ctx context.Context, o Order) (ledger.Run, error)
	// Cancel asks a run to end and returns it as it stands; by says who asks.
	Cancel(ctx context.Context, id uint64, by string) (ledger.Run, error)
}

// Order says what run to start: one of Job, Undo and Approve is given.
type Order struct {
	Job          string
	Full, DryRun bool
	Accept       bool                  // of a match: store the pairs
	Undo         uint64                // the run to take back
	Approve      uint64                // the held run to carry out
	By           string                // ledger.ByPage, ledger.ByCLI or ledger.ByCheckout
	Only         []commerce.Code       // of the stock job: just these
	Stated       []commerce.StockLevel // what the ERP itself has said of Only
}

// Shop tells how shop and sidecar are.
type Shop interface {
	Status(ctx context.Context) (Status, error)
	Check(ctx context.Context) *checkup.Report
}

// Settings tells what can be set and what is.
type Settings interface {
	Connectors(ctx context.Context) []Connector
	Settings(ctx context.Context) []Setting
}

// ERP asks the business system on behalf of a settings page.
type ERP interface {
	// CheckLogin tries a login that need not be the stored one.
	CheckLogin(ctx context.Context, l Login) (*checkup.Report, error)
	Reference(ctx context.Context, kind string, l Login) ([]commerce.Reference, error)
}

// Login names a connector and how to open it. An empty Name or Mode is the
// stored one; so is a setting that is absent, or secret and empty.
type Login struct {
	Name     string
	Mode     string
	Settings map[string]string
}

// Products tells how products of shop and ERP belong together.
type Products interface {
	LastMatch(ctx context.Context) (Match, error)
	CountLike(ctx context.Context, c state.Class, text string) (int, error)
	FindingsLike(ctx context.Context, c state.Class, text string, offset, limit int) ([]state.Finding, error)
	// Why explains the linked products of a SKU or code; job.ErrNotLinked: none.
	Why(ctx context.Context, sku string) ([]job.Why, error)
}

// Pushes takes what the business system sends by itself.
type Pushes interface {
	// Accept stores a push for work done later and returns what its sender expects
	// to hear. inbox.ErrSystem: nothing of this system is expected;
	// erp.ErrUnauthorized: the push does not prove its sender; erp.ErrAnswer: it
	// makes no sense.
	Accept(ctx context.Context, system string, p erp.Push) (answer string, err error)
}

// Orders is the outbox: what of the shop's orders is on its way to the ERP.
type Orders interface {
	ExportsLike(ctx context.Context, f state.ExportFilter) ([]state.Export, error)
	ExportsOf(ctx context.Context, orders []commerce.OrderID) ([]state.Export, error)
	CountExports(ctx context.Context) (map[state.ExportState]int, error)
	Attempts(ctx context.Context, export uint64) ([]state.Attempt, error)
	// Export sends an order because a person wants it, Notice because it has
	// changed, if it is to be sent by itself. Both return before it is sent.
	Export(ctx context.Context, id commerce.OrderID) ([]state.Export, error)
	Notice(ctx context.Context, id commerce.OrderID) ([]state.Export, error)
	Resolve(ctx context.Context, id commerce.OrderID, a outbox.Answer) (state.Export, error)
}

// Checkouts decides, while a customer buys, whether there is enough.
type Checkouts interface {
	Check(ctx context.Context, r live.Request) (live.Answer, error)
}
