package config

import (
	"os"
	"strings"
)

// Find returns the settings file to load: the one given, else the one that
// WPBRIDGE_CONFIG names, else wpbridge.yaml here or in /etc/wpbridge if there
// is one, else none.
func Find(given string, environ []string) string {
	if given != "" {
		return given
	}
	for _, e := range environ {
		if path, ok := strings.CutPrefix(e, envPrefix+"CONFIG="); ok && path != "" {
			return path
		}
	}
	for _, path := range []string{"wpbridge.yaml", "/etc/wpbridge/wpbridge.yaml"} {
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	return ""
}
