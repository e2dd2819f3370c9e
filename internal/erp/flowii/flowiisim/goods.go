package flowiisim

import (
	"cmp"
	"encoding/json"
	"math"
	"net/http"
	"net/url"
	"strconv"
)

// defaultPage is the size of a page that was not asked for.
const defaultPage = 20

func (s *Sim) goodsPath(r *http.Request, seg []string, sp spoil) reply {
	switch len(seg) {
	case 0:
		goods := s.choose(r.URL.Query())
		return s.list(r, sp, len(goods), func(i int) object { return s.brief(goods[i], sp, !s.opt.DetailStock) })
	case 1:
		id, err := strconv.Atoi(seg[0])
		if i, ok := s.position(id); ok && err == nil {
			return answer(object{"data": s.detail(s.goods[i], sp)})
		}
	}
	return notFound()
}

// choose is the goods that pass the filters.
func (s *Sim) choose(q url.Values) []*good {
	edited := stamps{number(q, "filter[edited-from]", math.MinInt64), number(q, "filter[edited-to]", math.MaxInt64)}
	created := stamps{number(q, "filter[created-from]", math.MinInt64), number(q, "filter[created-to]", math.MaxInt64)}
	kind := number(q, "filter[type]", -1)
	category, sub := number(q, "filter[category-id]", -1), number(q, "filter[subcategory-id]", -1)
	var out []*good
	for _, g := range s.goods {
		switch {
		case !edited.hold(g.edited), !created.hold(g.created):
		case kind >= 0 && kind != int64(g.kind()):
		case category >= 0 && category != int64(g.Category), sub >= 0 && sub != int64(g.Subcategory):
		default:
			out = append(out, g)
		}
	}
	return out
}

type stamps struct{ from, to int64 }

func (x stamps) hold(t int64) bool { return t >= x.from && t <= x.to }

func number(q url.Values, name string, otherwise int64) int64 {
	n, err := strconv.ParseInt(q.Get(name), 10, 64)
	if err != nil {
		return otherwise
	}
	return n
}

// list answers with the asked page of n entries.
func (s *Sim) list(r *http.Request, sp spoil, n int, write func(int) object) reply {
	q := r.URL.Query()
	size := max(number(q, "page[size]", defaultPage), 1)
	if s.opt.MaxPage > 0 {
		size = min(size, int64(s.opt.MaxPage))
	}
	page := max(number(q, "page[number]", 0), 0)
	if sp.Empty {
		n = 0
	}
	start := min(page*size, int64(n))
	end := min(start+size, int64(n))
	data := make([]object, 0, end-start)
	for i := start; i < end; i++ {
		data = append(data, write(int(i)))
	}
	out := object{"data": data}
	if !s.opt.NoLinks {
		links := object{"first": link(r.URL, 0), "self": link(r.URL, page)}
		if end < int64(n) {
			links["next"] = link(r.URL, page+1)
		}
		out["links"] = links
	}
	return answer(out)
}

func link(u *url.URL, page int64) string {
	to, q := *u, u.Query()
	q.Set("page[number]", strconv.FormatInt(page, 10))
	to.RawQuery = q.Encode()
	return to.String()
}

func (g *good) kind() int {
	if g.Service {
		return 1
	}
	return 0
}

// brief is a good as lists have it.
func (s *Sim) brief(g *good, sp spoil, stock bool) object {
	a := object{
		"name": g.Name, "serial-nr": g.SKU, "ean": null(g.Barcode), "purchase-price": nil, "purchase-price-type": sp.number("1"),
		"selling-price": sp.decimal(g.Price), "selling-price-type": sp.number("0"),
	}
	if g.ExcludesVAT {
		a["selling-price-type"] = sp.number("1")
	}
	if g.VAT != "-" {
		a["vat-rate"] = sp.number(cmp.Or(g.VAT, "23"))
	}
	if name := s.opt.StockAttribute; stock && name != "-" && g.Stock != nil && !g.Service {
		a[name] = sp.quantity(g.Stock.String())
	}
	return object{"type": "good", "id": sp.id(g.id), "attributes": a}
}

// detail is a good as its own address has it.
func (s *Sim) detail(g *good, sp spoil) object {
	o := s.brief(g, sp, true)
	a := o["attributes"].(object)
	a["type"], a["visibility-type"], a["additional-text"], a["description"] = sp.number(strconv.Itoa(g.kind())), 0, "", ""
	o["relationships"] = object{
		"unit-of-measure": related(relation{"", "unit", 25359}, sp),
		"category":        related(relation{"", "good-category", g.Category}, sp),
		"subcategory":     related(relation{"", "good-category", g.Subcategory}, sp),
		"partner":         related(relation{}, sp),
	}
	return o
}

func null(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// id is text; falsified, a number.
func (sp spoil) id(n int) any {
	if sp.WrongType {
		return n
	}
	return strconv.Itoa(n)
}

// number is a number; falsified, text.
func (sp spoil) number(text string) any {
	if sp.WrongType {
		return text
	}
	return json.Number(text)
}

// text is text; falsified, a list of it.
func (sp spoil) text(s string) any {
	if sp.WrongType {
		return []string{s}
	}
	return s
}

func (sp spoil) decimal(text string) any {
	if text == "" {
		return nil
	}
	return sp.number(text)
}

func (sp spoil) quantity(text string) any {
	switch {
	case sp.Nulls:
		return nil
	case sp.Zeros:
		return sp.number("0")
	}
	return sp.number(text)
}
