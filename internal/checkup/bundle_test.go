package checkup_test

import (
	"context"
	"database/sql"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/checkup"
	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/erptest"
	"wpbridge/internal/mysql"
	"wpbridge/internal/shoptest"
	"wpbridge/internal/wp"
)

// finding returns the one finding of this name.
func finding(t *testing.T, r *checkup.Report, name string) checkup.Finding {
	t.Helper()
	var all []checkup.Finding
	for _, f := range r.Findings {
		if f.Name == name {
			all = append(all, f)
		}
	}
	require.Len(t, all, 1, "%s in %+v", name, r.Findings)
	return all[0]
}

func prefix(t *testing.T, s *shoptest.Shop) wp.Prefix {
	t.Helper()
	p, err := wp.ParsePrefix(s.Prefix)
	require.NoError(t, err)
	return p
}

// open connects as wpbridge itself does.
func open(t *testing.T, s *shoptest.Shop) *sql.DB {
	t.Helper()
	db, err := mysql.Open(t.Context(), mysql.Options{DSN: s.DSN})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return db
}

// connector is an ERP with two warehouses and one item.
func connector(given erp.Settings) (checkup.Connector, *erptest.Fake) {
	fake := &erptest.Fake{
		Facts: erp.Traits{References: []string{"warehouses"}},
		References: map[string][]commerce.Reference{
			"warehouses": {{ID: "1", Name: "Main"}, {ID: "2", Name: "Malmö"}},
		},
	}
	opened := func(context.Context) (*erp.Ops, error) { return fake.Ops(), nil }
	return checkup.Connector{
		Factory: erp.Factory{Name: "acme", Title: "Acme", Settings: []erp.Setting{
			{Name: "password", Secret: true},
			{Name: "warehouses", Help: "Which ones.", Required: true, List: true, Reference: "warehouses"},
		}},
		Given: given, Probe: opened, Open: opened,
	}, fake
}
