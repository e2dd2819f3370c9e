package smartbillsim

import (
	"net/http"
	"strconv"

	"wpbridge/internal/erp/simkit"
)

// business is an error in SmartBill's own words.
func business(status int, text string) reply {
	b := simkit.AppendString([]byte(`{"errorText":`), text)
	return reply{Status: status, Kind: kindJSON, Body: append(b, `,"message":"","number":"","series":"","url":"","documentId":-1}`...)}
}

func unauthorized(text string) reply {
	b := simkit.AppendString([]byte(`{"key":"","successfully":false,"errorText":`), text)
	return reply{Status: http.StatusUnauthorized, Kind: kindJSON, Body: append(b, `,"errorCode":"0","operationExecuted":false,"cooldown":0,"needsConsent":false}`...)}
}

// malformed is an error about the form of a request.
func malformed(status int, r *http.Request, code, text string) reply {
	out := problem(status, "invalid_request_error", code, text)
	out.Body = append(out.Body[:len(out.Body)-1], `,"instance":`...)
	out.Body = append(simkit.AppendString(out.Body, r.URL.Path), '}')
	return out
}

// problem is an error as V3 words it.
func problem(status int, kind, code, text string) reply {
	b := append([]byte(`{"status":`), strconv.Itoa(status)...)
	b = simkit.AppendString(append(b, `,"type":`...), kind)
	b = simkit.AppendString(append(b, `,"errors":[{"code":`...), code)
	b = simkit.AppendString(append(b, `,"message":`...), text)
	return reply{Status: status, Kind: kindJSON, Body: append(b, `}]}`...)}
}

// faultV1 words a status that V1 answers with although nothing is wrong. A 429
// or 403 of these is not the lock-out.
func faultV1(status int) reply {
	switch status {
	case http.StatusUnauthorized:
		return unauthorized("Autentificare esuata.<br/>Va rugam verificati datele.")
	case http.StatusForbidden:
		return business(status, "Nu aveti dreptul sa vedeti stocul.")
	case http.StatusNotFound:
		return business(status, "Gestiunea Depozit nu a fost gasita pe server.")
	case http.StatusTooManyRequests:
		return reply{Status: status, Kind: "text/plain"}
	}
	if status >= 500 {
		return page(status)
	}
	return business(status, "Eroare.<div id=\"moreErrorDetails\" style=\"display:none\">x</div>")
}

func faultV3(status int) reply {
	switch status {
	case http.StatusUnauthorized:
		return problem(status, "authentication_error", "invalid_token", "Invalid token.")
	case http.StatusForbidden:
		return problem(status, "authorization_error", "subscription_not_valid", "The subscription does not allow this.")
	case http.StatusNotFound: // of something on the way, not of V3
		return page(status)
	case http.StatusTooManyRequests:
		return problem(status, "invalid_request_error", "rate_limit_exceeded", "Too many requests.")
	case http.StatusServiceUnavailable:
		return problem(status, "api_error", "maintenance_in_progress", "Maintenance in progress.")
	}
	if status >= 500 {
		return page(status)
	}
	return problem(status, "validation_error", "invalid_parameter", "Invalid parameter.")
}
