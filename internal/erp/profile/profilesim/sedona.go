package profilesim

import (
	"encoding/xml"
	"net/http"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/encoding/charmap"

	"wpbridge/internal/erp"
)

// stampSedona is how the form writes a moment, in the time of Bucharest.
const stampSedona = "02.01.2006 15:04:05"

// sedona is a plausible form of Sedona Retail's server: only the port, and what
// its articles carry, are public. Its lists go on behind a given number.
func sedona() form {
	return form{
		routes: func(s *Sim, m *http.ServeMux) {
			m.HandleFunc("GET /stare", s.handle(false, func(*http.Request, spoil) reply { return sedonaReply(http.StatusOK, "0", "", nil) }))
			m.HandleFunc("GET /articole", s.handle(false, s.sedonaItems))
			m.HandleFunc("GET /stocuri", s.handle(false, s.sedonaStock))
			m.HandleFunc("GET /categorii", s.handle(false, func(*http.Request, spoil) reply {
				return sedonaReply(http.StatusOK, "0", "", []element{{name: "categorie", attrs: []string{"id", "1", "nume", "Încălţăminte"}}})
			}))
		},
		allowed:  func(s *Sim, r *http.Request) bool { return r.Header.Get("X-Cheie") == s.opt.Secret },
		fail:     func(status int, text string) reply { return sedonaReply(status, "9", text, nil) },
		settings: sedonaSettings,
	}
}

// element is a small XML element: attributes as pairs, then children or text.
type element struct {
	name     string
	attrs    []string
	text     string
	children []element
}

func (e element) write(b *strings.Builder) {
	b.WriteString("<" + e.name)
	for i := 0; i+1 < len(e.attrs); i += 2 {
		b.WriteString(" " + e.attrs[i] + `="` + escaped(e.attrs[i+1]) + `"`)
	}
	b.WriteString(">" + escaped(e.text))
	for _, c := range e.children {
		c.write(b)
	}
	b.WriteString("</" + e.name + ">")
}

func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder takes everything
	return b.String()
}

func leaf(name, text string) element { return element{name: name, text: text} }

func sedonaReply(status int, code, text string, rows []element, more ...string) reply {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="ISO-8859-2"?>` + "\n")
	element{name: "raspuns", attrs: append([]string{"cod", code, "mesaj", text}, more...), children: []element{{name: "lista", children: rows}}}.write(&b)
	body, err := charmap.ISO8859_2.NewEncoder().Bytes([]byte(b.String()))
	if err != nil {
		return sedonaReply(http.StatusInternalServerError, "9", "a letter that ISO-8859-2 does not have", nil)
	}
	return reply{Status: status, Kind: "text/xml; charset=iso-8859-2", Body: body}
}

// sedonaPart cuts a list; the answer names the number to go on behind.
func sedonaPart[T any](all []T, r *http.Request, id func(T) int, encode func(T) element) reply {
	n := number(r, "maxim", 1000)
	var rows []element
	last := 0
	for i, x := range all {
		if i >= n && id(x) != last { // levels of one article stay together
			return sedonaReply(http.StatusOK, "0", "", rows, "continua", strconv.Itoa(last))
		}
		rows, last = append(rows, encode(x)), id(x)
	}
	return sedonaReply(http.StatusOK, "0", "", rows)
}

func bucharest() *time.Location {
	l, err := time.LoadLocation("Europe/Bucharest")
	if err != nil {
		return time.UTC
	}
	return l
}

func (s *Sim) sedonaItems(r *http.Request, m spoil) reply {
	all := s.items(sedonaQuestion(r), m)
	return sedonaPart(all, r, func(x row) int { return x.id }, func(x row) element {
		state, price := "A", comma(x.Price)
		if x.Inactive {
			state = "I"
		}
		if m.WrongType {
			price = "mult"
		}
		e := element{name: "articol", attrs: []string{"id", strconv.Itoa(x.id)}, children: []element{
			leaf("plu", strconv.Itoa(1000+x.id)), leaf("codbare", x.SKU), leaf("denumire", x.Title), leaf("codintern", x.Parent),
			leaf("pret", price), leaf("tva", comma(vat(x))), leaf("stare", state), leaf("modificat", x.changed.In(bucharest()).Format(stampSedona)),
		}}
		for _, a := range x.Attributes {
			e.children = append(e.children, element{name: "atribut", attrs: []string{"nume", a.Name, "valoare", a.Value}})
		}
		return e
	})
}

func sedonaQuestion(r *http.Request) question {
	q := question{after: number(r, "dupa", 0), ids: listOf(r.FormValue("id"), ","), codes: listOf(r.FormValue("coduri"), ",")}
	if t, err := time.ParseInLocation(stampSedona, r.FormValue("modificatDupa"), bucharest()); err == nil {
		q.since = t
	}
	return q
}

func (s *Sim) sedonaLevel(m spoil) func(level) element {
	return func(x level) element {
		q := comma(amount(x.quantity, m))
		switch {
		case m.Nulls:
			q = ""
		case m.WrongType:
			q = "mult"
		}
		return element{name: "stoc", attrs: []string{
			"codbare", x.SKU, "plu", strconv.Itoa(1000 + x.id), "gestiune", strconv.Itoa(x.warehouse), "cantitate", q,
			"modificat", x.moved.In(bucharest()).Format(stampSedona),
		}}
	}
}

func (s *Sim) sedonaStock(r *http.Request, m spoil) reply {
	return sedonaPart(s.levels(sedonaQuestion(r), m), r, func(x level) int { return x.id }, s.sedonaLevel(m))
}

// sedonaSettings fills the variables of the shipped profile for this form.
func sedonaSettings(*Sim) erp.Settings {
	return erp.Settings{
		"file": "sedona", "vars.format": "xml", "vars.charset": "iso-8859-2", "vars.key_header": "X-Cheie",
		"vars.ping_path": "/stare", "vars.articles_path": "/articole", "vars.stock_path": "/stocuri", "vars.check_path": "/stocuri",
		"vars.codes_parameter": "coduri", "vars.category_id": "@id", "vars.category_name": "@nume", "vars.categories_path": "/categorii", "vars.ids_parameter": "id",
		"vars.cursor_parameter": "dupa", "vars.size_parameter": "maxim", "vars.since_parameter": "modificatDupa", "vars.next": "/raspuns/@continua",
		"vars.articles": "/raspuns/lista/articol", "vars.stocks": "/raspuns/lista/stoc", "vars.categories": "/raspuns/lista/categorie",
		"vars.success": "/raspuns/@cod", "vars.success_value": "0", "vars.message": "/raspuns/@mesaj",
		"vars.article_id": "@id", "vars.article_key": "codbare", "vars.article_barcode": "codbare", "vars.article_plu": "plu", "vars.article_name": "denumire",
		"vars.article_parent": "codintern", "vars.article_price": "pret", "vars.article_vat": "tva", "vars.article_state": "stare",
		"vars.state_active": "A", "vars.state_inactive": "I", "vars.article_attributes": "atribut", "vars.attribute_name": "@nume", "vars.attribute_value": "@valoare",
		"vars.stock_key": "@codbare", "vars.stock_quantity": "@cantitate", "vars.stock_location": "@gestiune",
		"vars.changed": "modificat", "vars.stock_changed": "@modificat", "vars.changed_layout": stampSedona, "vars.decimal": ",",
	}
}
