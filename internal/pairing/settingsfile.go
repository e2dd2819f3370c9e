package pairing

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"wpbridge/internal/erp"
)

// ErrExists says that the settings file is there already.
var ErrExists = errors.New("the settings file exists already")

// SettingsFile is what init knows of the first wpbridge.yaml.
type SettingsFile struct {
	WordPress string
	Secret    string
	Key       string       // empty where wp-config.php holds it
	ERP       *erp.Factory // nil: not chosen yet
	Known     []string     // the connectors there are
}

// NewSecret makes random text of 36 bytes, which is 48 characters.
func NewSecret() string {
	b := make([]byte, 36)
	_, _ = rand.Read(b) // never fails: see crypto/rand
	return base64.RawURLEncoding.EncodeToString(b)
}

// YAML writes the file's text. What only the owner can know stands there as
// comments, with the connector's own words of help.
func (s SettingsFile) YAML() string {
	var b strings.Builder
	fmt.Fprintf(&b, `# Settings of wpbridge. "wpbridge config print" shows all of them with their
# values; the example file of the distribution explains them.
shop:
  # The directory of WordPress; the database login is read from its wp-config.php.
  wordpress: %s

server:
  # Signs the tokens by which the shop's plugin, programs on this machine and
  # wpbridge know each other.
  secret: %s
`, yamlText(s.WordPress), yamlText(s.Secret))
	if s.Key != "" {
		fmt.Fprintf(&b, "  # Opens the passwords that the plugin's page keeps in the shop.\n  key: %s\n", yamlText(s.Key))
	}
	s.writeERP(&b)
	return b.String()
}

func (s SettingsFile) writeERP(b *strings.Builder) {
	if s.ERP == nil {
		fmt.Fprintf(b, "\nerp:\n  # The business system: %s.\n  # name:\n", strings.Join(s.Known, ", "))
		return
	}
	fmt.Fprintf(b, "\nerp:\n  name: %s\n  # With \"test\" the login under %s › test is used, and nothing of the live one.\n  mode: live\n\n%s:\n", s.ERP.Name, s.ERP.Name, s.ERP.Name)
	for _, x := range s.ERP.Settings {
		fmt.Fprintf(b, "  # %s\n  # %s:%s\n", strings.Join(notes(x), " "), x.Name, example(x))
	}
	fmt.Fprintf(b, "  # test:\n  #   %s:\n", s.ERP.Settings[0].Name)
}

func notes(x erp.Setting) []string {
	out := []string{x.Help}
	if x.Required {
		out = append(out, "Required.")
	}
	if len(x.OneOf) > 0 {
		out = append(out, "One of: "+strings.Join(x.OneOf, ", ")+".")
	}
	if x.Secret {
		out = append(out, "Or the path of a file that holds it, as "+x.Name+"_file.")
	}
	return out
}

func example(x erp.Setting) string {
	if x.Default != "" {
		return " " + x.Default
	}
	if x.List {
		return " []"
	}
	return ""
}

// yamlText quotes s: JSON's quoted text is YAML's too.
func yamlText(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		return `""` // not possible for text
	}
	return string(b)
}

// CanWrite refuses a path at which a file exists, so that no secret is lost.
func CanWrite(path string, force bool) error {
	if _, err := os.Stat(path); force || errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return fmt.Errorf("write settings: %w", err)
	}
	return fmt.Errorf("%w: %s; name another with --out, or replace it and the secret in it with --force", ErrExists, path)
}

// Write stores the file, readable by its owner only, whole or not at all.
func (s SettingsFile) Write(path string, force bool) error {
	if err := CanWrite(path, force); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".wpbridge-*.yaml") // mode 0600
	if err != nil {
		return fmt.Errorf("write settings: %w", err)
	}
	_, err = f.WriteString(s.YAML())
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("write settings: %w", errors.Join(err, os.Remove(f.Name())))
	}
	return nil
}
