// Package all lists the connectors built into this binary.
package all

import (
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/profile"
	"wpbridge/internal/erp/sitoo"
)

// Connectors returns a new registry of every connector.
func Connectors() *erp.Registry { return erp.NewRegistry(profile.Factory(), sitoo.Factory()) }
