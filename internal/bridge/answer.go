package bridge

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Why a call did not succeed.
var (
	ErrUnreachable = errors.New("the shop's web server does not answer")
	ErrRedirect    = errors.New("the shop's web server sends us elsewhere")
	ErrNoPlugin    = errors.New("WordPress answers, but the plugin WP Bridge is not active there")
	ErrSecret      = errors.New("the plugin does not accept our secret")
	ErrClock       = errors.New("the clocks of this machine and of the web server disagree")
	ErrBlocked     = errors.New("WordPress refuses calls of its REST interface")
	ErrAnswer      = errors.New("the shop's answer is not the plugin's")
)

// tolerated is how far the web server's clock may be from ours before a refused
// token is put down to it.
const tolerated = 5 * time.Second

type answer struct {
	status int
	header http.Header
	body   []byte
}

// strange tells an answer that is not from WordPress' REST interface: a page, or
// a refusal by something in front of it.
func (a answer) strange() bool {
	success, refusal := a.status < 300, a.status >= 400 && a.status < 500
	return success && !json.Valid(a.body) || refusal && a.problem().Code == ""
}

// problem is what WordPress says of an error.
type problem struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

func (a answer) problem() problem {
	var p problem
	if err := json.Unmarshal(a.body, &p); err != nil {
		return problem{}
	}
	return p
}

// fault is nil for a success.
func (a answer) fault(now time.Time) error {
	p := a.problem()
	refused := a.status == http.StatusUnauthorized || a.status == http.StatusForbidden
	switch {
	case a.status >= 200 && a.status < 300:
		return nil
	case a.status >= 300 && a.status < 400:
		return fmt.Errorf("%w: to %s", ErrRedirect, a.header.Get("Location"))
	case a.status == http.StatusNotFound && p.Code == "rest_no_route":
		return ErrNoPlugin
	case refused && strings.HasPrefix(p.Code, "wpbridge_"):
		if apart := a.apart(now); apart > tolerated {
			return fmt.Errorf("%w by %s", ErrClock, apart.Round(time.Second))
		}
		return fmt.Errorf("%w (%s)", ErrSecret, p.Code)
	case refused && p.Code != "":
		return fmt.Errorf("%w: %s: %s", ErrBlocked, p.Code, p.Message)
	case p.Code != "":
		return fmt.Errorf("%w: status %d, %s: %s", ErrAnswer, a.status, p.Code, p.Message)
	}
	return fmt.Errorf("%w: status %d, %s", ErrAnswer, a.status, a.header.Get("Content-Type"))
}

// apart is how far the web server's clock is from ours.
func (a answer) apart(now time.Time) time.Duration {
	theirs, err := http.ParseTime(a.header.Get("Date"))
	if err != nil {
		return 0
	}
	return now.Sub(theirs).Abs()
}
