package woo

import "time"

// At lets a test say what time it is.
func (s *Shop) At(now time.Time) { s.now = func() time.Time { return now } }

// Settle lets a test try more orders than anybody can record.
var Settle = settle
