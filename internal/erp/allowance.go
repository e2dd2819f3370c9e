package erp

import "time"

// Allowance is what one answer said about the requests that may follow it. The
// zero value means that it said nothing. All durations count from the answer,
// worked out from its own clock, so that ours may be wrong.
type Allowance struct {
	Known     bool          // Remaining and Renewed were stated
	Remaining int           // requests left until the budget is renewed
	Renewed   time.Duration // until then
	Wait      time.Duration // ask nothing at all before this has passed
}
