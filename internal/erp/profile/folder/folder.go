// Package folder is a directory through which programs hand each other files.
// Nothing outside of it can be reached, neither by names nor by links in it.
package folder

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"time"
)

// settle is how long a file must have been left alone to count as written.
const settle = 2 * time.Second

var (
	// ErrNone says that no file has the name looked for.
	ErrNone = errors.New("no such file")
	// ErrBusy says that the file is still being written.
	ErrBusy = errors.New("the file is still being written")
)

// Folder is a directory.
type Folder struct{ Dir string }

// File is one file as it was found.
type File struct {
	Name    string // with slashes, below the directory
	Size    int64
	Changed time.Time
}

// String tells versions of a file apart.
func (f File) String() string {
	return f.Name + " " + strconv.FormatInt(f.Size, 10) + " " + strconv.FormatInt(f.Changed.UnixNano(), 10)
}

// Newest finds the file changed last among those that match pattern. With ready,
// a file counts only when one of the same name and this ending lies beside it.
// Without, it counts when it has not been changed for two seconds: ErrBusy asks
// to come back.
func (f Folder) Newest(pattern, ready string) (File, error) {
	root, err := os.OpenRoot(f.Dir)
	if err != nil {
		return File{}, fmt.Errorf("open the folder: %w", err)
	}
	defer root.Close()
	names, err := fs.Glob(root.FS(), pattern)
	if err != nil {
		return File{}, fmt.Errorf("look for %s: %w", pattern, err)
	}
	var best File
	for _, name := range names {
		info, err := root.Stat(name)
		if err != nil || !info.Mode().IsRegular() || !whole(root, name, ready) {
			continue // gone meanwhile, a directory, or a link that leads out
		}
		x := File{name, info.Size(), info.ModTime()}
		if best.Name == "" || x.Changed.After(best.Changed) || x.Changed.Equal(best.Changed) && x.Name > best.Name {
			best = x
		}
	}
	switch age := time.Since(best.Changed); {
	case best.Name == "":
		return best, fmt.Errorf("%w: %s", ErrNone, pattern)
	case ready == "" && age >= 0 && age < settle:
		return best, fmt.Errorf("%w: %s", ErrBusy, best.Name)
	}
	return best, nil
}

func whole(root *os.Root, name, ready string) bool {
	if ready == "" {
		return true
	}
	_, err := root.Stat(name + ready)
	return err == nil
}

// Open opens a file. Later changes of its name do not matter to the reader;
// Same tells whether its content stayed.
func (f Folder) Open(x File) (*os.File, error) {
	root, err := os.OpenRoot(f.Dir)
	if err != nil {
		return nil, fmt.Errorf("open the folder: %w", err)
	}
	defer root.Close()
	file, err := root.Open(x.Name)
	if err != nil {
		return nil, err
	}
	if !Same(file, x) {
		return nil, errors.Join(fmt.Errorf("%w: %s", ErrBusy, x.Name), file.Close())
	}
	return file, nil
}

// Same tells whether an open file is still the one that was found.
func Same(file *os.File, x File) bool {
	info, err := file.Stat()
	return err == nil && info.Mode().IsRegular() && info.Size() == x.Size && info.ModTime().Equal(x.Changed)
}

// Drop leaves a file for the other side: whole or not at all. A file of that
// name is replaced.
func (f Folder) Drop(name string, content []byte) error {
	root, err := os.OpenRoot(f.Dir)
	if err != nil {
		return fmt.Errorf("open the folder: %w", err)
	}
	defer root.Close()
	draft := path.Join(path.Dir(filepath.ToSlash(name)), ".wpbridge-"+path.Base(name)+".part")
	file, err := root.OpenFile(draft, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o640)
	if err != nil {
		return fmt.Errorf("drop %s: %w", name, err)
	}
	_, err = file.Write(content)
	if err = errors.Join(err, file.Sync(), file.Close()); err == nil {
		err = root.Rename(draft, name)
	}
	if err != nil {
		return fmt.Errorf("drop %s: %w", name, errors.Join(err, root.Remove(draft)))
	}
	return nil
}
