package httpapi

import (
	"time"

	"wpbridge/internal/job"
	"wpbridge/internal/ledger"
)

// Status is how shop and sidecar are.
type Status struct {
	Version string    `json:"version"`
	Schema  int64     `json:"schema"` // of wpbridge's own tables
	Shop    ShopFacts `json:"shop"`
	ERP     ERPFacts  `json:"erp"`
	Linked  int       `json:"linked"`
	Alive   Alive     `json:"alive"`
	Now     time.Time `json:"now"` // by the database's clock
	Jobs    []Job     `json:"jobs"`
	// CronLine is what a hosting panel's cron would run instead of the schedule.
	CronLine string `json:"cron_line"`
}

// ShopFacts are facts of the shop that decide what a write looks like.
type ShopFacts struct {
	Version        string `json:"version"`
	HPOS           bool   `json:"hpos"`
	HideOutOfStock bool   `json:"hide_out_of_stock"`
}

// ERPFacts tell which business system is in use and whether it answers.
type ERPFacts struct {
	Name       string `json:"name"`
	Title      string `json:"title"`
	Mode       string `json:"mode"`
	Configured bool   `json:"configured"`
	Problem    string `json:"problem"` // why it is not configured
	Breaker    string `json:"breaker"` // closed: it is asked; open: it is not; half-open: it is tried
}

// Alive tells when serve and cron last showed themselves.
type Alive struct {
	Serve *time.Time `json:"serve"`
	Cron  *time.Time `json:"cron"`
}

// Job is one job with its schedule and its last run.
type Job struct {
	Job      string      `json:"job"`
	Schedule string      `json:"schedule"`
	Next     *time.Time  `json:"next"`
	Last     *ledger.Run `json:"last"`
	Running  uint64      `json:"running"`   // the run under way, 0: none
	CronLine string      `json:"cron_line"` // empty where cron does not do it
}

// Connector is a business system that can be chosen.
type Connector struct {
	Name     string             `json:"name"`
	Title    string             `json:"title"`
	Settings []ConnectorSetting `json:"settings"`
	// Capabilities are known once the settings are complete: stock, stock-check,
	// items, item-lookup, reference.
	Capabilities []string `json:"capabilities"`
	References   []string `json:"references"`
}

// ConnectorSetting is one field of a connector.
type ConnectorSetting struct {
	Name      string   `json:"name"`
	Help      string   `json:"help"`
	Default   string   `json:"default"`
	Required  bool     `json:"required"`
	Secret    bool     `json:"secret"`
	List      bool     `json:"list"`
	OneOf     []string `json:"one_of"`
	Reference string   `json:"reference"`
	// Newest: NAME* stands for the entry of Reference with the greatest number.
	Newest bool `json:"newest"`
	// Unverified: the vendor has not published what to enter.
	Unverified bool `json:"unverified"`
	// Mode is that of the login to which alone the field belongs; empty: to each.
	Mode string `json:"mode"`
}

// Setting is one setting as it is in force.
type Setting struct {
	Key    string `json:"key"`
	Value  string `json:"value"` // always empty of a secret
	Origin string `json:"origin"`
	Detail string `json:"detail"`
	Fixed  bool   `json:"fixed"` // the shop's page cannot change it
	Secret bool   `json:"secret"`
	Set    bool   `json:"set"`
}

// Match is what the last match found, as things stand now.
type Match struct {
	job.Report
	At *time.Time `json:"at"` // nil: there was no match with this login yet
}
