// Package secretbox seals the secrets that the shop keeps in its options, in
// the form that PHP's sodium_crypto_secretbox makes and opens: XSalsa20 with
// Poly1305, so that a box which was changed does not open.
package secretbox

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"strings"

	"golang.org/x/crypto/nacl/secretbox"
)

const (
	mark      = "wpb1:" // what a box of this form begins with
	nonceSize = 24
)

// Why a box stays closed.
var (
	ErrForm = errors.New("is not sealed as wpbridge's settings page seals it")
	ErrKey  = errors.New("is sealed with another key")
)

// Key opens and seals. The zero Key is no key.
type Key struct{ bytes *[32]byte }

// NewKey makes a random one.
func NewKey() Key {
	k := Key{new([32]byte)}
	_, _ = rand.Read(k.bytes[:]) // never fails: see crypto/rand
	return k
}

// ParseKey reads the text of a key: 32 bytes in standard base64.
func ParseKey(text string) (Key, error) {
	b, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(b) != 32 {
		return Key{}, errors.New("a key must be the base64 text of 32 bytes")
	}
	return Key{(*[32]byte)(b)}, nil
}

// Text is the key as ParseKey reads it.
func (k Key) Text() string {
	if k.bytes == nil {
		return ""
	}
	return base64.StdEncoding.EncodeToString(k.bytes[:])
}

// Seal makes a box: "wpb1:" and the base64 of a nonce of 24 bytes and the
// sealed text. It differs every time. The zero Key panics.
func (k Key) Seal(text string) string {
	var nonce [nonceSize]byte
	_, _ = rand.Read(nonce[:]) // never fails: see crypto/rand
	return mark + base64.StdEncoding.EncodeToString(secretbox.Seal(nonce[:], []byte(text), &nonce, k.bytes))
}

// Open gives the text of a box, or ErrForm or ErrKey.
func (k Key) Open(box string) (string, error) {
	text, marked := strings.CutPrefix(box, mark)
	b, err := base64.StdEncoding.DecodeString(text)
	if !marked || err != nil || len(b) < nonceSize+secretbox.Overhead {
		return "", ErrForm
	}
	if k.bytes == nil {
		return "", ErrKey
	}
	out, ok := secretbox.Open(nil, b[nonceSize:], (*[nonceSize]byte)(b), k.bytes)
	if !ok {
		return "", ErrKey
	}
	return string(out), nil
}
