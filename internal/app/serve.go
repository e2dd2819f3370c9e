package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"wpbridge/internal/checkup"
	"wpbridge/internal/config"
	"wpbridge/internal/erp"
	"wpbridge/internal/httpapi"
	"wpbridge/internal/inbox"
	"wpbridge/internal/schedule"
	"wpbridge/internal/state"
)

// errStopping is why runs end before their time when the service stops.
var errStopping = errors.New("wpbridge was stopped")

const (
	serveConns = 16 // connections to the database: runs, pages and checks at the same time
	drainTime  = 10 * time.Second
)

// ServeOptions say what the service works with.
type ServeOptions struct {
	// Sources are the settings' places outside of the shop, as they are now.
	Sources func() config.Sources
	Logger  func(config.Log) *slog.Logger
	// Check adds to a report what `wpbridge check` finds.
	Check    func(context.Context, *checkup.Report)
	Registry *erp.Registry
	Version  string
	Program  string                 // path of this program, for cron lines
	File     string                 // the settings file, empty: none
	Poll     time.Duration          // how often the settings are looked at; 0: 15 s
	Serving  func(address net.Addr) // hears where; nil: nobody does
}

// Service is the sidecar at work.
type Service struct {
	*App
	opt      ServeOptions
	inForce  *inForce
	login    *login
	runs     *runs
	schedule *schedule.Scheduler
	planned  int // the login, as login.use numbers it, for which the schedule was begun
	metrics  *metrics
	checkout *checkout
	inbox    *inbox.Inbox
	orders   *orders

	tending sync.Mutex // one at a time takes up settings
}

// Serve is the sidecar: HTTP API and schedule, until ctx ends. Runs then finish
// their current chunk before it returns. It works without a business system, so
// that one can be chosen, and takes it up once it is.
func Serve(ctx context.Context, o ServeOptions) error {
	if o.Poll == 0 {
		o.Poll = 15 * time.Second
	}
	a, err := OpenShop(ctx, o.Sources(), o.Logger)
	if err != nil {
		return err
	}
	if a.Config.Server.Secret.Empty() {
		return errors.Join(errors.New("server.secret is missing: without it nobody could call the sidecar; `wpbridge init` makes one"), a.Close())
	}
	a.DB.SetMaxOpenConns(serveConns)
	l, err := listenAll(ctx, a.Config.Server)
	if err != nil {
		return errors.Join(err, a.Close())
	}
	err = serve(ctx, o, a, l)
	return errors.Join(err, l.Close(), a.Close())
}

// listeners are where the service is asked; metrics is nil where nobody may
// have them.
type listeners struct{ api, metrics net.Listener }

func listenAll(ctx context.Context, c config.Server) (l listeners, err error) {
	if l.api, err = httpapi.Listen(ctx, c.Listen); err != nil || c.Metrics == "off" {
		return l, err
	}
	if l.metrics, err = (&net.ListenConfig{}).Listen(ctx, "tcp", c.Metrics); err != nil {
		return l, errors.Join(fmt.Errorf("listen for metrics on %s (server.metrics): %w", c.Metrics, err), l.Close())
	}
	return l, nil
}

// Close closes what is open still: a server closes its own.
func (l listeners) Close() error {
	for _, x := range []net.Listener{l.api, l.metrics} {
		if x == nil {
			continue
		}
		if err := x.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
			return err
		}
	}
	return nil
}

// serve puts the pieces together and takes them down again, the last first.
func serve(ctx context.Context, o ServeOptions, a *App, l listeners) error {
	work, stop := context.WithCancelCause(context.WithoutCancel(ctx))
	defer context.AfterFunc(ctx, func() { stop(errStopping) })()
	crew := newCrew(work)

	s := &Service{App: a, opt: o, inForce: newInForce(a, o)}
	err := s.assemble(work, crew)
	if err == nil {
		err = s.listen(ctx, work, l)
	}
	stop(errStopping)
	crew.wait()
	if s.schedule != nil {
		err = errors.Join(err, s.schedule.Close())
	}
	return err
}

func (s *Service) assemble(work context.Context, crew *crew) (err error) {
	if s.metrics, err = newMetrics(); err != nil {
		return err
	}
	s.login = &login{registry: s.opt.Registry, log: s.Log, metrics: s.metrics.erp}
	s.planned = s.login.use(work, s.inForce.now())
	s.runs = &runs{service: s, crew: crew, previews: map[string]bool{}}
	s.inbox = newInbox(s)
	s.orders = &orders{Store: s.Store, service: s}
	if s.checkout, err = newCheckout(s, crew); err != nil {
		return err
	}
	if s.schedule, err = schedule.New(scheduled{s}, s.Log); err != nil {
		return err
	}
	if err := s.Store.CloseStalled(work); err != nil {
		return err
	}
	return s.tend(work)
}

// listen answers until ctx ends or something that must not fail does.
func (s *Service) listen(ctx, work context.Context, l listeners) error {
	log := s.Log.With("component", "http")
	api, err := httpapi.New(s.deps(log)) //nolint:contextcheck // each call brings its own
	if err != nil {
		return err
	}
	g, alive := errgroup.WithContext(ctx)
	g.Go(func() error { return answer(alive, httpapi.Server(api, log), l.api) })
	if l.metrics != nil {
		g.Go(func() error { return answer(alive, httpapi.Server(s.metrics.handler(), log), l.metrics) })
	}
	g.Go(func() error { return s.keep(alive, work) })
	g.Go(func() error { return s.tell(alive, work) })
	g.Go(func() error { return s.workInbox(alive, work) })
	g.Go(func() error { return s.orders.keep(alive) })
	s.Log.InfoContext(ctx, "serving", "address", l.api.Addr().String(), "version", s.opt.Version)
	if s.opt.Serving != nil {
		s.opt.Serving(l.api.Addr())
	}
	return g.Wait()
}

func (s *Service) deps(log *slog.Logger) httpapi.Deps {
	return httpapi.Deps{
		Log: log, Tokens: s.Store, Books: s.Store, Runs: s.runs, Shop: s, Settings: s, ERP: s, Products: &products{Store: s.Store, service: s}, Checkouts: s.checkout, Pushes: s.inbox, Orders: s.orders,
		Secrets: func() []string { return s.Config().Server.Secrets() },
		Ready: func(ctx context.Context) error {
			_, err := state.Open(ctx, s.DB, s.Prefix)
			return err
		},
	}
}

// view is the app with the settings that are in force now.
func (s *Service) view() *App {
	a := *s.App
	a.Config, a.closers = s.Config(), nil
	return &a
}

// Config is the configuration in force.
func (s *Service) Config() *config.Config { return s.inForce.now() }

// answer serves until ctx ends; calls under way may then finish.
func answer(ctx context.Context, srv *http.Server, l net.Listener) error {
	drained := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() {
		wait, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), drainTime, errors.New("calls under way took too long"))
		defer cancel()
		drained <- srv.Shutdown(wait)
	})
	if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		stop()
		return fmt.Errorf("serve on %s: %w", l.Addr(), err)
	}
	if err := <-drained; err != nil {
		_ = srv.Close()
	}
	return nil
}
