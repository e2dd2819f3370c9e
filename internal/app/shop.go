package app

import (
	"context"
	"errors"
	"fmt"

	"wpbridge/internal/config"
	"wpbridge/internal/options"
	"wpbridge/internal/pairing"
	"wpbridge/internal/secretbox"
	"wpbridge/internal/state"
	"wpbridge/internal/wp"
)

// Options is where the shop keeps its settings; its Fingerprint tells when Load
// would find others.
func (a *App) Options() options.Source {
	return options.Source{DB: a.DB, Prefix: a.Prefix, Key: a.key}
}

// Load reads all settings anew: those of src, with the shop's own below the file.
func (a *App) Load(ctx context.Context, src config.Sources) (*config.Config, error) {
	kept, err := a.Options().Read(ctx)
	if err != nil {
		return nil, err
	}
	met, err := state.MetPlugin(ctx, a.DB, a.Prefix)
	if err != nil {
		return nil, err
	}
	if met.Fractional {
		kept.Facts = map[string]string{"stock.fractional": "yes"}
	}
	src.Shop, src.Later = kept, false
	return config.Load(src)
}

// Complete puts in force what Load finds. On an error the settings before stay.
func (a *App) Complete(ctx context.Context, src config.Sources) error {
	cfg, err := a.Load(ctx, src)
	if err == nil {
		a.Config = cfg
	}
	return err
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
