package pairing

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"wpbridge/internal/secretbox"
	"wpbridge/internal/wp"
)

// The constants of wp-config.php by which the plugin knows the sidecar. Where
// they are set they win over its options.
const (
	URLConstant    = "WPBRIDGE_URL"
	SecretConstant = "WPBRIDGE_SECRET"
	KeyConstant    = "WPBRIDGE_KEY"
)

// Shared is what plugin and sidecar have in common: where the sidecar listens,
// what signs the tokens, and what opens the boxes of passwords.
type Shared struct {
	URL    string `json:"url"`
	Secret string `json:"secret"`
	Key    string `json:"key"`
}

// Text is the one string to paste on the plugin's page.
func (s Shared) Text() string {
	b, err := json.Marshal(s)
	if err != nil {
		return "" // not possible for text
	}
	return "wpbridge1:" + base64.RawURLEncoding.EncodeToString(b)
}

func (s Shared) constants() []constant {
	return []constant{{URLConstant, s.URL}, {SecretConstant, s.Secret}, {KeyConstant, s.Key}}
}

// URL is the address of server.listen as the plugin calls it.
func URL(listen string) string {
	if strings.HasPrefix(listen, "unix:") {
		return listen
	}
	return "http://" + listen
}

// Sharing says how to share.
type Sharing struct {
	Config  string // path of wp-config.php
	Given   Shared // what is decided already; an empty Secret or Key is made
	Write   bool   // put the constants into wp-config.php
	Replace bool   // let a new secret and address take the place of those there
}

// Place tells how the plugin comes by the shared values.
type Place struct {
	Defined bool  // wp-config.php defines them all
	Changed bool  // it was written for that
	KeyHere bool  // it defines the key
	Why     error // why it could not be written; nil where that was not tried
}

// Share finds the values to share: those that wp-config.php defines, else those
// given, else new ones. The key there is never replaced, or no stored password
// could be opened any more.
func (s Sharing) Share() (Shared, Place, error) {
	source, err := os.ReadFile(s.Config)
	if err != nil {
		return Shared{}, Place{}, fmt.Errorf("%w: %w", wp.ErrConfig, err)
	}
	have := wp.ParseConstants(source)
	if s.Write {
		shared, err := s.values(have, s.Replace)
		if err != nil {
			return shared, Place{}, err
		}
		changed, err := put(s.Config, string(source), shared)
		if err == nil {
			return shared, Place{Defined: true, Changed: changed, KeyHere: true}, nil
		}
		shared, faults := s.values(have, false)
		return shared, Place{KeyHere: have.Has(KeyConstant), Why: err}, faults
	}
	shared, err := s.values(have, false)
	return shared, Place{Defined: have.Has(URLConstant) && have.Has(SecretConstant) && have.Has(KeyConstant), KeyHere: have.Has(KeyConstant)}, err
}

func put(path, source string, s Shared) (changed bool, err error) {
	text, err := define(source, s.constants())
	if err != nil || text == source {
		return false, err
	}
	return true, replaceFile(path, []byte(text))
}

// values picks each of the three.
func (s Sharing) values(have wp.Constants, replace bool) (Shared, error) {
	out := s.Given
	for _, x := range []struct {
		name    string
		to      *string
		replace bool
		make    func() string
	}{
		{URLConstant, &out.URL, replace, func() string { return "" }},
		{SecretConstant, &out.Secret, replace, NewSecret},
		{KeyConstant, &out.Key, false, func() string { return secretbox.NewKey().Text() }},
	} {
		if have.Has(x.name) && !x.replace {
			v, err := have.Value(x.name)
			switch {
			case err == nil:
				*x.to = v
			case *x.to == "":
				return out, fmt.Errorf("%w: %s %w: give its value in the environment for this command", wp.ErrConfig, x.name, err)
			}
		}
		if *x.to == "" {
			*x.to = x.make()
		}
	}
	return out, out.check()
}

func (s Shared) check() error {
	if _, err := secretbox.ParseKey(s.Key); err != nil {
		return fmt.Errorf("%s: %w", KeyConstant, err)
	}
	if len(s.Secret) < 32 {
		return fmt.Errorf("%s must be at least 32 bytes long; --force replaces it", SecretConstant)
	}
	return nil
}
