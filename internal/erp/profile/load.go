package profile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"wpbridge/configs/profiles"
	"wpbridge/internal/erp/profile/schema"
)

// Load reads and checks a profile: file is a path, or the name of one that comes
// with the program. What is wrong with its text is schema.Faults.
func Load(file string) (*schema.Profile, error) {
	source, err := read(file)
	if err != nil {
		return nil, fmt.Errorf("read the profile: %w", err)
	}
	return schema.Parse(filepath.Base(file), source)
}

func read(file string) ([]byte, error) {
	if file != filepath.Base(file) || filepath.Ext(file) != "" {
		return os.ReadFile(file)
	}
	b, err := profiles.Shipped.ReadFile(file + ".yaml")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("no profile %q comes with wpbridge: there are %s; a file is named by its path, such as ./%s.yaml",
			file, strings.Join(profiles.Names(), ", "), file)
	}
	return b, err
}
