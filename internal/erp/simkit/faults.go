package simkit

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Fault is one way in which answers go wrong.
type Fault struct {
	Kind  string
	Rate  float64       // share of requests, 0 to 1; 0 for a counted fault
	Count int           // the next so many requests; 0 for a fault by rate
	Delay time.Duration // of slow; Retry-After of 429-after
}

// Faults are tried in order on each request; the first that hits wins, but slow
// and those that only spoil the values may come with others.
type Faults []Fault

// The kinds of faults; the others are HTTP statuses.
const (
	empty      = "empty"       // lists are empty
	zeros      = "zeros"       // all quantities are zero
	nulls      = "nulls"       // all quantities are null
	wrongType  = "wrongtype"   // text and numbers are exchanged
	slow       = "slow"        // answers late
	html       = "html"        // a web page with status 200
	truncate   = "truncate"    // the JSON is cut off
	dropBefore = "drop-before" // the connection breaks before the request took effect
	dropAfter  = "drop-after"  // the connection breaks after it did
	after429   = "429-after"   // with Retry-After
)

func faultKinds() []string {
	return []string{
		"400", "401", "403", "404", "429", after429, "500", "502", "503", "504", html, truncate,
		wrongType, slow, dropBefore, dropAfter, empty, zeros, nulls,
	}
}

// ParseFaults reads a list such as "429=0.1,slow=0.5:800ms,500:3": a kind with
// the share of requests it strikes, or with how many of the next requests, and
// for slow and 429-after with a duration. Empty is none.
func ParseFaults(spec string) (Faults, error) {
	var out Faults
	for part := range strings.SplitSeq(spec, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		f, err := parseFault(part)
		if err != nil {
			return nil, fmt.Errorf("fault %q: %w", part, err)
		}
		out = append(out, f)
	}
	return out, nil
}

func parseFault(part string) (Fault, error) {
	i := strings.IndexAny(part, "=:")
	if i < 0 {
		return Fault{}, fmt.Errorf("must be KIND=SHARE or KIND:COUNT, such as 500=0.1 or 500:3")
	}
	amount, delay, delayed := strings.Cut(part[i+1:], ":")
	f := Fault{Kind: part[:i]}
	if !slices.Contains(faultKinds(), f.Kind) {
		return f, fmt.Errorf("unknown kind, must be one of %s", strings.Join(faultKinds(), " "))
	}
	var err error
	if part[i] == ':' {
		f.Count, err = parseCount(amount)
	} else {
		f.Rate, err = parseRate(amount)
	}
	if err == nil && delayed {
		f.Delay, err = parseDelay(delay)
	}
	return f.withDelay(), err
}

func parseCount(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return 0, fmt.Errorf("count %q must be a whole number from 1", s)
	}
	return n, nil
}

func parseRate(s string) (float64, error) {
	r, err := strconv.ParseFloat(s, 64)
	if err != nil || !(r >= 0 && r <= 1) {
		return 0, fmt.Errorf("share %q must be a number from 0 to 1", s)
	}
	return r, nil
}

func parseDelay(s string) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	if err != nil || d < 0 {
		return 0, fmt.Errorf("duration %q must be such as 800ms or 2s", s)
	}
	return d, nil
}

func (f Fault) withDelay() Fault {
	if f.Delay == 0 && (f.Kind == slow || f.Kind == after429) {
		f.Delay = time.Second
	}
	return f
}

// String is the text that ParseFaults reads.
func (fs Faults) String() string {
	parts := make([]string, len(fs))
	for i, f := range fs {
		parts[i] = f.Kind + "=" + strconv.FormatFloat(f.Rate, 'g', -1, 64)
		if f.Count > 0 {
			parts[i] = f.Kind + ":" + strconv.Itoa(f.Count)
		}
		if f.Delay > 0 {
			parts[i] += ":" + f.Delay.String()
		}
	}
	return strings.Join(parts, ",")
}
