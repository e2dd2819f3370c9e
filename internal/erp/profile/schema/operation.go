package schema

import "time"

type (
	// Operations are what the system is asked for. A nil one is not offered.
	Operations struct {
		At
		Ping       *Operation            `yaml:"ping"`
		Products   *Operation            `yaml:"products"`
		Find       *Operation            `yaml:"find"`
		Stock      *Operation            `yaml:"stock"`
		Check      *Operation            `yaml:"check"`
		References map[string]*Operation `yaml:"references"`
	}

	// Operation is one question and how to read its answer.
	Operation struct {
		At
		Request    `yaml:",inline"`
		Files      string `yaml:"files" fill:"open"` // in the folder of the settings, instead of path
		Ready      string `yaml:"ready" fill:"open"` // beside each file one with this ending says that it is whole
		Reading    `yaml:",inline"`
		Only       []*Test           `yaml:"only"` // the records that count
		Fields     map[string]*Field `yaml:"fields"`
		Attributes []*Attribute      `yaml:"attributes"`
		Locations  *Locations        `yaml:"locations"`
		Page       *Page             `yaml:"page"`
		Since      *Since            `yaml:"since"`
		Batch      int               `yaml:"batch"`  // codes or ids in one request: 100
		Missing    bool              `yaml:"absent"` // status 404 means that nothing was found
		Repeat     *bool             `yaml:"repeat"` // safe to ask again after a doubt: true
	}

	// Field is where a value is and how it is written. As a plain text it is Path.
	Field struct {
		At
		Path    string            `yaml:"path" fill:"open"`
		Const   *string           `yaml:"const" fill:"open"`
		Default *string           `yaml:"default" fill:"open"`
		Nulls   []string          `yaml:"null" fill:"open"`
		Lookup  map[string]string `yaml:"lookup"`
		Number  bool              `yaml:"number"`
		Trim    *bool             `yaml:"trim"`
		Decimal string            `yaml:"decimal" fill:"open"`
		Group   string            `yaml:"group" fill:"open"`
		Shift   int               `yaml:"shift"`
		True    []string          `yaml:"true" fill:"open"`
		False   []string          `yaml:"false" fill:"open"`
		Layout  string            `yaml:"layout" fill:"open"`
		Zone    string            `yaml:"zone" fill:"open"`
	}

	// Attribute is one thing that varies, or with Each a list of them.
	Attribute struct {
		At
		Each  string `yaml:"each" fill:"open"`
		Name  *Field `yaml:"name"`
		Value *Field `yaml:"value"`
		Only  string `yaml:"only" fill:"open"` // names, joined by commas; empty: all
	}

	// Locations says where stock is held.
	Locations struct {
		At
		Each string `yaml:"each"` // a list variable: one reading for each entry, as {{.location}}
		Only string `yaml:"only"` // a list variable: of the field location only these count
	}

	// Page is how a long list is asked for in parts.
	Page struct {
		At
		Kind  string `yaml:"kind" fill:"open"` // none, page, offset, cursor, link
		Size  string `yaml:"size" fill:"open"`
		First string `yaml:"first" fill:"open"` // the number of the first page: 1
		Next  string `yaml:"next" fill:"open"`  // where the answer has the cursor or the link
		Total string `yaml:"total" fill:"open"` // where the answer counts all records
	}

	// Since is how changes are asked for.
	Since struct {
		At
		Stamp    *Field        `yaml:"stamp"`              // of a record
		Layout   string        `yaml:"layout" fill:"open"` // in the request, and in stamp if that has none
		Zone     string        `yaml:"zone" fill:"open"`   // of layouts without one
		Overlap  time.Duration `yaml:"overlap"`            // asked for once more
		Count    int           `yaml:"count"`              // the same, of a counter
		Complete bool          `yaml:"complete"`           // a change holds the stock of every location
	}
)

// shorter is implemented by what can be written as one text.
type shorter interface{ short() *string }

func (f *Field) short() *string { return &f.Path }
