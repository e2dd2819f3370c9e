package httpapi

import (
	"fmt"
	"math"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"wpbridge/internal/commerce"
	"wpbridge/internal/job"
	"wpbridge/internal/state"
)

func (a *api) match(c *gin.Context) error {
	m, err := a.Products.LastMatch(c.Request.Context())
	if err != nil {
		return err
	}
	if m.Counts == nil {
		m.Counts = map[state.Class]int{}
	}
	if m.Lists == nil {
		m.Lists = map[state.Class][]state.Finding{}
	}
	c.JSON(http.StatusOK, m)
	return nil
}

func (a *api) listClass(c *gin.Context) error {
	class := state.Class(c.Param("class"))
	if !slices.Contains(state.Classes(), class) {
		return &fault{code: codeNotFound, field: "class", detail: fmt.Sprintf("there is no class %q of findings: there are %v", class, state.Classes())}
	}
	return a.findings(c, class)
}

func (a *api) listUnmatched(c *gin.Context) error {
	switch state.Side(c.Query("side")) {
	case state.ERPSide:
		return a.findings(c, state.MissingOwn)
	case state.ShopSide:
		return a.findings(c, state.MissingERP)
	}
	return Invalid("side", "side must be erp or shop")
}

// findings sends a page of a class; after counts those already seen.
func (a *api) findings(c *gin.Context, class state.Class) error {
	after, err := number(c, "after", 0, math.MaxInt32)
	if err != nil {
		return err
	}
	limit, err := size(c, 50, 500)
	if err != nil {
		return err
	}
	text, err := searchText(c, "q")
	if err != nil {
		return err
	}
	list, err := a.Products.FindingsLike(c.Request.Context(), class, text, int(after), limit)
	if err != nil {
		return err
	}
	total, err := a.Products.CountLike(c.Request.Context(), class, text)
	if err != nil {
		return err
	}
	next := 0
	if seen := int(after) + len(list); seen < total && len(list) > 0 {
		next = seen
	}
	c.JSON(http.StatusOK, gin.H{"items": some(list), "next": next, "total": total})
	return nil
}

func (a *api) history(c *gin.Context) error {
	product, err := number(c, "product_id", 0, math.MaxInt64)
	if err != nil {
		return err
	}
	list, err := a.Products.Why(c.Request.Context(), c.Param("sku"))
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(w job.Why) bool { return product != 0 && w.Product != commerce.ProductID(product) })
	if len(list) == 0 {
		return &fault{code: codeNotFound, field: "sku", detail: "no linked product has this SKU or code"}
	}
	for i := range list {
		list[i].History = some(list[i].History)
	}
	c.JSON(http.StatusOK, gin.H{"products": list})
	return nil
}
