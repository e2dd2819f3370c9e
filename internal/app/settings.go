package app

import (
	"context"
	"log/slog"
	"sync/atomic"

	"wpbridge/internal/config"
)

// settings is the configuration in force, and how to read it anew.
type settings struct {
	load    func(context.Context) (*config.Config, error)
	log     *slog.Logger
	current atomic.Pointer[config.Config]
	fault   string // of the last reading, so that it is told once
}

func newSettings(o ServeOptions) *settings {
	s := &settings{load: o.Load, log: o.Log.With("component", "settings")}
	s.current.Store(o.Config)
	return s
}

func (s *settings) now() *config.Config { return s.current.Load() }

// reload takes the settings as they are now, and reports whether they are other
// than before. With settings that make no sense it keeps those before. One
// caller at a time.
func (s *settings) reload(ctx context.Context) bool {
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
	if old.Server.Listen != fresh.Server.Listen || old.Server.Metrics != fresh.Server.Metrics || old.Shop != fresh.Shop {
		s.log.WarnContext(ctx, "the sections shop and server take effect only when wpbridge is started again")
	}
	s.current.Store(fresh)
	s.log.InfoContext(ctx, "settings have changed and are in force")
	return true
}
