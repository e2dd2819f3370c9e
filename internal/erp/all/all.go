// Package all lists the connectors built into this binary.
package all

import (
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/flowii"
	"wpbridge/internal/erp/profile"
	"wpbridge/internal/erp/sitoo"
	"wpbridge/internal/erp/smartbill"
)

// Connectors returns a new registry of every connector.
func Connectors() *erp.Registry {
	return erp.NewRegistry(
		sitoo.Factory(),
		smartbill.Factory(),
		flowii.Factory(),
		profile.Factory(),
	)
}
