package profilesim

import (
	"encoding/xml"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/encoding/charmap"

	"wpbridge/internal/erp"
)

// The invented system, "Sklad": answers in windows-1250, numbers with decimal
// commas and grouped thousands, lists by offset. It speaks XML to one caller and
// CSV to another.

const stampSklad = "2006-01-02T15:04:05Z"

func thirdXML() form {
	return form{
		routes: func(s *Sim, m *http.ServeMux) {
			m.HandleFunc("POST /export/zbozi", s.handle(false, s.xmlItems))
			m.HandleFunc("POST /export/zasoby", s.handle(false, s.xmlStock))
		},
		allowed: func(s *Sim, r *http.Request) bool {
			user, password, _ := r.BasicAuth()
			return user == "obchod" && password == s.opt.Secret
		},
		fail: func(status int, text string) reply {
			return skladXML(status, "chyba", text, 0, nil)
		},
		settings: func(*Sim) erp.Settings { return erp.Settings{} },
	}
}

func skladXML(status int, state, text string, total int, rows []element) reply {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="windows-1250"?>`)
	element{name: "odpoved", attrs: []string{"stav", state, "celkem", strconv.Itoa(total)}, children: append([]element{leaf("zprava", text)}, rows...)}.write(&b)
	return reply{Status: status, Kind: "application/xml; charset=windows-1250", Body: cp1250(b.String())}
}

func cp1250(s string) []byte {
	b, err := charmap.Windows1250.NewEncoder().Bytes([]byte(s))
	if err != nil {
		return []byte("a letter that windows-1250 does not have")
	}
	return b
}

// asked is the body of a request in XML.
type asked struct {
	From  int      `xml:"od"`
	Count int      `xml:"pocet"`
	Since string   `xml:"zmenaOd"`
	Codes []string `xml:"kody>kod"`
}

func readAsked(r *http.Request) (asked, question) {
	var a asked
	dec := xml.NewDecoder(charmap.Windows1250.NewDecoder().Reader(r.Body))
	dec.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // decoded already
	if err := dec.Decode(&a); err != nil {
		a = asked{}
	}
	return a, question{since: moment(a.Since, stampSklad), codes: a.Codes}
}

func (s *Sim) xmlItems(r *http.Request, m spoil) reply {
	a, q := readAsked(r)
	all := s.items(q, m)
	var rows []element
	for _, x := range part(all, a.From, a.Count) {
		price := grouped(x.Price)
		if m.WrongType {
			price = "mnoho"
		}
		rows = append(rows, element{name: "zbozi", children: []element{
			leaf("cislo", strconv.Itoa(x.id)), leaf("kod", x.SKU), leaf("ean", x.Barcode), leaf("nazev", x.Title), leaf("cena", price),
			leaf("dph", comma(vat(x))), leaf("aktivni", yes(!x.Inactive, "ano", "ne")), leaf("zmena", x.changed.UTC().Format(stampSklad)),
		}})
	}
	return skladXML(http.StatusOK, "ok", "", len(all), rows)
}

func (s *Sim) xmlStock(r *http.Request, m spoil) reply {
	a, q := readAsked(r)
	all := s.levels(q, m)
	var rows []element
	for _, x := range part(all, a.From, a.Count) {
		rows = append(rows, element{name: "zasoba", children: []element{
			leaf("kod", x.SKU), leaf("sklad", strconv.Itoa(x.warehouse)), leaf("mnozstvi", skladAmount(x, m)), leaf("zmena", x.moved.UTC().Format(stampSklad)),
		}})
	}
	return skladXML(http.StatusOK, "ok", "", len(all), rows)
}

func skladAmount(x level, m spoil) string {
	switch {
	case m.Nulls:
		return ""
	case m.WrongType:
		return "mnoho"
	}
	return grouped(amount(x.quantity, m))
}

func yes(b bool, t, f string) string {
	if b {
		return t
	}
	return f
}

// grouped writes 1234.50 as 1.234,50.
func grouped(s string) string {
	whole, fraction, parted := strings.Cut(s, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "." + whole[i:]
	}
	if parted {
		whole += "," + fraction
	}
	return sign + whole
}

const tokenCSV = "token-of-the-day-0001"

func thirdCSV() form {
	return form{
		routes: func(s *Sim, m *http.ServeMux) {
			m.HandleFunc("POST /prihlaseni", s.handle(true, s.csvLogin))
			m.HandleFunc("GET /zbozi.csv", s.handle(false, s.csvItems))
			m.HandleFunc("GET /zasoby.csv", s.handle(false, s.csvStock))
		},
		allowed: func(_ *Sim, r *http.Request) bool { return r.Header.Get("X-Token") == tokenCSV },
		fail: func(status int, text string) reply {
			return reply{Status: status, Kind: "text/plain; charset=windows-1250", Body: cp1250(text + "\r\n")}
		},
		settings: func(*Sim) erp.Settings { return erp.Settings{} },
	}
}

func (s *Sim) csvLogin(r *http.Request, m spoil) reply {
	if r.FormValue("heslo") != s.opt.Secret {
		return s.form.fail(http.StatusUnauthorized, "Spatne heslo")
	}
	token := any(tokenCSV)
	if m.WrongType {
		token = 17
	}
	return jsonReply(http.StatusOK, map[string]any{"token": token, "platnost": 600})
}

func csvReply[T any](all []T, r *http.Request, head string, encode func(T) []string) reply {
	var b strings.Builder
	b.WriteString(head + "\r\n")
	for _, x := range part(all, number(r, "od", 0), number(r, "pocet", 100)) {
		for i, v := range encode(x) {
			if i > 0 {
				b.WriteString(";")
			}
			b.WriteString(`"` + strings.ReplaceAll(v, `"`, `""`) + `"`)
		}
		b.WriteString("\r\n")
	}
	return reply{Status: http.StatusOK, Kind: "text/csv; charset=windows-1250", Body: cp1250(b.String()), Header: map[string]string{"X-Celkem": strconv.Itoa(len(all))}}
}

func csvQuestion(r *http.Request) question {
	return question{since: moment(r.FormValue("zmenaOd"), stampSklad), codes: listOf(r.FormValue("kody"), "|")}
}

func (s *Sim) csvItems(r *http.Request, m spoil) reply {
	return csvReply(s.items(csvQuestion(r), m), r, "číslo;kód;ean;název;cena;dph;aktivní;změna", func(x row) []string {
		price := grouped(x.Price)
		if m.WrongType {
			price = "mnoho"
		}
		return []string{
			strconv.Itoa(x.id), x.SKU, x.Barcode, x.Title, price, comma(vat(x)), yes(!x.Inactive, "ano", "ne"),
			x.changed.UTC().Format(stampSklad),
		}
	})
}

func (s *Sim) csvStock(r *http.Request, m spoil) reply {
	return csvReply(s.levels(csvQuestion(r), m), r, "kód;sklad;množství;změna", func(x level) []string {
		return []string{x.SKU, strconv.Itoa(x.warehouse), skladAmount(x, m), x.moved.UTC().Format(time.RFC3339)}
	})
}
