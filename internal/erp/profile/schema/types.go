// Package schema is what a profile file may say: one YAML document that
// describes how a business system is asked and how its answers are read.
// Parse checks all of it and reports every fault at once, each with its line.
package schema

import "time"

// Version is the version of the schema that this program reads.
const Version = 1

// At is where a part of a profile stands. Every struct begins with it.
type At struct {
	Line int
	Key  string         // "operations.stock.page"
	Keys map[string]int // the lines of the keys inside
}

// Values tagged fill:"open" are filled in when the profile is opened and may hold
// variables only; all other texts are filled in with every request.

// of is the line of a key inside, or that of the whole.
func (a At) of(key string) int {
	if line, ok := a.Keys[key]; ok {
		return line
	}
	return a.Line
}

type (
	// Profile describes one system.
	Profile struct {
		At
		Version    int               `yaml:"profile"`
		Name       string            `yaml:"name"`
		Title      string            `yaml:"title"`
		Help       string            `yaml:"help"`
		BaseURL    string            `yaml:"base_url" fill:"open"`
		TLS        *TLS              `yaml:"tls"`
		Limits     Limits            `yaml:"limits"`
		Headers    map[string]string `yaml:"headers"`
		Vars       map[string]*Var   `yaml:"vars"`
		Auth       *Auth             `yaml:"auth"`
		Answer     Answer            `yaml:"answer"` // what every operation begins from
		Operations *Operations       `yaml:"operations"`
	}

	// TLS narrows what a secure connection accepts.
	TLS struct {
		At
		Min        string `yaml:"min_version"` // 1.2, 1.3
		ServerName string `yaml:"server_name"`
		CA         string `yaml:"ca"` // PEM of the only authority trusted, in the file itself
	}

	// Limits is how much the system takes.
	Limits struct {
		At
		Parallel int           `yaml:"parallel"` // requests at a time: 1
		Interval time.Duration `yaml:"interval"` // between the end of one and the next
		Timeout  time.Duration `yaml:"timeout"`  // of one request: 1 minute
		Settle   time.Duration `yaml:"settle"`   // until an accepted order shows in the stock
	}

	// Var is a value that differs from one installation to the next.
	Var struct {
		At
		Help       string   `yaml:"help"`
		Default    *string  `yaml:"default"`
		Required   bool     `yaml:"required"`
		Unverified bool     `yaml:"unverified"` // not published by the vendor: no value is known
		List       bool     `yaml:"list"`       // several, joined by commas
		Address    bool     `yaml:"address"`    // a path, or a path with a query, inserted as it is
		OneOf      []string `yaml:"one_of"`
		Reference  string   `yaml:"reference"` // the reference list that offers its values
		NewestOf   string   `yaml:"newest_of"` // the reference list from which PREFIX* takes the newest
	}

	// Auth is how a request is allowed.
	Auth struct {
		At
		Kind     string `yaml:"kind" fill:"open"` // none, header, basic, query, token
		Name     string `yaml:"name" fill:"open"` // of the header or the query parameter
		Value    string `yaml:"value"`            // what it holds
		User     string `yaml:"user"`
		Password string `yaml:"password"`
		Token    *Token `yaml:"token"`
	}

	// Token is the request that fetches a token for the others.
	Token struct {
		At
		Request  `yaml:",inline"`
		Path     string        `yaml:"token" fill:"open"`      // where the answer has it
		Expires  string        `yaml:"expires_in" fill:"open"` // where it says how many seconds it is good for
		Lifetime time.Duration `yaml:"lifetime"`               // where it does not say
	}

	// Request is what is sent. One of Path and Files is given.
	Request struct {
		Method      string            `yaml:"method" fill:"open"`
		Address     string            `yaml:"path"`
		Query       map[string]string `yaml:"query" fill:"keys"`
		Headers     map[string]string `yaml:"headers"`
		Body        string            `yaml:"body"`
		ContentType string            `yaml:"content_type"`
		Form        map[string]string `yaml:"form" fill:"keys"`
	}

	// Answer is how what comes back is read.
	Answer struct {
		At
		Reading `yaml:",inline"`
	}

	// Reading is the part of Answer that an operation can overrule.
	Reading struct {
		Format   string     `yaml:"format" fill:"open"`
		Charset  string     `yaml:"charset" fill:"open"`
		CSV      *CSV       `yaml:"csv"`
		Fixed    *FixedForm `yaml:"fixed"`
		Records  string     `yaml:"records" fill:"open"`
		OK       []*Test    `yaml:"ok"`                // all must hold, also with status 200
		Error    string     `yaml:"error" fill:"open"` // where the system says what is wrong
		Refusals []*Refusal `yaml:"refusals"`
	}

	// CSV is the layout of separated values.
	CSV struct {
		At
		Separator string   `yaml:"separator" fill:"open"`
		Header    *bool    `yaml:"header"` // the first line names the columns: true
		Columns   []string `yaml:"columns" fill:"open"`
		Quotes    *bool    `yaml:"quotes"` // "quoted" values: true
		Skip      int      `yaml:"skip"`
	}

	// FixedForm is the layout of lines of fixed width.
	FixedForm struct {
		At
		Columns map[string]string `yaml:"columns" fill:"open"` // name: "1-13"
		Skip    int               `yaml:"skip"`
	}

	// Test compares a value of an answer or a record with texts.
	Test struct {
		At
		Path   string   `yaml:"path" fill:"open"`
		Equals []string `yaml:"equals" fill:"open"`
		Not    []string `yaml:"not" fill:"open"`
	}

	// Refusal says what an answer that is not ok means.
	Refusal struct {
		At
		Path   string   `yaml:"path" fill:"open"`
		Equals []string `yaml:"equals" fill:"open"`
		Means  string   `yaml:"means"` // login, later, not_found, unreachable
	}
)
