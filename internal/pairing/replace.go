package pairing

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// replaceFile gives a file new content, whole or not at all, and leaves it
// owner, mode and extended attributes; a symbolic link keeps pointing at it.
// Where that cannot be done, the file stays as it was.
func replaceFile(path string, content []byte) (err error) {
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		return err
	}
	// Named so that a web server never hands the text out: it runs it instead.
	f, err := os.CreateTemp(filepath.Dir(target), ".wpbridge-*.php")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	_, err = f.Write(content)
	if err = errors.Join(err, likeness(target, f), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), target)
}

// likeness gives f the owner, mode and extended attributes of the file at path.
func likeness(path string, f *os.File) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		if err := f.Chown(int(s.Uid), int(s.Gid)); err != nil {
			return fmt.Errorf("keep the owner of %s: %w", path, err)
		}
	}
	if err := f.Chmod(info.Mode()); err != nil {
		return err
	}
	return attributes(path, f.Name())
}

// attributes copies the extended attributes that are not the same already: an
// access list, or the label by which SELinux lets the web server read.
func attributes(from, to string) error {
	names, err := attribute(func(b []byte) (int, error) { return unix.Listxattr(from, b) })
	if errors.Is(err, unix.ENOTSUP) {
		return nil
	}
	for name := range strings.SplitSeq(strings.TrimSuffix(string(names), "\x00"), "\x00") {
		if err != nil || name == "" {
			break
		}
		var value, have []byte
		if value, err = attribute(func(b []byte) (int, error) { return unix.Getxattr(from, name, b) }); err != nil {
			break
		}
		have, err = attribute(func(b []byte) (int, error) { return unix.Getxattr(to, name, b) })
		if err != nil || !bytes.Equal(have, value) {
			err = unix.Setxattr(to, name, value, 0)
		}
	}
	if err != nil {
		return fmt.Errorf("keep the extended attributes of %s: %w", from, err)
	}
	return nil
}

// attribute asks for the size first.
func attribute(read func([]byte) (int, error)) ([]byte, error) {
	n, err := read(nil)
	if err != nil || n == 0 {
		return nil, err
	}
	b := make([]byte, n)
	n, err = read(b)
	return b[:max(n, 0)], err
}
