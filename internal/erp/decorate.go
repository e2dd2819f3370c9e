package erp

import "context"

// The names by which decorators, logs and metrics know the operations.
const (
	OpPing           = "ping"
	OpReadStock      = "read_stock"
	OpCheckStock     = "check_stock"
	OpReadItems      = "read_items"
	OpFindItems      = "find_items"
	OpReadCategories = "read_categories"
	OpDecodePush     = "decode_push"
	OpListReference  = "list_reference"
)

// Asks reports whether an operation asks the system anything. What does not
// cannot be repeated with more success, and says nothing about the system.
func Asks(op string) bool { return op != OpDecodePush }

// Around is a decorator's whole behaviour: it decides whether, when and how
// often call runs, and what the caller gets as error. op is one of the Op…
// names. A call that runs again overwrites the result of the one before.
type Around func(ctx context.Context, op string, call func(context.Context) error) error

// Decorate returns a copy of o in which around stands before every operation
// that o offers; what o does not offer stays nil.
func Decorate(o *Ops, around Around) *Ops {
	d := *o
	if o.Ping != nil {
		d.Ping = func(ctx context.Context) error { return around(ctx, OpPing, o.Ping) }
	}
	d.ReadStock = wrap(o.ReadStock, OpReadStock, around)
	d.CheckStock = wrap(o.CheckStock, OpCheckStock, around)
	d.ReadItems = wrap(o.ReadItems, OpReadItems, around)
	d.FindItems = wrap(o.FindItems, OpFindItems, around)
	d.DecodePush = wrap(o.DecodePush, OpDecodePush, around)
	d.ReadCategories = wrap(o.ReadCategories, OpReadCategories, around)
	d.ListReference = wrap(o.ListReference, OpListReference, around)
	return &d
}

func wrap[In, Out any](f Op[In, Out], op string, around Around) Op[In, Out] {
	if f == nil {
		return nil
	}
	return func(ctx context.Context, in In) (out Out, err error) {
		err = around(ctx, op, func(ctx context.Context) (e error) {
			out, e = f(ctx, in)
			return e
		})
		return out, err
	}
}
