package profile_test

import (
	"bytes"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/profile"
	"wpbridge/internal/erp/profile/profilesim"
)

func sorsSim(n int) *profilesim.Sim {
	return profilesim.New(profilesim.Options{Form: "sors", Products: catalogue(n, 1)})
}

func TestARunRefusesAndNamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	_, err := openSmall(t, answer{}, erp.Settings{"file": "sors", "secret": "k", "vars.database": "Demo2"})
	for _, name := range []string{"business_units", "products_path", "stock_path", "item_code", "stock_quantity", "success"} {
		require.ErrorContains(t, err, "profile.vars."+name+" is missing")
	}
	require.NotContains(t, err.Error(), "profile.vars.database ")
	require.ErrorContains(t, err, "the vendor has not published it")
	_, err = openSmall(t, answer{}, erp.Settings{"file": "sedona"})
	require.ErrorContains(t, err, "profile.vars.articles_path is missing (the vendor has not published it)")
}

// A person tests the login and looks at the lists before choosing from them.
func TestProbeNeedsNoChoices(t *testing.T) {
	t.Parallel()
	sim := sorsSim(5)
	s := sim.Settings(address)
	delete(s, "vars.business_units")
	delete(s, "vars.stock_path")
	r := erp.NewRegistry(profile.Factory())
	env := erp.Env{HTTP: sim.Client(), Log: quiet()}
	o, err := r.Probe(t.Context(), profile.Name, s, env)
	require.NoError(t, err)
	require.NoError(t, o.Ping(t.Context()))
	require.Equal(t, []string{"business_units", "databases", "groups"}, o.Traits.References)
	_, err = r.Open(t.Context(), profile.Name, s, env)
	require.ErrorContains(t, err, "profile.vars.business_units is missing")
}

func TestWhatLacksAVariableIsNotOffered(t *testing.T) {
	t.Parallel()
	o := mustOpen(t, sorsSim(5), "vars.codes_parameter=-", "vars.groups_path=-", "vars.databases_path=-")
	require.Nil(t, o.CheckStock)
	require.NotNil(t, o.FindItems)
	require.Equal(t, []string{"business_units"}, o.Traits.References)
	_, err := o.ListReference(t.Context(), "groups")
	require.ErrorContains(t, err, "set profile.vars.groups_path")
	p, err := mustOpen(t, sorsSim(5), "vars.item_price=-", "vars.item_attributes=-", "vars.item_parent=-", "vars.total=-").ReadItems(t.Context(), erp.Query{})
	require.NoError(t, err)
	require.Len(t, p.Items, 5)
	require.Nil(t, p.Items[4].Price)
	require.Empty(t, p.Items[4].Attributes)
}

func TestTheNewestDatabase(t *testing.T) {
	t.Parallel()
	sim := profilesim.New(profilesim.Options{Form: "sors", Products: catalogue(30, 1), Databases: []string{"Shop9", "Shop2024", "Shop2025", "Shop2025old", "Other2026"}})
	o := mustOpen(t, sim, "vars.database=Shop*", "vars.page_size=10")
	p, err := o.ReadStock(t.Context(), erp.Query{})
	require.NoError(t, err)
	require.Contains(t, p.Next, "Shop2025")
	sim.OpenYear("Shop2026")
	fresh := mustOpen(t, sim, "vars.database=Shop*", "vars.page_size=10")
	for p.Next != "" {
		p, err = fresh.ReadStock(t.Context(), erp.Query{Page: p.Next})
		require.NoError(t, err)
	}
	require.Contains(t, p.Mark, "Shop2025", "a reading keeps to the year in which it began")
	all := 0
	q := erp.Query{Since: p.Mark}
	for {
		p, err = fresh.ReadStock(t.Context(), q)
		require.NoError(t, err)
		all += len(p.Items)
		if q.Page = p.Next; q.Page == "" {
			break
		}
	}
	require.Equal(t, 30, all, "a mark of last year says nothing of the new database: all of it is read")
	require.Contains(t, p.Mark, "Shop2026")

	_, err = mustOpen(t, sim, "vars.database=None*").ReadStock(t.Context(), erp.Query{})
	require.ErrorContains(t, err, `profile.vars.database is "None*", but none of the databases`)
	_, err = mustOpen(t, sim, "vars.database=Shop*", "vars.databases_path=-").ReadStock(t.Context(), erp.Query{})
	require.ErrorContains(t, err, "set profile.vars.databases_path")
}

func TestAnAgingDatabaseIsSaid(t *testing.T) {
	t.Parallel()
	sim := sorsSim(3)
	log := &bytes.Buffer{}
	env := erp.Env{HTTP: sim.Client(), Log: slog.New(slog.NewTextHandler(log, nil))}
	o, err := erp.NewRegistry(profile.Factory()).Open(t.Context(), profile.Name, sim.Settings(address), env)
	require.NoError(t, err)
	log.Reset()
	require.NoError(t, o.Ping(t.Context()))
	require.Empty(t, log.String())
	sim.OpenYear("Demo2026")
	o, err = erp.NewRegistry(profile.Factory()).Open(t.Context(), profile.Name, sim.Settings(address), env)
	require.NoError(t, err)
	require.NoError(t, o.Ping(t.Context()))
	require.Contains(t, log.String(), "setting=profile.vars.database chosen=Demo2025 newest=Demo2026")
}

func TestFailureInsideStatus200(t *testing.T) {
	t.Parallel()
	_, err := mustOpen(t, sorsSim(3), "vars.database=Demo2019", "vars.databases_path=-").ReadStock(t.Context(), erp.Query{})
	require.EqualError(t, err, `stock: SORS says no: uspeh is "false", "Nepoznata baza Demo2019"`)
	require.False(t, erp.Temporary(err))
	_, err = mustOpen(t, sorsSim(3), "secret=wrong").ReadStock(t.Context(), erp.Query{})
	require.ErrorIs(t, err, erp.ErrUnauthorized)
}
