package erp

// The capabilities, by the names under which pages and tables show them.
const (
	CanReadStock  = "stock"
	CanCheckStock = "stock-check"
	CanReadItems  = "items"
	CanFindItems  = "item-lookup"
	CanCategories = "categories"
	CanPush       = "push"
	CanReference  = "reference"
)

// Capabilities are those that a connector offers with its settings.
func (o *Ops) Capabilities() []string {
	out := []string{}
	for _, c := range []struct {
		name string
		has  bool
	}{
		{CanReadStock, o.ReadStock != nil},
		{CanCheckStock, o.CheckStock != nil},
		{CanReadItems, o.ReadItems != nil},
		{CanFindItems, o.FindItems != nil},
		{CanCategories, o.ReadCategories != nil},
		{CanPush, o.DecodePush != nil},
		{CanReference, o.ListReference != nil},
	} {
		if c.has {
			out = append(out, c.name)
		}
	}
	return out
}
