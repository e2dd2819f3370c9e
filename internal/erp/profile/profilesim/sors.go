package profilesim

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"time"

	"wpbridge/internal/erp"
)

// sors is a plausible form of the SORS API: only the header, the database per
// year and what is asked for are public.
func sors() form {
	return form{
		routes: func(s *Sim, m *http.ServeMux) {
			m.HandleFunc("GET /baze", s.handle(false, s.sorsDatabases))
			m.HandleFunc("GET /poslovne-jedinice", s.handle(false, s.sorsIn(s.sorsUnits)))
			m.HandleFunc("GET /grupe", s.handle(false, s.sorsIn(s.sorsGroups)))
			m.HandleFunc("GET /artikli", s.handle(false, s.sorsIn(s.sorsItems)))
			m.HandleFunc("GET /zalihe", s.handle(false, s.sorsIn(s.sorsStock)))
		},
		allowed:  func(s *Sim, r *http.Request) bool { return r.Header.Get("Authorization") == "ApiKey "+s.opt.Secret },
		fail:     sorsFail,
		settings: sorsSettings,
	}
}

func sorsFail(status int, text string) reply {
	return jsonReply(status, map[string]any{"uspeh": false, "poruka": text, "podaci": nil})
}

func jsonReply(status int, v any) reply {
	b, _ := json.Marshal(v) // maps of texts and numbers always encode
	return reply{Status: status, Kind: "application/json; charset=utf-8", Body: b}
}

func sorsList[T any](all []T, r *http.Request, encode func(T) map[string]any) reply {
	size := number(r, "velicina", 100)
	rows := []map[string]any{}
	for _, x := range part(all, (number(r, "strana", 1)-1)*size, size) {
		rows = append(rows, encode(x))
	}
	return jsonReply(http.StatusOK, map[string]any{"uspeh": true, "poruka": "", "ukupno": len(all), "podaci": rows})
}

// sorsIn answers for a database that exists; for another one with a failure
// inside status 200.
func (s *Sim) sorsIn(answer func(*http.Request, spoil) reply) func(*http.Request, spoil) reply {
	return func(r *http.Request, m spoil) reply {
		s.mu.RLock()
		known := slices.Contains(s.databases, r.FormValue("baza"))
		s.mu.RUnlock()
		if !known {
			return sorsFail(http.StatusOK, "Nepoznata baza "+r.FormValue("baza"))
		}
		return answer(r, m)
	}
}

func (s *Sim) sorsDatabases(r *http.Request, _ spoil) reply {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return sorsList(s.databases, r, func(name string) map[string]any { return map[string]any{"naziv": name} })
}

func (s *Sim) sorsUnits(r *http.Request, m spoil) reply {
	var ids []int
	for _, l := range s.levels(question{}, m) {
		if !slices.Contains(ids, l.warehouse) {
			ids = append(ids, l.warehouse)
		}
	}
	slices.Sort(ids)
	return sorsList(ids, r, func(id int) map[string]any {
		return map[string]any{"id": id, "naziv": "Prodavnica " + strconv.Itoa(id)}
	})
}

func (s *Sim) sorsGroups(r *http.Request, _ spoil) reply {
	return sorsList([]string{"Opšte"}, r, func(name string) map[string]any { return map[string]any{"id": 1, "naziv": name} })
}

func (s *Sim) sorsItems(r *http.Request, m spoil) reply {
	all := s.items(question{since: moment(r.FormValue("od"), time.RFC3339), ids: listOf(r.FormValue("id"), ",")}, m)
	return sorsList(all, r, func(x row) map[string]any {
		out := map[string]any{
			"id": x.id, "sifra": x.SKU, "barkod": x.Barcode, "naziv": x.Title, "aktivan": !x.Inactive, "roditelj": x.Parent,
			"stopa": json.Number(vat(x)), "izmenjeno": x.changed.UTC().Format(time.RFC3339), "cena": nil, "osobine": sorsAttributes(x),
		}
		if x.Price != "" {
			out["cena"] = json.Number(x.Price)
		}
		return wrongJSON(out, m, "sifra", "cena")
	})
}

func sorsAttributes(x row) []map[string]any {
	out := []map[string]any{}
	for _, a := range x.Attributes {
		out = append(out, map[string]any{"osobina": a.Name, "vrednost": a.Value})
	}
	return out
}

func vat(x row) string {
	if x.VAT == "" {
		return "20"
	}
	return x.VAT
}

func (s *Sim) sorsStock(r *http.Request, m spoil) reply {
	q := question{since: moment(r.FormValue("od"), time.RFC3339), codes: listOf(r.FormValue("sifre"), ","), warehouse: number(r, "jedinica", -1)}
	return sorsList(s.levels(q, m), r, func(x level) map[string]any {
		out := map[string]any{"sifra": x.SKU, "stanje": json.Number(amount(x.quantity, m)), "izmenjeno": x.moved.UTC().Format(time.RFC3339)}
		if m.Nulls {
			out["stanje"] = nil
		}
		return wrongJSON(out, m, "sifra", "stanje")
	})
}

// wrongJSON turns a text into a number and a number into a text that is none.
func wrongJSON(out map[string]any, m spoil, text, num string) map[string]any {
	if m.WrongType {
		out[text], out[num] = 12, "puno"
	}
	return out
}

// sorsSettings fills the variables of the shipped profile for this form.
func sorsSettings(s *Sim) erp.Settings {
	return erp.Settings{
		"file": "sors", "vars.database": s.opt.Databases[len(s.opt.Databases)-1], "vars.business_units": "1",
		"vars.price_type": "MP", "vars.stock_mode": "fizicko", "vars.prices_include_vat": "true",
		"vars.databases_path": "/baze", "vars.database_name": "naziv",
		"vars.business_units_path": "/poslovne-jedinice", "vars.business_unit_id": "id", "vars.business_unit_name": "naziv",
		"vars.groups_path": "/grupe", "vars.group_id": "id", "vars.group_name": "naziv",
		"vars.products_path": "/artikli", "vars.stock_path": "/zalihe",
		"vars.database_parameter": "baza", "vars.business_unit_parameter": "jedinica", "vars.price_type_parameter": "cena", "vars.stock_mode_parameter": "stanje",
		"vars.page_parameter": "strana", "vars.page_size_parameter": "velicina", "vars.since_parameter": "od", "vars.codes_parameter": "sifre", "vars.ids_parameter": "id",
		"vars.records": "podaci", "vars.success": "uspeh", "vars.success_value": "true", "vars.message": "poruka", "vars.total": "ukupno",
		"vars.item_id": "id", "vars.item_code": "sifra", "vars.item_barcode": "barkod", "vars.item_name": "naziv", "vars.item_price": "cena",
		"vars.item_vat": "stopa", "vars.item_active": "aktivan", "vars.item_parent": "roditelj", "vars.item_attributes": "osobine[*]",
		"vars.attribute_name": "osobina", "vars.attribute_value": "vrednost",
		"vars.stock_code": "sifra", "vars.stock_quantity": "stanje", "vars.changed": "izmenjeno", "vars.changed_layout": "rfc3339",
	}
}
