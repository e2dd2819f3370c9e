package options_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/options"
	"wpbridge/internal/secretbox"
	"wpbridge/internal/shoptest"
	"wpbridge/internal/wp"
)

func source(t *testing.T, key func() (secretbox.Key, error)) (options.Source, *shoptest.Shop) {
	t.Helper()
	shop := shoptest.DB(t)
	prefix, err := wp.ParsePrefix(shop.Prefix)
	require.NoError(t, err)
	return options.Source{DB: shop.DB, Prefix: prefix, Key: key}, shop
}

func TestTheFingerprintFollowsTheSettings(t *testing.T) {
	t.Parallel()
	s, shop := source(t, nil)
	last := ""
	now := func() string {
		f, err := s.Fingerprint(t.Context())
		require.NoError(t, err)
		return f
	}
	for _, change := range []func(){
		func() {},
		func() { shop.SetOption(t, "wpbridge_stock__buffer", "1") },
		func() { shop.SetOption(t, "wpbridge_stock__buffer", "2") },
		func() {
			shop.Exec(t, "DELETE FROM "+shop.Table("options")+" WHERE option_name = 'wpbridge_stock__buffer'")
		},
	} {
		change()
		require.NotEqual(t, last, now())
		last = now()
		shop.SetOption(t, "wpbridge_jti", last) // the plugin's own affair
		require.Equal(t, last, now())
	}
}

func TestOptionsAreReadWithTheirBoxes(t *testing.T) {
	t.Parallel()
	key := secretbox.NewKey()
	s, shop := source(t, func() (secretbox.Key, error) { return key, nil })
	shop.SetOption(t, "wpbridge_sitoo__test__password", key.Seal("hunter2"))
	shop.SetOption(t, "wpbridge_pairing", "{}")
	kept, err := s.Read(t.Context())
	require.NoError(t, err)
	require.Len(t, kept.Values, 1)
	text, err := kept.Unseal(kept.Values["wpbridge_sitoo__test__password"])
	require.NoError(t, err)
	require.Equal(t, "hunter2", text)

	s.Key = func() (secretbox.Key, error) { return secretbox.Key{}, errors.New("not found anywhere") }
	kept, err = s.Read(t.Context())
	require.NoError(t, err, "a key is missed only where something is sealed")
	_, err = kept.Unseal(kept.Values["wpbridge_sitoo__test__password"])
	require.EqualError(t, err, "is sealed, and the key is missing: not found anywhere")
}
