package bench

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/shoptest"
)

const sourcePage = 1000

// source is an ERP that answers from memory at once, so that a run's time is
// the shop's.
type source struct {
	levels []commerce.StockLevel
	items  []commerce.Item
	waited time.Duration
	round  int
}

func newSource(c shoptest.Catalogue) *source {
	s := &source{}
	for i := 1; i <= c.Holders(); i++ {
		code := commerce.Code(shoptest.SKU(i))
		price := &commerce.Price{Regular: decimal.RequireFromString(shoptest.Price(i)), IncludesVAT: true}
		s.items = append(s.items, commerce.Item{ID: commerce.ItemID(fmt.Sprint("item", i)), Code: code, Active: true, StockTracked: true, Price: price})
		s.levels = append(s.levels, commerce.StockLevel{Code: code, Location: "1", Available: commerce.Units(int64(shoptest.Stock(i)))})
	}
	return s
}

func (s *source) ops() *erp.Ops {
	return &erp.Ops{
		Name: "bench", Ping: func(context.Context) error { return nil },
		ReadStock: func(_ context.Context, q erp.Query) (erp.Page[commerce.StockLevel], error) {
			return paged(s, s.levels, q)
		},
		ReadItems: func(_ context.Context, q erp.Query) (erp.Page[commerce.Item], error) { return paged(s, s.items, q) },
	}
}

func paged[T any](s *source, all []T, q erp.Query) (erp.Page[T], error) {
	begun := time.Now()
	defer func() { s.waited += time.Since(begun) }()
	from, err := strconv.Atoi("0" + string(q.Page))
	if err != nil {
		return erp.Page[T]{}, err
	}
	to := min(from+sourcePage, len(all))
	page := erp.Page[T]{Items: all[from:to], Total: len(all), Mark: "1"}
	if to < len(all) {
		page.Next, page.Mark = erp.Cursor(strconv.Itoa(to)), ""
	}
	return page, nil
}

// deal gives every item another level; in each round three in ten go from
// something to nothing or back. Variations do so with all their siblings, so
// that parents turn too.
func (s *source) deal(c shoptest.Catalogue, round int) {
	for i := range s.levels {
		s.levels[i].Available = commerce.Units(level(c, i+1, round))
	}
}

func level(c shoptest.Catalogue, ordinal, round int) int64 {
	group := ordinal
	if ordinal > c.Simple {
		group = (ordinal - c.Simple - 1) / c.VariationsEach
	}
	if group%10 < 3 && round%2 == 0 {
		return 0
	}
	return int64(1 + (ordinal+7*round)%97)
}
