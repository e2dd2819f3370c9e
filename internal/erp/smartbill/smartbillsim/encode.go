package smartbillsim

import (
	"cmp"
	"strconv"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/simkit"
)

// appendText writes a text; falsified, a number.
func appendText(b []byte, s string, sp spoil) []byte {
	if sp.WrongType {
		return strconv.AppendInt(b, int64(len(s)), 10)
	}
	return simkit.AppendString(b, s)
}

func (s *Sim) appendStock(b []byte, e *entry, q commerce.Quantity, sp spoil) []byte {
	b = appendText(append(b, `{"productName":`...), e.Name, sp)
	if e.Code != "" {
		b = appendText(append(b, `,"productCode":`...), e.Code, sp)
	}
	b = simkit.AppendString(append(b, `,"measuringUnit":`...), cmp.Or(e.Unit, "buc"))
	b = append(b, `,"quantity":`...)
	switch {
	case sp.Nulls:
		b = append(b, "null"...)
	case sp.Zeros:
		b = append(b, '0')
	case s.opt.TextQuantities != sp.WrongType:
		b = simkit.AppendString(b, q.String())
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
	b = append(append(b, `,"price":`...), cmp.Or(e.Price, "null")...)
	b = simkit.AppendString(append(b, `,"measuringUnitName":`...), cmp.Or(e.Unit, "buc"))
	b = simkit.AppendString(append(b, `,"currency":`...), cmp.Or(e.Currency, "RON"))
	b = append(append(b, `,"vatPercentage":`...), cmp.Or(e.VAT, "21")...)
	b = strconv.AppendBool(append(b, `,"vatName":"Normala","isVatIncluded":`...), !e.WithoutVAT)
	return append(b, `,"containerDeposits":[]}`...)
}
