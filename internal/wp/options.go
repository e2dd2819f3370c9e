package wp

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"time"

	"wpbridge/internal/mysql"
)

// Options are values of wp_options by name; an option that does not exist is
// absent from the map.
type Options map[string]string

// ReadOptions reads just the named options.
func ReadOptions(ctx context.Context, q mysql.Queryer, p Prefix, names ...string) (Options, error) {
	in, args := mysql.List(names)
	return readOptions(ctx, q, p, `IN (`+in+`)`, args...)
}

// ReadOptionsLike reads the options whose name has the form of an SQL LIKE.
func ReadOptionsLike(ctx context.Context, q mysql.Queryer, p Prefix, form string) (Options, error) {
	return readOptions(ctx, q, p, `LIKE ?`, form)
}

func readOptions(ctx context.Context, q mysql.Queryer, p Prefix, which string, args ...any) (Options, error) {
	out := Options{}
	err := mysql.Each(ctx, q, func(r *sql.Rows) error {
		var name, value string
		if err := r.Scan(&name, &value); err != nil {
			return err
		}
		out[name] = value
		return nil
	}, p.SQL(`/* wpbridge:options */ SELECT option_name, option_value FROM {options} WHERE option_name `+which), args...)
	if err != nil {
		return nil, fmt.Errorf("read WordPress options: %w", err)
	}
	return out, nil
}

// PluginActive tells whether WordPress lists a plugin, named as
// folder/file.php, as active. One that is active for a whole network of sites is
// not on that list.
func PluginActive(ctx context.Context, q mysql.Queryer, p Prefix, plugin string) (bool, error) {
	o, err := ReadOptions(ctx, q, p, "active_plugins")
	return strings.Contains(o["active_plugins"], `"`+plugin+`"`), err
}

// Yes reports whether a checkbox option is on.
func (o Options) Yes(name string) bool { return o[name] == "yes" }

// Or is the value, or def where the option is absent or empty.
func (o Options) Or(name, def string) string {
	if v := o[name]; v != "" {
		return v
	}
	return def
}

// Location is the site's time zone: timezone_string, else gmt_offset in hours.
func (o Options) Location() *time.Location {
	if loc, err := time.LoadLocation(o["timezone_string"]); err == nil && o["timezone_string"] != "" {
		return loc
	}
	hours, err := strconv.ParseFloat(o["gmt_offset"], 64)
	if err != nil || hours == 0 {
		return time.UTC
	}
	return time.FixedZone("site", int(hours*3600))
}
