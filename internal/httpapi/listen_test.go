package httpapi

import (
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func quietLog() *slog.Logger { return slog.New(slog.DiscardHandler) }

func TestListenStaysOnThisMachine(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"127.0.0.1:0", "localhost:0"} {
		l, err := Listen(t.Context(), address)
		require.NoError(t, err)
		_, err = Listen(t.Context(), l.Addr().String())
		require.ErrorIs(t, err, ErrTaken)
		require.NoError(t, l.Close())
	}
	for _, address := range []string{"0.0.0.0:0", ":0", "[::]:0"} {
		_, err := Listen(t.Context(), address)
		require.ErrorContains(t, err, "other machines can reach it")
	}
	_, err := Listen(t.Context(), "127.0.0.1:nonsense")
	require.ErrorContains(t, err, "listen on 127.0.0.1:nonsense")
}

func TestSocketsAreTakenOverOnlyFromTheDead(t *testing.T) {
	t.Parallel()
	dir, err := os.MkdirTemp("", "wpb") //nolint:usetesting // t.TempDir() is too long for a socket's path
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	path := filepath.Join(dir, "s")

	alive, err := Listen(t.Context(), "unix:"+path)
	require.NoError(t, err)
	_, err = Listen(t.Context(), "unix:"+path)
	require.ErrorIs(t, err, ErrTaken)
	alive.(*net.UnixListener).SetUnlinkOnClose(false) // as after a crash
	require.NoError(t, alive.Close())

	again, err := Listen(t.Context(), "unix:"+path)
	require.NoError(t, err)
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o660), info.Mode().Perm())
	require.NoError(t, again.Close())

	file := filepath.Join(dir, "precious")
	require.NoError(t, os.WriteFile(file, []byte("x"), 0o600))
	_, err = Listen(t.Context(), "unix:"+file)
	require.ErrorContains(t, err, "it is not a socket")
	require.FileExists(t, file)
	_, err = Listen(t.Context(), "unix:"+filepath.Join(dir, "none", "s"))
	require.Error(t, err)
}
