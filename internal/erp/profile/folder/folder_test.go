package folder_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/erp/profile/folder"
)

// put writes a file last changed so long ago.
func put(t *testing.T, dir, name, text string, age time.Duration) {
	t.Helper()
	path := filepath.Join(dir, name)
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	at := time.Now().Add(-age)
	require.NoError(t, os.Chtimes(path, at, at))
}

func TestNewest(t *testing.T) {
	t.Parallel()
	f := folder.Folder{Dir: t.TempDir()}
	_, err := f.Newest("stock*.txt", "")
	require.ErrorIs(t, err, folder.ErrNone)
	put(t, f.Dir, "stock1.txt", "a", time.Hour)
	put(t, f.Dir, "stock2.txt", "bb", time.Minute)
	put(t, f.Dir, "other.txt", "c", 10*time.Second)
	put(t, f.Dir, "sub/stock3.txt", "d", 10*time.Second)
	got, err := f.Newest("stock*.txt", "")
	require.NoError(t, err)
	require.Equal(t, "stock2.txt", got.Name)
	got, err = f.Newest("*/stock*.txt", "")
	require.NoError(t, err)
	require.Equal(t, "sub/stock3.txt", got.Name)
	put(t, f.Dir, "stock3.txt", "d", 0)
	_, err = f.Newest("stock*.txt", "")
	require.ErrorIs(t, err, folder.ErrBusy, "it may still be written")
	_, err = f.Newest("stock*.txt", ".ok")
	require.ErrorIs(t, err, folder.ErrNone)
	put(t, f.Dir, "stock1.txt.ok", "", 0)
	got, err = f.Newest("stock*.txt", ".ok")
	require.NoError(t, err)
	require.Equal(t, "stock1.txt", got.Name)
}

func TestNothingOutsideCanBeReached(t *testing.T) {
	t.Parallel()
	outside, f := t.TempDir(), folder.Folder{Dir: t.TempDir()}
	put(t, outside, "stock.txt", "secret", time.Hour)
	require.NoError(t, os.Symlink(filepath.Join(outside, "stock.txt"), filepath.Join(f.Dir, "stock.txt")))
	require.NoError(t, os.Symlink(outside, filepath.Join(f.Dir, "sub")))
	for _, pattern := range []string{"stock.txt", "sub/stock.txt", "*/*", "../*/stock.txt", filepath.Join(outside, "stock.txt")} {
		_, err := f.Newest(pattern, "")
		require.ErrorIs(t, err, folder.ErrNone, pattern)
	}
	_, err := f.Open(folder.File{Name: "sub/stock.txt"})
	require.Error(t, err)
	require.Error(t, f.Drop("../x.txt", nil))
	require.Error(t, f.Drop("sub/x.txt", nil))
	require.NoFileExists(t, filepath.Join(outside, "x.txt"))
}

func TestAFileThatChangesIsNoticed(t *testing.T) {
	t.Parallel()
	f := folder.Folder{Dir: t.TempDir()}
	put(t, f.Dir, "a.txt", "one", time.Hour)
	found, err := f.Newest("a.txt", "")
	require.NoError(t, err)
	file, err := f.Open(found)
	require.NoError(t, err)
	t.Cleanup(func() { _ = file.Close() })
	require.True(t, folder.Same(file, found))
	put(t, f.Dir, "a.txt", "longer", time.Minute)
	require.False(t, folder.Same(file, found))
	_, err = f.Open(found)
	require.ErrorIs(t, err, folder.ErrBusy)
}

func TestDropLeavesWholeFiles(t *testing.T) {
	t.Parallel()
	f := folder.Folder{Dir: t.TempDir()}
	require.NoError(t, f.Drop("order1.txt", []byte("one")))
	require.NoError(t, f.Drop("order1.txt", []byte("two")))
	b, err := os.ReadFile(filepath.Join(f.Dir, "order1.txt"))
	require.NoError(t, err)
	require.Equal(t, "two", string(b))
	all, err := os.ReadDir(f.Dir)
	require.NoError(t, err)
	require.Len(t, all, 1, "no drafts stay")
	require.Error(t, folder.Folder{Dir: filepath.Join(f.Dir, "none")}.Drop("a", nil))
}
