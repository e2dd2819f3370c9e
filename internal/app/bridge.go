package app

import (
	"context"
	"errors"
	"time"

	"wpbridge/internal/bridge"
	"wpbridge/internal/mysql"
	"wpbridge/internal/state"
	"wpbridge/internal/wp"
)

// plugin is how WordPress names ours.
const plugin = "wpbridge/wpbridge.php"

// phpForgets is how long PHP may remember a file as it was: two seconds if
// nobody has set opcache.revalidate_freq, and a little more.
const phpForgets = 4 * time.Second

// Plugin is the way to the shop's plugin; nil where no secret is set, without
// which it cannot be called.
func (a *App) Plugin(ctx context.Context) (*bridge.Client, error) {
	secret := a.Config.Server.Secret
	if secret.Empty() {
		return nil, nil
	}
	site := a.site.Home
	if site == "" {
		o, err := wp.ReadOptions(ctx, a.DB, a.Prefix, "home")
		if err != nil {
			return nil, err
		}
		site = o["home"]
	}
	return bridge.NewClient(bridge.Options{Site: site, Via: a.Config.Shop.URL, Secret: secret.Reveal()})
}

// Greet asks the plugin about itself and, where our tables are made, remembers
// what it says. The client is nil where it cannot be called.
func (a *App) Greet(ctx context.Context) (*bridge.Client, state.Plugin, error) {
	client, err := a.Plugin(ctx)
	if client == nil || err != nil {
		return client, state.Plugin{}, err
	}
	store, err := state.Open(ctx, a.DB, a.Prefix)
	if err != nil {
		p, err := client.Ping(ctx)
		return client, p, err
	}
	p, err := a.bridge(client, store).Greet(ctx)
	return client, p, err
}

// GreetAnew is Greet right after wp-config.php was changed: as long as PHP goes
// by what it said before, the plugin is asked again.
func (a *App) GreetAnew(ctx context.Context) (client *bridge.Client, p state.Plugin, err error) {
	for late := time.Now().Add(phpForgets); ; {
		client, p, err = a.Greet(ctx)
		if !errors.Is(err, bridge.ErrSecret) || time.Now().After(late) || mysql.Pause(ctx, phpForgets/10) != nil {
			return client, p, err
		}
	}
}

// Bridge keeps the plugin informed; nil where it cannot be called.
func (a *App) Bridge(ctx context.Context) (*bridge.Bridge, error) {
	client, err := a.Plugin(ctx)
	if client == nil || err != nil {
		return nil, err
	}
	return a.bridge(client, a.Store), nil
}

func (a *App) bridge(c *bridge.Client, s *state.Store) *bridge.Bridge {
	return &bridge.Bridge{
		Client: c, Store: s, Hooks: a.Config.Bridge.Hooks, Log: a.Log.With("component", "bridge"),
		Listed: func(ctx context.Context) (bool, error) { return wp.PluginActive(ctx, a.DB, a.Prefix, plugin) },
	}
}
