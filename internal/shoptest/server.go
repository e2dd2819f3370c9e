package shoptest

import (
	"context"
	"os"
	command "os/exec"
	"path/filepath"
	"regexp"
	"testing"
)

// Server is a database server of one test alone, which may be taken away.
type Server struct{ dir, script string }

// PrivateServer starts one, and has DB make the test's databases on it. The test
// must not be parallel.
func PrivateServer(t *testing.T) Server {
	t.Helper()
	dir, err := os.MkdirTemp(memory(), "wpbridge-chaos") //nolint:usetesting // t.TempDir is too slow a disk and too long a path for a socket
	if err != nil {
		t.Fatalf("make a directory for a database server: %v", err)
	}
	s := Server{dir, script(t, "mariadb")}
	t.Cleanup(func() {
		if err := command.CommandContext(context.WithoutCancel(t.Context()), s.script, "stop", dir).Run(); err != nil {
			t.Errorf("stop the database server: %v", err)
		}
		_ = os.RemoveAll(dir) // some megabytes in a directory of temporary files
	})
	dsn := regexp.MustCompile(`WPBRIDGE_TEST_DSN='(.*)'`).FindStringSubmatch(s.do(t, "start"))
	if len(dsn) != 2 {
		t.Fatalf("scripts/mariadb start %s printed no DSN", dir)
	}
	t.Setenv(EnvDSN, dsn[1])
	return s
}

// Crash ends the server as kill -9 does.
func (s Server) Crash(t *testing.T) {
	t.Helper()
	s.do(t, "kill")
}

// Restart stops the server properly, if it runs, and starts it again.
func (s Server) Restart(t *testing.T) {
	t.Helper()
	s.do(t, "restart")
}

// do runs the script. Its output goes to a file, which the server may inherit.
func (s Server) do(t *testing.T, what string) string {
	t.Helper()
	out, err := os.Create(filepath.Join(s.dir, what+".out"))
	if err != nil {
		t.Fatalf("scripts/mariadb %s: %v", what, err)
	}
	defer func() { _ = out.Close() }()
	cmd := command.CommandContext(t.Context(), s.script, what, s.dir)
	cmd.Stdout, cmd.Stderr = out, out
	err = cmd.Run()
	text, _ := os.ReadFile(out.Name())
	if err != nil {
		t.Fatalf("scripts/mariadb %s: %v: %s", what, err, text)
	}
	return string(text)
}

func memory() string {
	if _, err := os.Stat("/dev/shm"); err == nil {
		return "/dev/shm"
	}
	return os.TempDir()
}

// script is the path of one of the repository's scripts; tests run in their
// package's directory.
func script(t *testing.T, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	for ; err == nil && dir != "/"; dir = filepath.Dir(dir) {
		if _, missing := os.Stat(filepath.Join(dir, "go.mod")); missing == nil {
			return filepath.Join(dir, "scripts", name)
		}
	}
	t.Fatalf("scripts/%s is not above this directory: %v", name, err)
	return ""
}
