package site

import (
	"encoding/base64"
	"encoding/json"
	"testing"
)

// What a shop and its sidecar share in tests.
const (
	Secret = "shared by the shop and its sidecar in tests"
	Key    = "a2V5IG9mIGJveGVzLCBtYWRlIGZvciB0aGUgdGVzdHM=" // base64 of 32 bytes
)

// PairingString is what the command init prints for a sidecar at an address.
func PairingString(t testing.TB, address string) string {
	t.Helper()
	raw, err := json.Marshal(map[string]string{"url": address, "secret": Secret, "key": Key})
	if err != nil {
		t.Fatal(err)
	}
	return "wpbridge1:" + base64.RawURLEncoding.EncodeToString(raw)
}

// Pair makes the shop look for its sidecar at an address.
func (s *Site) Pair(t testing.TB, address string) {
	t.Helper()
	s.PHP(t, `echo json_encode( ( new WPBridge\Pairing( new WPBridge\Options() ) )->accept( '`+PairingString(t, address)+`' ) );`, new(string))
}
