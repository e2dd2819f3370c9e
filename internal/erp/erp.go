// Package erp is the contract between wpbridge and a business system.
//
// A connector is one package below this one. It has Ping and any of the
// one-method capabilities; Resolve turns them into the function fields of Ops,
// where nil means "not offered". Connectors never retry, sleep, log results or
// see the shop: they translate, and return the typed errors of errors.go.
// The decorators (retry, limit, breaker, observe) wrap Ops and know no vendor.
// A new connector is done when erptest.Run is green for it.
package erp

import (
	"cmp"
	"context"
	"slices"
	"time"

	"wpbridge/internal/commerce"
)

// Connector is the part that every business system has.
type Connector interface {
	// Ping reports whether the system answers and accepts our credentials.
	Ping(ctx context.Context) error
}

// Cursor is an opaque place between two pages of one reading. Empty is the
// start in a query and the end in a page.
type Cursor string

// Mark is an opaque place in the ERP's stream of changes, made only of stamps
// the ERP itself gave, overlap included. Empty means "from the beginning".
type Mark string

// Query asks for one page. Page is the Next of the page before. With Since the
// reading holds what changed after that mark, without it everything.
type Query struct {
	Since Mark
	Page  Cursor
}

// Page is one batch of a reading. Next is empty on the last page; only that
// page carries Mark, the place from which the next incremental reading starts.
// An entry may come twice in a reading (things move while one pages); the
// later one is the newer.
type Page[T any] struct {
	Items []T
	Next  Cursor
	Mark  Mark
	Total int // how many entries the reading will have, 0 if unknown
}

// The capabilities, each one method of one shape.
type (
	// StockReader pages through stock levels. Location by location in a full
	// reading; an incremental one holds, for each code it mentions, the level of
	// every chosen location, so that their sum is always complete.
	StockReader interface {
		ReadStock(context.Context, Query) (Page[commerce.StockLevel], error)
	}
	// StockChecker asks for the present levels of just these codes, in every
	// chosen location. Codes without any level are absent from the answer.
	StockChecker interface {
		CheckStock(context.Context, []commerce.Code) ([]commerce.StockLevel, error)
	}
	// ItemReader pages through items with their prices.
	ItemReader interface {
		ReadItems(context.Context, Query) (Page[commerce.Item], error)
	}
	// ItemFinder looks items up by id. An id absent from the answer does not
	// exist any more.
	ItemFinder interface {
		FindItems(context.Context, []commerce.ItemID) ([]commerce.Item, error)
	}
	// ReferenceLister returns the list of one kind named in Traits.References.
	ReferenceLister interface {
		ListReference(ctx context.Context, kind string) ([]commerce.Reference, error)
	}
	// Describer states facts that are not operations.
	Describer interface {
		Traits() Traits
	}
)

// Traits are facts about a system that are not operations.
type Traits struct {
	// References are the kinds that ListReference knows, e.g. "warehouses".
	References []string
	// Concurrency is how many requests may be in flight for one login; 0 means 1.
	Concurrency int
	// Settle is how long after an acknowledged export a reading may still not
	// contain the order.
	Settle time.Duration
	// Reserves is the earliest kind of document that lowers what the system says it
	// can sell: OrderDocument, InvoiceDocument or DeliveryDocument; empty is
	// OrderDocument. Reservations and invoices that are delivery notes always do.
	Reserves DocumentKind
}

// Contains tells whether a document of this kind lowers what the system says it
// can sell.
func (t Traits) Contains(k DocumentKind) bool {
	steps := []DocumentKind{OrderDocument, InvoiceDocument, DeliveryDocument}
	return k == ReservationDocument || k == InvoiceDeliveryDocument || slices.Contains(steps, k) && slices.Index(steps, k) >= slices.Index(steps, cmp.Or(t.Reserves, OrderDocument))
}

// Op is the one shape of every operation.
type Op[In, Out any] func(context.Context, In) (Out, error)

// Ops is a connector with its capabilities resolved; nil means not offered.
type Ops struct {
	Name          string
	Traits        Traits
	Ping          func(context.Context) error
	ReadStock     Op[Query, Page[commerce.StockLevel]]
	CheckStock    Op[[]commerce.Code, []commerce.StockLevel]
	ReadItems     Op[Query, Page[commerce.Item]]
	FindItems     Op[[]commerce.ItemID, []commerce.Item]
	ListReference Op[string, []commerce.Reference]
	WriteOrder    Op[WriteRequest, Document]
	FindOrder     Op[FindRequest, Found]
	Act           Op[ActRequest, Document]
	ReadOrders    Op[Query, Page[Incoming]]
}

// Resolve fills Ops from the capabilities that c has.
func Resolve(name string, c Connector) *Ops {
	o := &Ops{Name: name, Ping: c.Ping}
	if x, ok := c.(Describer); ok {
		o.Traits = x.Traits()
	}
	if x, ok := c.(StockReader); ok {
		o.ReadStock = x.ReadStock
	}
	if x, ok := c.(StockChecker); ok {
		o.CheckStock = x.CheckStock
	}
	if x, ok := c.(ItemReader); ok {
		o.ReadItems = x.ReadItems
	}
	if x, ok := c.(ItemFinder); ok {
		o.FindItems = x.FindItems
	}
	if x, ok := c.(ReferenceLister); ok {
		o.ListReference = x.ListReference
	}
	if x, ok := c.(OrderWriter); ok {
		o.WriteOrder = x.WriteOrder
	}
	if x, ok := c.(OrderFinder); ok {
		o.FindOrder = x.FindOrder
	}
	if x, ok := c.(DocumentActor); ok {
		o.Act = x.Act
	}
	if x, ok := c.(OrderReader); ok {
		o.ReadOrders = x.ReadOrders
	}
	return o
}
