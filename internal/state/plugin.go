package state

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"wpbridge/internal/mysql"
	"wpbridge/internal/wp"
)

// DataStore is the class in which WooCommerce itself keeps products; under
// another one its tables are not what they seem.
const DataStore = "WC_Product_Data_Store_CPT"

// Plugin is what the shop's plugin says of itself and of what only PHP can see.
type Plugin struct {
	Version       string            `json:"plugin"`
	WordPress     string            `json:"wordpress"`
	WooCommerce   string            `json:"woocommerce"`
	PHP           string            `json:"php"`
	Time          int64             `json:"time"` // unix
	Authorization bool              `json:"authorization"`
	ObjectCache   bool              `json:"object_cache"`
	PageCache     bool              `json:"page_cache"`
	Options       map[string]string `json:"options"`
	Filters       []string          `json:"filters"` // of stock and prices, by other plugins
	DataStore     string            `json:"product_data_store"`
	Fractional    bool              `json:"fractional"` // the shop sells fractions
	Met           time.Time         `json:"-"`          // when it last answered; zero: never
}

// Foreign tells whether another plugin keeps the products.
func (p Plugin) Foreign() bool { return p.DataStore != "" && p.DataStore != DataStore }

// MetPlugin is what the plugin last said, its zero value where none was met or
// our tables are not made yet.
func MetPlugin(ctx context.Context, db *sql.DB, p wp.Prefix) (Plugin, error) {
	var out Plugin
	var answer []byte
	err := db.QueryRowContext(ctx, p.SQL(`/* wpbridge:state */ SELECT answer, met_at FROM {wpbridge_plugin} WHERE id = 1`)).Scan(&answer, &out.Met)
	switch {
	case errors.Is(err, sql.ErrNoRows), mysql.NoTable(err):
		return Plugin{}, nil
	case err == nil:
		err = json.Unmarshal(answer, &out)
	}
	if err != nil {
		return Plugin{}, fmt.Errorf("read what the plugin said: %w", err)
	}
	return out, nil
}

// Plugin is MetPlugin for an opened store.
func (s *Store) Plugin(ctx context.Context) (Plugin, error) { return MetPlugin(ctx, s.db, s.prefix) }

// Meet remembers what the plugin said.
func (s *Store) Meet(ctx context.Context, p Plugin) error {
	answer, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("note the plugin: %w", err)
	}
	if _, err := s.exec(ctx, s.db, `REPLACE INTO {wpbridge_plugin} (id, answer, met_at) VALUES (1, ?, UTC_TIMESTAMP(6))`, string(answer)); err != nil {
		return fmt.Errorf("note the plugin: %w", err)
	}
	return nil
}

// Part forgets a plugin that is no more, and what it was to be told.
func (s *Store) Part(ctx context.Context) error {
	for _, table := range []string{"wpbridge_plugin", "wpbridge_told", "wpbridge_flip"} {
		if _, err := s.exec(ctx, s.db, `DELETE FROM {`+table+`}`); err != nil {
			return fmt.Errorf("forget the plugin: %w", err)
		}
	}
	return nil
}
