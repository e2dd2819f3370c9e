package erptest_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/erptest"
)

func TestFakeConforms(t *testing.T) {
	t.Parallel()
	erptest.Run(t, erptest.Opt{New: fakeWorld})
}

func fakeWorld(*testing.T) erptest.World {
	f := &erptest.Fake{Facts: erp.Traits{References: []string{"places"}}, PushToken: "Bearer token", PushLocations: []string{"a", "b"}}
	f.References = map[string][]commerce.Reference{"places": {{ID: "a"}}}
	f.Categories = []commerce.Category{{ID: "1", Name: "One"}, {ID: "2", ParentID: "1", Name: "Two"}}
	for i := range 20 {
		code := commerce.Code(fmt.Sprintf("C%02d", i))
		f.SetItem(commerce.Item{ID: commerce.ItemID(strconv.Itoa(i)), Code: code, Active: true})
		f.SetLevel(code, "a", commerce.Units(int64(i)))
		f.SetLevel(code, "b", commerce.Units(5))
	}
	return erptest.World{
		Factory: erp.Factory{Name: "fake", Title: "Fake", Settings: []erp.Setting{{Name: "page"}}, New: func(_ context.Context, s erp.Settings, _ erp.Env) (erp.Connector, error) {
			n, err := strconv.Atoi(s["page"])
			f.PageSize = n
			return f, err
		}},
		Settings:   func(page int) erp.Settings { return erp.Settings{"page": strconv.Itoa(page)} },
		Locations:  []string{"a", "b"},
		Categories: func() []commerce.Category { return f.Categories },
		Push: func(levels ...commerce.StockLevel) erp.Push {
			body, err := json.Marshal(levels)
			if err != nil {
				panic(err)
			}
			return erp.Push{Header: http.Header{"Authorization": {"Bearer token"}}, Body: body}
		},
		Levels: f.Levels, Items: f.Items, SetStock: f.SetLevel, DropStock: f.RemoveLevel, Remove: f.Remove,
	}
}

func TestFakeFailsAsTold(t *testing.T) {
	t.Parallel()
	f, odd := &erptest.Fake{}, errors.New("odd")
	f.Fail(odd, 2)
	o := f.Ops()
	require.ErrorIs(t, o.Ping(t.Context()), odd)
	_, err := o.ReadStock(t.Context(), erp.Query{})
	require.ErrorIs(t, err, odd)
	require.NoError(t, o.Ping(t.Context()))
	require.Equal(t, 2, f.Calls(erp.OpPing))
	f.Fail(odd, -1)
	for range 5 {
		require.ErrorIs(t, o.Ping(t.Context()), odd)
	}
}
