package smartbillsim

import (
	"encoding/json"
	"strconv"

	"wpbridge/internal/commerce"
)

func appendString(b []byte, s string) []byte {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' || s[i] == '"' || s[i] == '\\' {
			return appendJSON(b, s)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

func appendJSON(b []byte, x any) []byte {
	text, err := json.Marshal(x)
	if err != nil {
		panic("smartbillsim: " + err.Error()) // only strings and lists of them come here
	}
	return append(b, text...)
}

// appendText writes a text; falsified, a number.
func appendText(b []byte, s string, sp spoil) []byte {
	if sp.wrongType {
		return strconv.AppendInt(b, int64(len(s)), 10)
	}
	return appendString(b, s)
}

func (s *Sim) appendStock(b []byte, e *entry, q commerce.Quantity, sp spoil) []byte {
	b = appendText(append(b, `{"productName":`...), e.Name, sp)
	if e.Code != "" {
		b = appendText(append(b, `,"productCode":`...), e.Code, sp)
	}
	b = appendString(append(b, `,"measuringUnit":`...), orDefault(e.Unit, "buc"))
	b = append(b, `,"quantity":`...)
	switch {
	case sp.nulls:
		b = append(b, "null"...)
	case sp.zeros:
		b = append(b, '0')
	case s.opt.TextQuantities != sp.wrongType:
		b = appendString(b, q.String())
	default:
		b = append(b, q.String()...)
	}
	return append(b, '}')
}

func appendProduct(b []byte, e *entry, sp spoil) []byte {
	b = appendText(append(b, `{"id":`...), e.name(), sp)
	b = appendText(append(b, `,"name":`...), e.Name, sp)
	b = append(b, `,"description":"","code":`...)
	if e.Code == "" {
		b = append(b, "null"...)
	} else {
		b = appendText(b, e.Code, sp)
	}
	b = strconv.AppendBool(append(b, `,"isService":`...), e.Service)
	b = append(append(b, `,"price":`...), orDefault(e.Price, "null")...)
	b = appendString(append(b, `,"measuringUnitName":`...), orDefault(e.Unit, "buc"))
	b = appendString(append(b, `,"currency":`...), orDefault(e.Currency, "RON"))
	b = append(append(b, `,"vatPercentage":`...), orDefault(e.VAT, "21")...)
	b = strconv.AppendBool(append(b, `,"vatName":"Normala","isVatIncluded":`...), !e.WithoutVAT)
	return append(b, `,"containerDeposits":[]}`...)
}

func orDefault(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
