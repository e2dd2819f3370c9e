package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"wpbridge/internal/erp"
	"wpbridge/internal/job"
	"wpbridge/internal/mysql"
	"wpbridge/internal/outbox"
	"wpbridge/internal/state"
	"wpbridge/internal/woo"
)

// ErrNotReady is wrapped by a service that cannot do its work yet, such as
// before a business system is chosen. Its text is meant for people.
var ErrNotReady = errors.New("wpbridge cannot do this yet")

// code is the stable name of a kind of error, for programs.
type code string

const (
	codeUnauthorized code = "unauthorized"
	codeScope        code = "forbidden_scope"
	codeForbidden    code = "forbidden"
	codeReplayed     code = "replayed"
	codeNotFound     code = "not_found"
	codeMethod       code = "method_not_allowed"
	codeInvalid      code = "invalid"
	codeTooLarge     code = "too_large"
	codeBusy         code = "busy"
	codeConflict     code = "conflict"
	codeNoMatch      code = "no_match"
	codeUnreachable  code = "erp_unreachable"
	codeRefused      code = "erp_refused"
	codeNotReady     code = "not_ready"
	codeDatabase     code = "database"
	codeTimeout      code = "timeout"
	codeInternal     code = "internal"
)

// statuses is the catalogue of codes with their HTTP status.
func (c code) status() int {
	return map[code]int{
		codeUnauthorized: http.StatusUnauthorized,
		codeScope:        http.StatusForbidden,
		codeForbidden:    http.StatusForbidden,
		codeReplayed:     http.StatusUnauthorized,
		codeNotFound:     http.StatusNotFound,
		codeMethod:       http.StatusMethodNotAllowed,
		codeInvalid:      http.StatusBadRequest,
		codeTooLarge:     http.StatusRequestEntityTooLarge,
		codeBusy:         http.StatusConflict,
		codeConflict:     http.StatusConflict,
		codeNoMatch:      http.StatusConflict,
		codeUnreachable:  http.StatusBadGateway,
		codeRefused:      http.StatusBadGateway,
		codeNotReady:     http.StatusServiceUnavailable,
		codeDatabase:     http.StatusServiceUnavailable,
		codeTimeout:      http.StatusGatewayTimeout,
		codeInternal:     http.StatusInternalServerError,
	}[c]
}

// fault is an error that says itself what the caller is told.
type fault struct {
	code   code
	field  string // the part of the request that is wrong
	detail string
	err    error // for the log only
}

func (f *fault) Error() string {
	if f.err != nil {
		return f.detail + ": " + f.err.Error()
	}
	return f.detail
}

func (f *fault) Unwrap() error { return f.err }

// Invalid is an error about a part of the request; detail says what was found
// and what was expected.
func Invalid(field, detail string) error {
	return &fault{code: codeInvalid, field: field, detail: detail}
}

// problem is the form of every error (RFC 9457).
type problem struct {
	Type      string `json:"type"`
	Title     string `json:"title"`
	Status    int    `json:"status"`
	Code      code   `json:"code"`
	Detail    string `json:"detail"`
	RequestID string `json:"request_id"`
	Field     string `json:"field,omitempty"`
}

// faultOf decides what the caller is told about an error. What is not meant for
// people stays here, in the log.
func faultOf(err error) *fault {
	var f *fault
	var wrong *job.WrongRunError
	switch {
	case errors.As(err, &f):
		return f
	case errors.Is(err, ErrNotReady), errors.Is(err, woo.ErrRefused):
		return &fault{codeNotReady, "", err.Error(), nil}
	case errors.Is(err, state.ErrBusy):
		return &fault{codeBusy, "", err.Error(), nil}
	case errors.As(err, &wrong):
		return &fault{codeConflict, "", wrong.Why, nil}
	case errors.Is(err, outbox.ErrNotNow), errors.Is(err, outbox.ErrNothingAsked):
		return &fault{codeConflict, "", err.Error(), nil}
	case errors.Is(err, job.ErrNoMatch), errors.Is(err, state.ErrNoFloor):
		return &fault{codeNoMatch, "", "no match has been accepted yet: look at the match report and accept it", nil}
	case errors.Is(err, state.ErrNoRun), errors.Is(err, job.ErrJob), errors.Is(err, job.ErrNotLinked),
		errors.Is(err, woo.ErrNoOrder), errors.Is(err, state.ErrNoExport),
		errors.Is(err, erp.ErrUnknown), errors.Is(err, erp.ErrNotFound):
		return &fault{codeNotFound, "", err.Error(), nil}
	case errors.Is(err, erp.ErrIncomplete):
		return &fault{codeInvalid, "settings", err.Error(), nil}
	case errors.Is(err, context.DeadlineExceeded):
		return &fault{codeTimeout, "", "this took longer than it may", err}
	case errors.Is(err, erp.ErrUnauthorized):
		return &fault{codeRefused, "", err.Error(), nil}
	case erp.Temporary(err):
		return &fault{codeUnreachable, "", err.Error(), nil}
	case errors.Is(err, state.ErrSchema):
		return &fault{codeDatabase, "", state.ErrSchema.Error(), err}
	case errors.Is(err, mysql.ErrUnreachable), mysql.Lost(err):
		return &fault{codeDatabase, "", "the shop's database does not answer", err}
	}
	return &fault{codeInternal, "", "a fault in wpbridge itself; its log has more under this request_id", err}
}

// fail is the one way by which errors leave.
func (a *api) fail(c *gin.Context, err error) {
	_ = c.Error(err) // for the access log
	if c.Writer.Written() {
		c.Abort() // the answer has begun: cutting it off is all that is left
		return
	}
	f := faultOf(err)
	status := f.code.status()
	if status == http.StatusUnauthorized {
		c.Header("WWW-Authenticate", "Bearer")
	}
	body, err := json.Marshal(problem{"urn:wpbridge:" + string(f.code), http.StatusText(status), status, f.code, f.detail, requestID(c), f.field})
	if err != nil {
		body = nil
	}
	c.Abort()
	c.Data(status, "application/problem+json", body)
}

func (a *api) refuse(err error) gin.HandlerFunc {
	return func(c *gin.Context) { a.fail(c, err) }
}
