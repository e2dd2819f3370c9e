package secretbox_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/secretbox"
)

// vectors were made by PHP's libsodium.
type vectors struct {
	Key   string
	Boxes []struct{ Text, Box string }
}

func read(t *testing.T) (vectors, secretbox.Key) {
	t.Helper()
	raw, err := os.ReadFile("testdata/php.json")
	require.NoError(t, err)
	var v vectors
	require.NoError(t, json.Unmarshal(raw, &v))
	require.NotEmpty(t, v.Boxes)
	key, err := secretbox.ParseKey(v.Key)
	require.NoError(t, err)
	return v, key
}

func TestBoxesOfPHPOpen(t *testing.T) {
	t.Parallel()
	v, key := read(t)
	require.Equal(t, v.Key, key.Text())
	for _, b := range v.Boxes {
		text, err := key.Open(b.Box)
		require.NoError(t, err)
		require.Equal(t, b.Text, text)
	}
}

func TestWhatIsSealedOpensAndNeverLooksTheSame(t *testing.T) {
	t.Parallel()
	key := secretbox.NewKey()
	one, two := key.Seal("hunter2"), key.Seal("hunter2")
	require.NotEqual(t, one, two)
	require.NotContains(t, one, "hunter2")
	text, err := key.Open(one)
	require.NoError(t, err)
	require.Equal(t, "hunter2", text)
}

func TestBoxesThatStayClosed(t *testing.T) {
	t.Parallel()
	key := secretbox.NewKey()
	box := key.Seal("hunter2")
	for name, tc := range map[string]struct {
		key  secretbox.Key
		box  string
		want error
	}{
		"another key":   {secretbox.NewKey(), box, secretbox.ErrKey},
		"no key":        {secretbox.Key{}, box, secretbox.ErrKey},
		"touched":       {key, box[:8] + flip(box[8]) + box[9:], secretbox.ErrKey},
		"in the clear":  {key, "hunter2", secretbox.ErrForm},
		"another form":  {key, strings.Replace(box, "wpb1:", "wpb2:", 1), secretbox.ErrForm},
		"cut off":       {key, box[:20], secretbox.ErrForm},
		"not in base64": {key, box + "!", secretbox.ErrForm},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := tc.key.Open(tc.box)
			require.ErrorIs(t, err, tc.want)
		})
	}
}

func flip(c byte) string {
	if c == 'A' {
		return "B"
	}
	return "A"
}

func TestKeysAreBase64OfThirtyTwoBytes(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "short", "AAAA", strings.Repeat("A", 44)} {
		_, err := secretbox.ParseKey(text)
		require.Error(t, err, text)
	}
}

// open is how the plugin opens a box.
const open = `[, $key, $box] = $argv; $b = base64_decode(substr($box, 5), true);
	echo json_encode(sodium_crypto_secretbox_open(substr($b, 24), substr($b, 0, 24), base64_decode($key, true)));`

func TestPHPOpensOurBoxesAndItsOwn(t *testing.T) {
	t.Parallel()
	php, err := exec.LookPath("php")
	if err != nil {
		t.Skip("no php on this machine")
	}
	v, key := read(t)
	for _, b := range v.Boxes {
		for _, box := range []string{b.Box, key.Seal(b.Text)} {
			out, err := exec.CommandContext(t.Context(), php, "-r", open, "--", v.Key, box).Output()
			require.NoError(t, err)
			var text string
			require.NoError(t, json.Unmarshal(out, &text))
			require.Equal(t, b.Text, text)
		}
	}
}
