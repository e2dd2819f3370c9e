// Seed fills a shop's database with a made-up catalogue.
//
//	go run ./scripts/seed --dsn 'root:@unix(/tmp/db/mariadb.sock)/wordpress' --simple 8000 --variable 500 --variations 4
package main

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"os"
	"time"

	_ "github.com/go-sql-driver/mysql"

	"wpbridge/internal/shoptest"
)

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "seed:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	var catalogue shoptest.Catalogue
	flags := flag.NewFlagSet("seed", flag.ExitOnError)
	dsn := flags.String("dsn", os.Getenv("SHOP_DSN"), "the shop's database, as go-sql-driver writes it")
	prefix := flags.String("prefix", "wp_", "prefix of the shop's tables")
	create := flags.Bool("create", false, "first make the recorded empty shop in a new database of that name")
	flags.IntVar(&catalogue.Simple, "simple", 8000, "simple products")
	flags.IntVar(&catalogue.Variable, "variable", 500, "variable products")
	flags.IntVar(&catalogue.VariationsEach, "variations", 4, "variations of each variable product")
	flags.IntVar(&catalogue.Categories, "categories", 12, "product categories")
	flags.BoolVar(&catalogue.Transients, "transients", false, "also the transients of a visited shop")
	if err := flags.Parse(args); err != nil {
		return err
	}

	if *create {
		if err := shoptest.Create(ctx, *dsn); err != nil {
			return err
		}
	}
	db, err := sql.Open("mysql", *dsn)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	start := time.Now()
	if err := catalogue.Fill(ctx, db, *prefix); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%d stock holders in %s\n", catalogue.Holders(), time.Since(start).Round(time.Millisecond))
	return nil
}
