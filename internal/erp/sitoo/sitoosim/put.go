package sitoosim

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/simkit"
)

// stockWrite is what a PUT of warehouse items holds; decimals are text.
type stockWrite struct {
	SKU   string `json:"sku"`
	Total any    `json:"decimaltotal"`
}

// outcome is one element of a batch's answer.
type outcome struct {
	Status int    `json:"statuscode"`
	Return any    `json:"return,omitempty"`
	Text   string `json:"errortext,omitempty"`
}

const maxBody = 16 << 20

// putStock sets totals in a virtual warehouse. The answer has status 200 even
// where single elements fail.
func (s *Sim) putStock(warehouse string, body io.Reader) reply {
	id, err := strconv.Atoi(warehouse)
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.shelf(id)
	if err != nil || w < 0 {
		return notFound()
	}
	var writes []stockWrite
	if err := json.NewDecoder(io.LimitReader(body, maxBody)).Decode(&writes); err != nil {
		return fail(http.StatusBadRequest, "Invalid JSON")
	}
	out := make([]outcome, len(writes))
	for i, x := range writes {
		out[i] = s.putOne(w, x)
	}
	return ok(simkit.AppendJSON(nil, out))
}

func (s *Sim) putOne(w int, x stockWrite) outcome {
	e := s.bySKU[x.SKU]
	text, isText := x.Total.(string)
	q, err := commerce.ParseQuantity(text)
	switch {
	case e == nil:
		return outcome{Status: http.StatusNotFound, Text: "Product not found"}
	case !s.shelves[w].Virtual:
		return outcome{Status: http.StatusBadRequest, Text: "Invalid field 'decimaltotal'"}
	case !isText || err != nil:
		return outcome{Status: http.StatusBadRequest, Text: "Invalid field value 'decimaltotal' should be string."}
	}
	return outcome{Status: http.StatusOK, Return: s.put(e, w, q, s.opt.Now().Unix()).id}
}
