// Package profiles holds the profiles that come with the program.
package profiles

import (
	"embed"
	"io/fs"
	"strings"
)

// Shipped are the files sors.yaml and so on.
//
//go:embed *.yaml
var Shipped embed.FS

// Names are the names of the profiles, in alphabetical order.
func Names() []string {
	files, _ := fs.Glob(Shipped, "*.yaml") // the pattern is right
	for i, f := range files {
		files[i] = strings.TrimSuffix(f, ".yaml")
	}
	return files
}
