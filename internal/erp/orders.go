package erp

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"wpbridge/internal/commerce"
)

// DocumentKind is what an order becomes in the ERP.
type DocumentKind string

// The kinds of documents.
const (
	OrderDocument       DocumentKind = "order"
	ReservationDocument DocumentKind = "reservation"
	InvoiceDocument     DocumentKind = "invoice"
	ProformaDocument    DocumentKind = "proforma"
	DeliveryDocument    DocumentKind = "delivery"
	// InvoiceDeliveryDocument is one document that is both.
	InvoiceDeliveryDocument DocumentKind = "invoice-delivery"
	ReturnDocument          DocumentKind = "return"
)

// Document is what an order has become in the ERP.
type Document struct {
	ID        string // the ERP's own
	Number    string // as people read it
	Kind      DocumentKind
	Reference string // ours, where the ERP keeps it: that of the order, or of the refund
	URL       string // where a person can look at it; empty: nowhere
	State     string // the ERP's word for open, closed; Cancelled where it is
	Total     decimal.NullDecimal
	At        time.Time // by the ERP's clock; zero: not said
	Note      string    // for a person, such as which lines were left out
}

// Cancelled is the Document.State of a document that does not count any more.
const Cancelled = "cancelled"

// WriteRequest asks for one document of an order.
type WriteRequest struct {
	Kind  DocumentKind
	Order commerce.Order
}

// FindRequest asks whether a document was made whose answer got lost. Since is
// when the attempt began, by the clock of the shop's database. Refund is given
// where Kind is ReturnDocument. Of an order that the shop has deleted meanwhile
// only ID and Reference are known.
type FindRequest struct {
	Kind   DocumentKind
	Order  commerce.Order
	Refund *commerce.Refund
	Since  time.Time
}

// Found is what a search brought: the documents that carry our reference and,
// where the ERP does not keep it, those that may be the one. With Sure, they are
// all, and none means that there is none; without, only a document with our
// reference decides, and else a person has to look.
type Found struct {
	Documents []Document
	Sure      bool
}

// Action is what may be done with a document later.
type Action string

// The actions.
const (
	Cancel  Action = "cancel"  // the order was cancelled in the shop
	Deliver Action = "deliver" // everything has been delivered
	Close   Action = "close"
	Reverse Action = "reverse" // storno or return, for a refund
)

// ActRequest asks for an action on a document. Refund is given with Reverse.
type ActRequest struct {
	Action   Action
	Document Document
	Order    commerce.Order
	Refund   *commerce.Refund
}

// Incoming is an order that began in the ERP.
type Incoming struct {
	ID         string
	Store2Door bool // something of it is still to be delivered
	Order      commerce.Order
}

// The capabilities of orders. WriteOrder and Act create: nobody repeats them but
// the outbox, and that only after it has asked. FindOrder only reads.
type (
	// OrderWriter makes a document of an order.
	OrderWriter interface {
		WriteOrder(context.Context, WriteRequest) (Document, error)
	}
	// OrderFinder looks for a document whose answer got lost.
	OrderFinder interface {
		FindOrder(context.Context, FindRequest) (Found, error)
	}
	// DocumentActor does something with a document later.
	DocumentActor interface {
		Act(context.Context, ActRequest) (Document, error)
	}
	// OrderReader pages through orders that began in the ERP.
	OrderReader interface {
		ReadOrders(context.Context, Query) (Page[Incoming], error)
	}
)

// ErrRefused says that the system has understood the request and will not do it;
// nothing was made. The text is the system's own, for a person. Not worth another try
// before somebody has changed something.
var ErrRefused = errors.New("the ERP refused")

// NotSent wraps an error of a request that never left: repeating it repeats
// nothing.
type NotSent struct{ Err error } //nolint:errname // says what it wraps

func (e *NotSent) Error() string { return fmt.Sprintf("not sent: %v", e.Err) }

func (e *NotSent) Unwrap() error { return e.Err }

// Ambiguous reports whether, after this error of WriteOrder or Act, the document
// may exist all the same.
func Ambiguous(err error) bool {
	var later *RetryAfter
	var unsent *NotSent
	return err != nil && !errors.As(err, &later) && !errors.As(err, &unsent) && !errors.Is(err, ErrRefused) && !errors.Is(err, ErrUnauthorized)
}

// Creates reports whether an operation makes something in the ERP, so that it
// must not be repeated blindly.
func Creates(op string) bool { return op == OpWriteOrder || op == OpAct }
