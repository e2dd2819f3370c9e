package profile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/profile/folder"
)

// fileMark is the mark of a reading of files: the file that was read.
type fileMark struct {
	File string `json:"file"`
}

// readFile reads the newest file whole. It holds everything, so a reading of
// changes is empty where the file has stayed the same, and whole otherwise.
func (c *client) readFile(ctx context.Context, op *operation, q erp.Query, add func(rec any) error) (erp.Mark, error) {
	var before fileMark
	if q.Since != "" {
		if err := strict(string(q.Since), &before); err != nil {
			return "", fmt.Errorf("read changes: %q is not one of the marks of a profile", q.Since)
		}
	}
	if q.Page != "" {
		return "", fmt.Errorf("continue a reading: %q is not one of its cursors: files are read whole", q.Page)
	}
	if ctx.Err() != nil {
		return "", context.Cause(ctx)
	}
	found, err := c.newest(op)
	if err != nil {
		return "", fmt.Errorf("%s: %w", op.name, err)
	}
	now := erp.Mark(encode(fileMark{found.String()}))
	if before.File == found.String() {
		return now, nil
	}
	if err := c.readOne(op, found, add); err != nil {
		return "", fmt.Errorf("%s: file %s: %w", op.name, found.Name, err)
	}
	return now, nil
}

func (c *client) newest(op *operation) (folder.File, error) {
	found, err := c.folder.Newest(op.files, op.ready)
	switch {
	case errors.Is(err, folder.ErrBusy):
		return found, &erp.RetryAfter{Err: err, Wait: 3 * time.Second}
	case err != nil:
		return found, fmt.Errorf("%w: %w", erp.ErrUnreachable, err)
	}
	return found, nil
}

func (c *client) readOne(op *operation, found folder.File, add func(rec any) error) (err error) {
	f, err := c.folder.Open(found)
	if errors.Is(err, folder.ErrBusy) {
		return &erp.RetryAfter{Err: err, Wait: 3 * time.Second}
	}
	if err != nil {
		return fmt.Errorf("%w: %w", erp.ErrUnreachable, err)
	}
	defer f.Close()
	shown := &bytes.Buffer{}
	_, err = c.read(op, io.TeeReader(f, &cut{shown}), &http.Response{Header: http.Header{}}, op.counted(add))
	c.looked(found.Name, shown.Bytes(), int(found.Size))
	if !folder.Same(f, found) {
		return &erp.RetryAfter{Err: folder.ErrBusy, Wait: 3 * time.Second}
	}
	return err
}

// whole is the one page of a reading of files.
func whole[T any](p erp.Page[T], m erp.Mark, err error) (erp.Page[T], error) {
	if err != nil {
		return erp.Page[T]{}, err
	}
	p.Mark = m
	return p, nil
}
