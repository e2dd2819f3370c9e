// Package site is a real shop, WordPress with WooCommerce and the plugin, as its
// visitors and its owner meet it: by HTTP, and by PHP run inside it.
package site

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"wpbridge/internal/shoptest"
)

// Env names the folder of the shop that scripts/test has set up; without it no
// WordPress can be had.
const Env = "WPBRIDGE_TEST_SHOP"

// Site is a running shop.
type Site struct {
	*shoptest.Shop
	URL string // without a slash at the end
	Dir string // as scripts/shop made it; WordPress is in Dir/www

	root string
}

// Open returns the shop that all tests share: leave its settings as they are.
func Open(t testing.TB) *Site {
	t.Helper()
	dir := os.Getenv(Env)
	if dir == "" {
		t.Skip("SKIP end-to-end: no WordPress")
	}
	return from(t, dir)
}

// Fresh sets up a shop for this test alone, with the plugin active, and ends it
// with the test. It takes some seconds.
func Fresh(t testing.TB) *Site {
	t.Helper()
	if os.Getenv(Env) == "" {
		t.Skip("SKIP end-to-end: no WordPress")
	}
	dir := t.TempDir()
	t.Cleanup(func() {
		if t.Failed() {
			log, _ := os.ReadFile(filepath.Join(dir, "web", "php.log"))
			t.Logf("the shop's PHP log: %s", log[max(0, len(log)-4000):])
		}
		script(t, "down", dir)
	})
	script(t, "up", dir, "--web", "--plugin", filepath.Join(shoptest.ModuleRoot(t), "wpbridge-plugin"))
	return from(t, dir)
}

func from(t testing.TB, dir string) *Site {
	t.Helper()
	text := script(t, "env", dir)
	value := func(name string) string {
		m := regexp.MustCompile(`(?m)^` + name + `='(.*)'$`).FindStringSubmatch(text)
		if m == nil {
			t.Fatalf("scripts/shop env says no %s: %s", name, text)
		}
		return m[1]
	}
	return &Site{
		Shop: shoptest.Existing(t, value("SHOP_DSN"), value("SHOP_PREFIX")),
		URL:  value("SHOP_URL"), Dir: dir, root: shoptest.ModuleRoot(t),
	}
}

// PHP runs code inside WordPress, in a process of its own, and decodes into out
// the JSON that it prints last; nil wants none.
func (s *Site) PHP(t testing.TB, code string, out any) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "php")
	cmd.Env = append(os.Environ(), "SHOP_DIR="+s.Dir)
	cmd.Stdin = strings.NewReader("<?php $_SERVER['HTTP_HOST'] = '127.0.0.1'; $_SERVER['REQUEST_URI'] = '/';\n" +
		"require getenv( 'SHOP_DIR' ) . '/www/wp-load.php';\n" + code)
	text, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("php: %v\n%s\n%s", err, code, text)
	}
	if out == nil {
		return
	}
	lines := bytes.Split(bytes.TrimSpace(text), []byte("\n"))
	if err := json.Unmarshal(lines[len(lines)-1], out); err != nil {
		t.Fatalf("php printed no JSON at the end: %v\n%s", err, text)
	}
}

// Write puts a file into WordPress, such as wp-content/object-cache.php.
func (s *Site) Write(t testing.TB, path, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(s.Dir, "www", path), []byte(content), 0o644); err != nil { //nolint:gosec // the web server reads it
		t.Fatal(err)
	}
}

func script(t testing.TB, args ...string) string {
	t.Helper()
	var stderr bytes.Buffer
	cmd := exec.Command(filepath.Join(shoptest.ModuleRoot(t), "scripts", "shop"), args...) //nolint:noctx // down runs when the test's context is over
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("scripts/shop %s: %v\n%s", args[0], err, stderr.String())
	}
	return string(out)
}
