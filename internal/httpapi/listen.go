package httpapi

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"time"
)

// ErrTaken says that somebody listens at the address already.
var ErrTaken = errors.New("the address is taken")

// socketMode lets the web server's group in, when the socket is its.
const socketMode = 0o660

// Listen opens "host:port" on loopback or "unix:/path". An address that other
// machines can reach is refused.
func Listen(ctx context.Context, address string) (net.Listener, error) {
	if path, ok := strings.CutPrefix(address, "unix:"); ok {
		return listenSocket(ctx, path)
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, taken(address)
	}
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", address, err)
	}
	if a, ok := l.Addr().(*net.TCPAddr); !ok || !a.IP.IsLoopback() {
		return nil, errors.Join(fmt.Errorf("listen on %s: other machines can reach it: server.listen must be a loopback address such as 127.0.0.1:8787, or unix:/path", address), l.Close())
	}
	return l, nil
}

func taken(address string) error {
	return fmt.Errorf("%w: another program, perhaps another `wpbridge serve`, listens on %s; stop it, or choose another address in server.listen", ErrTaken, address)
}

// listenSocket takes over a socket file that nobody listens on any more.
func listenSocket(ctx context.Context, path string) (net.Listener, error) {
	conn, err := (&net.Dialer{Timeout: time.Second}).DialContext(ctx, "unix", path)
	switch {
	case err == nil:
		_ = conn.Close()
		return nil, taken("unix:" + path)
	case errors.Is(err, syscall.ECONNREFUSED):
		if err := removeSocket(path); err != nil {
			return nil, err
		}
	case !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("listen on unix:%s: %w", path, err)
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "unix", path)
	if err != nil {
		return nil, fmt.Errorf("listen on unix:%s: %w", path, err)
	}
	if err := os.Chmod(path, socketMode); err != nil {
		return nil, errors.Join(fmt.Errorf("open the socket to its group: %w", err), l.Close())
	}
	return l, nil
}

func removeSocket(path string) error {
	info, err := os.Lstat(path)
	if err == nil && info.Mode()&fs.ModeSocket == 0 {
		err = errors.New("it is not a socket")
	}
	if err == nil {
		err = os.Remove(path)
	}
	if err != nil {
		return fmt.Errorf("make room for the socket %s, on which nobody listens: %w", path, err)
	}
	return nil
}

// Server is an http.Server that no slow or silent caller can hold.
func Server(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler: h, MaxHeaderBytes: 16 << 10, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
		ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second, WriteTimeout: long + 30*time.Second, IdleTimeout: 2 * time.Minute,
	}
}
