package app

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"

	"wpbridge/internal/config"
	"wpbridge/internal/mysql"
	"wpbridge/internal/wp"
)

// siteOf reads wp-config.php where shop.wordpress names its directory.
func siteOf(cfg *config.Config) (wp.Config, error) {
	if cfg.Shop.WordPress == "" {
		return wp.Config{}, nil
	}
	source, err := readSite(cfg)
	if err != nil {
		return wp.Config{}, err
	}
	site, err := wp.ParseConfig(source)
	if err != nil && !cfg.Shop.DSN.Empty() {
		err = nil // what it lacks, shop.dsn and shop.prefix say
	}
	return site, err
}

func readSite(cfg *config.Config) ([]byte, error) {
	path, err := wp.FindConfig(cfg.Shop.WordPress)
	if err != nil {
		return nil, fmt.Errorf("shop.wordpress: %w", err)
	}
	source, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("shop.wordpress: %w", err)
	}
	return source, nil
}

// connect tries what DB_HOST may mean, in the order PHP would.
func connect(ctx context.Context, cfg *config.Config, site wp.Config) (*sql.DB, error) {
	if !cfg.Shop.DSN.Empty() {
		return mysql.Open(ctx, mysql.Options{DSN: cfg.Shop.DSN.Reveal()})
	}
	if site.Name == "" {
		return nil, ErrNoShop
	}
	var faults []error
	for _, e := range site.Candidates() {
		db, err := mysql.Open(ctx, mysql.Options{User: site.User, Password: site.Password, Database: site.Name, Network: e.Network, Address: e.Address})
		if err == nil || mysql.Denied(err) { // the server answered; another address of it would say the same
			return db, err
		}
		faults = append(faults, err)
	}
	return nil, errors.Join(faults...)
}
