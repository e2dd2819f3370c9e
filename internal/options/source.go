// Package options reads the settings that the shop's owner makes in WooCommerce
// from where the plugin keeps them: WordPress options, secrets among them in
// boxes.
package options

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"

	"wpbridge/internal/config"
	"wpbridge/internal/secretbox"
	"wpbridge/internal/wp"
)

// form is what every setting's option looks like: it names a section and a key.
const form = `wpbridge\_%\_\_%`

// Source is where one shop keeps its settings.
type Source struct {
	DB     *sql.DB
	Prefix wp.Prefix
	// Key finds the key of the boxes; its error says in words where it was looked
	// for.
	Key func() (secretbox.Key, error)
}

// Read returns the options as they are now.
func (s Source) Read(ctx context.Context) (config.Options, error) {
	values, err := s.values(ctx)
	if err != nil {
		return config.Options{}, err
	}
	key, noKey := s.Key()
	return config.Options{Values: values, Unseal: func(box string) (string, error) {
		text, err := key.Open(box)
		switch {
		case errors.Is(err, secretbox.ErrForm):
			return "", fmt.Errorf("%w: enter it again under WooCommerce › Settings › WP Bridge", err)
		case err != nil && noKey != nil:
			return "", fmt.Errorf("is sealed, and the key is missing: %w", noKey)
		case err != nil:
			return "", fmt.Errorf("%w: enter it again under WooCommerce › Settings › WP Bridge, or bring the old WPBRIDGE_KEY back", err)
		}
		return text, nil
	}}, nil
}

// Fingerprint changes when the options do. It costs one short read.
func (s Source) Fingerprint(ctx context.Context) (string, error) {
	values, err := s.values(ctx)
	if err != nil {
		return "", err
	}
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(values)) {
		fmt.Fprintf(h, "%d %s %d %s ", len(name), name, len(values[name]), values[name])
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

func (s Source) values(ctx context.Context) (map[string]string, error) {
	values, err := wp.ReadOptionsLike(ctx, s.DB, s.Prefix, form)
	if err != nil {
		return nil, fmt.Errorf("read the settings kept in the shop: %w", err)
	}
	return values, nil
}
