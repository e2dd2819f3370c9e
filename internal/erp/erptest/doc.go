// Package erptest proves connectors and stands in for them: Run is the
// conformance suite that every connector passes against its simulator, Fake is
// an ERP in memory. Only tests import it.
package erptest
