package erp_test

import (
	"context"
	"errors"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/erptest"
)

func pass(ctx context.Context, _ string, call func(context.Context) error) error { return call(ctx) }

// A field added to Ops but forgotten in Decorate would slip past every
// decorator; this finds it.
func TestDecorateReachesEveryOperation(t *testing.T) {
	t.Parallel()
	var ops []string
	refuse := errors.New("refused")
	d := reflect.ValueOf(*erp.Decorate((&erptest.Fake{}).Ops(), func(_ context.Context, op string, _ func(context.Context) error) error {
		ops = append(ops, op)
		return refuse
	}))
	n := 0
	for i := range d.NumField() {
		f := d.Field(i)
		if f.Kind() != reflect.Func {
			continue
		}
		n++
		in := []reflect.Value{reflect.ValueOf(t.Context())}
		if f.Type().NumIn() == 2 {
			in = append(in, reflect.Zero(f.Type().In(1)))
		}
		out := f.Call(in)
		require.Equal(t, refuse, out[len(out)-1].Interface(), d.Type().Field(i).Name)
	}
	require.Len(t, ops, n)
	require.ElementsMatch(t, []string{
		erp.OpPing, erp.OpReadStock, erp.OpCheckStock, erp.OpReadItems, erp.OpFindItems, erp.OpReadCategories,
		erp.OpDecodePush, erp.OpListReference,
	}, ops)
}

// Each operation but Ping is a capability by itself.
func TestEveryOperationIsACapability(t *testing.T) {
	t.Parallel()
	full := reflect.ValueOf(*(&erptest.Fake{}).Ops())
	seen := map[string]bool{}
	for i := range full.NumField() {
		name := full.Type().Field(i).Name
		if full.Field(i).Kind() != reflect.Func || name == "Ping" {
			continue
		}
		var one erp.Ops
		reflect.ValueOf(&one).Elem().Field(i).Set(full.Field(i))
		require.Len(t, one.Capabilities(), 1, name)
		seen[one.Capabilities()[0]] = true
	}
	require.Len(t, (&erptest.Fake{}).Ops().Capabilities(), len(seen))
	require.Equal(t, []string{}, (&erp.Ops{}).Capabilities())
}

func TestDecorateKeepsWhatIsNotOffered(t *testing.T) {
	t.Parallel()
	o := erp.Decorate(&erp.Ops{Name: "small", Traits: erp.Traits{Concurrency: 3}}, pass)
	require.True(t, reflect.DeepEqual(erp.Ops{Name: "small", Traits: erp.Traits{Concurrency: 3}}, *o))
}

func TestProbeNeedsNoChoices(t *testing.T) {
	t.Parallel()
	r := erp.NewRegistry(erp.Factory{
		Name: "x", Settings: []erp.Setting{{Name: "key", Required: true}, {Name: "place", Required: true, Reference: "places"}},
		New: func(context.Context, erp.Settings, erp.Env) (erp.Connector, error) { return &erptest.Fake{}, nil },
	})
	o, err := r.Probe(t.Context(), "x", erp.Settings{"key": "k"}, erp.Env{})
	require.NoError(t, err)
	require.NoError(t, o.Ping(t.Context()))
	require.NotNil(t, o.ListReference)
	require.Nil(t, o.ReadStock)
	_, err = r.Probe(t.Context(), "x", erp.Settings{}, erp.Env{})
	require.ErrorContains(t, err, "x.key is missing")
	_, err = r.Open(t.Context(), "x", erp.Settings{"key": "k"}, erp.Env{})
	require.ErrorContains(t, err, "x.place is missing", "Open still insists")
}
