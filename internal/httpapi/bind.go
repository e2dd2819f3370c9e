package httpapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"
)

// bind reads a JSON body; none at all is an empty object. Fields that nobody
// knows are refused: a misspelt one must not be taken for left out.
func bind(c *gin.Context, into any) error {
	d := json.NewDecoder(c.Request.Body)
	d.DisallowUnknownFields()
	err := d.Decode(into)
	if errors.Is(err, io.EOF) {
		return nil
	}
	if err == nil && d.More() {
		err = errors.New("there is more than one JSON value")
	}
	var large *http.MaxBytesError
	var wrong *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &large):
		return tooLarge(large.Limit)
	case errors.As(err, &wrong):
		return Invalid(wrong.Field, fmt.Sprintf("%s is a %s: it must be a %s", wrong.Field, wrong.Value, wrong.Type))
	}
	return Invalid("", "the body is not the JSON expected: "+err.Error())
}

// number reads a whole number of the query from 0 to most; absent gives def.
func number(c *gin.Context, name string, def, most uint64) (uint64, error) {
	text := c.Query(name)
	if text == "" {
		return def, nil
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil || n > most {
		return 0, Invalid(name, fmt.Sprintf("%s must be a whole number from 0 to %d", name, most))
	}
	return n, nil
}

// size reads how many entries a page is to have.
func size(c *gin.Context, def, most uint64) (int, error) {
	n, err := number(c, "limit", def, most)
	if err == nil && n == 0 {
		err = Invalid("limit", fmt.Sprintf("limit must be a whole number from 1 to %d", most))
	}
	return int(n), err
}

// longestText is how much of a search text makes sense.
const longestText = 200

func searchText(c *gin.Context, name string) (string, error) {
	text := c.Query(name)
	if len(text) > longestText {
		return "", Invalid(name, fmt.Sprintf("%s is longer than %d bytes", name, longestText))
	}
	return text, nil
}

func runID(c *gin.Context) (uint64, error) {
	id, err := strconv.ParseUint(c.Param("id"), 10, 63)
	if err != nil || id == 0 {
		return 0, &fault{code: codeNotFound, field: "id", detail: "a run has a number from 1 on"}
	}
	return id, nil
}

// some is the list itself, and an empty one instead of none: JSON's null is no
// list.
func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
