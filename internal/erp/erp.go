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
	// Bare readings of items do without Categories where those cost requests of
	// their own. All pages of one reading are asked for alike.
	Bare bool
}

// Page is one batch of a reading. Next is empty on the last page; only that
// page carries Mark, the place from which the next incremental reading starts.
// An entry may come twice in a reading (things move while one pages); the
// later one is the newer. A system without a feed of changes reads everything
// every time; its mark then always is the same.
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
	// PushDecoder understands what the system sends to an address of ours. It
	// asks nothing. A push that does not prove its sender is ErrUnauthorized, one
	// that makes no sense ErrAnswer.
	PushDecoder interface {
		DecodePush(context.Context, Push) (Pushed, error)
	}
	// CategoryReader pages through the whole tree of categories, parents before
	// their children. Since means nothing to it, and no page carries a mark.
	CategoryReader interface {
		ReadCategories(context.Context, Query) (Page[commerce.Category], error)
	}
	// ReferenceLister returns the list of one kind named in Traits.References.
	ReferenceLister interface {
		ListReference(ctx context.Context, kind string) ([]commerce.Reference, error)
	}
	// Describer states facts that are not operations.
	Describer interface {
		Traits() Traits
	}
	// Chooser is a connector whose capabilities depend on its settings. Resolve
	// leaves out the operations, named by the Op… constants, that it does not offer.
	Chooser interface {
		Offers(op string) bool
	}
)

// Traits are facts about a system that are not operations.
type Traits struct {
	// Title is how the system is called where the connector's title does not say it.
	Title string
	// References are the kinds that ListReference knows, e.g. "warehouses".
	References []string
	// Concurrency is how many requests of each budget may be in flight for one
	// login; 0 means 1.
	Concurrency int
	// Budgets are what one login may ask, where that is known beforehand. Each
	// stands for itself, with turns of its own.
	Budgets []Budget
	// Settle is how long after an acknowledged export a reading may still not
	// contain the order.
	Settle time.Duration
	// Timeout is how long one request may take where the usual time is too short.
	Timeout time.Duration
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

// Budget is how many requests a system takes in any time of a given length.
type Budget struct {
	Path    string // of the requests it covers: how their URL's path begins; the longest wins
	Calls   int
	Per     time.Duration
	Reserve int // of Calls, left to other programs that use the same login
}

// Op is the one shape of every operation.
type Op[In, Out any] func(context.Context, In) (Out, error)

// Ops is a connector with its capabilities resolved; nil means not offered.
type Ops struct {
	Name           string
	Traits         Traits
	Ping           func(context.Context) error
	ReadStock      Op[Query, Page[commerce.StockLevel]]
	CheckStock     Op[[]commerce.Code, []commerce.StockLevel]
	ReadItems      Op[Query, Page[commerce.Item]]
	FindItems      Op[[]commerce.ItemID, []commerce.Item]
	ReadCategories Op[Query, Page[commerce.Category]]
	DecodePush     Op[Push, Pushed]
	ListReference  Op[string, []commerce.Reference]
	WriteOrder     Op[WriteRequest, Document]
	FindOrder      Op[FindRequest, Found]
	Act            Op[ActRequest, Document]
	ReadOrders     Op[Query, Page[Incoming]]
}

// Resolve fills Ops from the capabilities that c has.
func Resolve(name string, c Connector) *Ops {
	o := &Ops{Name: name, Ping: c.Ping}
	if x, ok := c.(Describer); ok {
		o.Traits = x.Traits()
	}
	if x, ok := c.(StockReader); ok && offers(c, OpReadStock) {
		o.ReadStock = x.ReadStock
	}
	if x, ok := c.(StockChecker); ok && offers(c, OpCheckStock) {
		o.CheckStock = x.CheckStock
	}
	if x, ok := c.(ItemReader); ok && offers(c, OpReadItems) {
		o.ReadItems = x.ReadItems
	}
	if x, ok := c.(ItemFinder); ok && offers(c, OpFindItems) {
		o.FindItems = x.FindItems
	}
	if x, ok := c.(PushDecoder); ok && offers(c, OpDecodePush) {
		o.DecodePush = x.DecodePush
	}
	if x, ok := c.(CategoryReader); ok && offers(c, OpReadCategories) {
		o.ReadCategories = x.ReadCategories
	}
	if x, ok := c.(ReferenceLister); ok && offers(c, OpListReference) {
		o.ListReference = x.ListReference
	}
	if x, ok := c.(OrderWriter); ok && offers(c, OpWriteOrder) {
		o.WriteOrder = x.WriteOrder
	}
	if x, ok := c.(OrderFinder); ok && offers(c, OpFindOrder) {
		o.FindOrder = x.FindOrder
	}
	if x, ok := c.(DocumentActor); ok && offers(c, OpAct) {
		o.Act = x.Act
	}
	if x, ok := c.(OrderReader); ok && offers(c, OpReadOrders) {
		o.ReadOrders = x.ReadOrders
	}
	return o
}

func offers(c Connector, op string) bool {
	x, ok := c.(Chooser)
	return !ok || x.Offers(op)
}
