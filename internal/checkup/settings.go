package checkup

import (
	"wpbridge/internal/config"
)

// Settings tells how many of the settings the shop itself keeps, or what is
// wrong with them: err is what loading them ended with.
func (r *Report) Settings(cfg *config.Config, err error) {
	const name = "settings"
	if err != nil {
		r.Fail(name, err, "")
		return
	}
	kept := 0
	for _, e := range cfg.Entries() {
		if cfg.Origin(e.Key).Kind == "shop" {
			kept++
		}
	}
	r.OK(name, "%d are kept in the shop", kept)
}
