package app

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"

	"wpbridge/internal/config"
)

// inForce is the configuration in force, and how to read it anew.
type inForce struct {
	load    func(context.Context) (*config.Config, error)
	log     *slog.Logger
	mu      sync.Mutex // of reload
	current atomic.Pointer[config.Config]
	fault   string // of the last reading, so that it is told once
}

func newInForce(a *App, o ServeOptions) *inForce {
	load := func(ctx context.Context) (*config.Config, error) { return a.Load(ctx, o.Sources()) }
	s := &inForce{load: load, log: a.Log.With("component", "settings")}
	s.current.Store(a.Config)
	return s
}

func (s *inForce) now() *config.Config { return s.current.Load() }

// reload takes the settings as they are now, and reports whether they are other
// than before. With settings that make no sense it keeps those before.
func (s *inForce) reload(ctx context.Context) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	fresh, err := s.load(ctx)
	if err != nil {
		if text := err.Error(); text != s.fault {
			s.fault = text
			s.log.WarnContext(ctx, "the settings cannot be used; those before stay in force", "err", err)
		}
		return false
	}
	s.fault = ""
	old := s.now()
	if config.Same(old, fresh) {
		return false
	}
	if place(old) != place(fresh) {
		s.log.WarnContext(ctx, "where the shop is and where to listen takes effect only when wpbridge is started again")
	}
	s.current.Store(fresh)
	s.log.InfoContext(ctx, "settings have changed and are in force")
	return true
}

// place is what cannot be changed while serving.
func place(c *config.Config) [5]string {
	return [...]string{c.Server.Listen, c.Server.Metrics, c.Shop.WordPress, c.Shop.DSN.Reveal(), c.Shop.Prefix}
}
