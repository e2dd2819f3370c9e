package config

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// setting ties a key to its place in Config. File, environment and flags all
// give text, so that a password 00123 stays what was typed.
type setting struct {
	key     string
	secret  bool
	list    bool
	joins   bool // several values may be given for one, joined by commas
	plain   bool // a number or a truth value: printed without quotes
	local   bool // names files of this machine: the shop says one of offered or nothing
	offered []string
	fileOf  string             // the key of the secret that this one names a file for
	set     func(string) error // its error says what is expected
	get     func() string      // in the clear
}

func checked(key string, at *string, want string, ok func(string) bool) setting {
	return setting{key: key, get: func() string { return *at }, set: func(s string) error {
		if !ok(s) {
			return errors.New("must be " + want)
		}
		*at = s
		return nil
	}}
}

func text(key string, at *string) setting {
	return checked(key, at, "", func(string) bool { return true })
}

func oneOf(key string, at *string, allowed ...string) setting {
	return checked(key, at, "one of "+strings.Join(allowed, ", "), func(s string) bool {
		return slices.Contains(allowed, s)
	})
}

func yesNo(key string, at *bool) setting {
	return setting{key: key, plain: true, get: func() string { return strconv.FormatBool(*at) }, set: func(s string) error {
		switch strings.ToLower(s) {
		case "true", "yes", "on":
			*at = true
		case "false", "no", "off":
			*at = false
		default:
			return errors.New("must be true or false")
		}
		return nil
	}}
}

func percent(key string, at *int) setting {
	return setting{key: key, plain: true, get: func() string { return strconv.Itoa(*at) }, set: func(s string) error {
		n, err := strconv.Atoi(s)
		if err != nil || n < 0 || n > 100 {
			return errors.New("must be a whole number from 0 to 100; 100 never holds a run")
		}
		*at = n
		return nil
	}}
}

func duration(key string, at *time.Duration, least, most time.Duration) setting {
	return setting{key: key, get: func() string { return tidy(*at) }, set: func(s string) error {
		d, err := time.ParseDuration(s)
		if err != nil || d < least || d > most {
			return fmt.Errorf("must be a duration such as %s, from %s to %s", tidy(*at), tidy(least), tidy(most))
		}
		*at = d
		return nil
	}}
}

// tidy writes 3m0s as 3m.
func tidy(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

func list(key string, at *[]string) setting {
	return setting{key: key, list: true, get: func() string { return strings.Join(*at, ",") }, set: func(s string) error {
		*at = split(s)
		return nil
	}}
}

func split(s string) []string {
	var out []string
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// secret is a setting and its twin that names a file holding the value.
func secret(key string, at *Secret, file *string, check func(string) error) []setting {
	twin := text(key+"_file", file)
	twin.fileOf = key
	return []setting{{key: key, secret: true, get: func() string { return at.Reveal() }, set: func(s string) error {
		if err := check(s); err != nil {
			return err
		}
		*at = NewSecret(s)
		return nil
	}}, twin}
}

// entry is a value of a connector's section, checked later by the connector's
// own list of settings.
func entry(key string, in map[string]Secret, name string) setting {
	return setting{key: key, get: func() string { return in[name].Reveal() }, set: func(s string) error {
		in[name] = NewSecret(s)
		return nil
	}}
}

// scheduled is one job's entry in the schedule.
func scheduled(job string, in map[string]string) setting {
	return setting{key: "schedule." + job, get: func() string { return in[job] }, set: func(s string) error {
		if !validSchedule(s) {
			return errors.New("must be off, hourly, every 5m (one minute or more) or daily 03:30")
		}
		in[job] = s
		return nil
	}}
}
