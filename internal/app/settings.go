package app

import (
	"context"
	"errors"
	"fmt"

	"wpbridge/internal/config"
	"wpbridge/internal/pairing"
	"wpbridge/internal/secretbox"
	"wpbridge/internal/settings"
	"wpbridge/internal/state"
	"wpbridge/internal/wp"
)

// Settings is where the shop keeps its settings; its Fingerprint tells when
// Complete would find others.
func (a *App) Settings() settings.Source {
	return settings.Source{DB: a.DB, Prefix: a.Prefix, Key: a.key}
}

// Complete loads the settings again, now with the shop's own below the file,
// and puts them in force. On an error those before stay.
func (a *App) Complete(ctx context.Context, src config.Sources) error {
	options, err := a.Settings().Read(ctx)
	if err != nil {
		return err
	}
	met, err := state.MetPlugin(ctx, a.DB, a.Prefix)
	if err != nil {
		return err
	}
	if met.Fractional {
		options.Facts = map[string]string{"stock.fractional": "yes"}
	}
	src.Shop, src.Later = options, false
	cfg, err := config.Load(src)
	if err != nil {
		return err
	}
	a.Config = cfg
	return nil
}

// key opens the shop's boxes: server.key, else what wp-config.php says now.
func (a *App) key() (secretbox.Key, error) {
	if k := a.Config.Server.Key; !k.Empty() {
		return secretbox.ParseKey(k.Reveal())
	}
	if a.Config.Shop.WordPress == "" {
		return secretbox.Key{}, errors.New("set server.key to the WPBRIDGE_KEY of wp-config.php")
	}
	source, err := readSite(a.Config)
	if err != nil {
		return secretbox.Key{}, err
	}
	text, err := wp.ParseConstants(source).Value(pairing.KeyConstant)
	if err != nil {
		return secretbox.Key{}, fmt.Errorf("%w: %s %w: run `wpbridge init`, or set server.key", wp.ErrConfig, pairing.KeyConstant, err)
	}
	return secretbox.ParseKey(text)
}
