package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// json walks to the list named by path and reads it entry by entry; all that
// lies beside the way is the envelope.
func (d *decoding) json(path string) error {
	dec := json.NewDecoder(d.buffered())
	w := &walk{decoding: d, dec: dec}
	var keys []string
	if path != "" && path != "." {
		keys = strings.Split(path, ".")
	}
	root, err := w.value(keys, path != "")
	if err != nil {
		return text(err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errors.New("there is more behind the end of the JSON document")
	}
	d.env.Root = root
	return nil
}

// text makes the decoder's words about a cut document plain.
func text(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("the document is cut off")
	}
	return err
}

type walk struct {
	*decoding
	dec   *json.Decoder
	bytes int // of the envelope
}

// value reads the value at the decoder's place. With list, the list of records
// is keys away from here.
func (w *walk) value(keys []string, list bool) (any, error) {
	switch {
	case !list:
		return w.plain()
	case len(keys) == 0:
		return nil, w.list()
	}
	tok, err := w.dec.Token()
	if err != nil {
		return nil, err
	}
	if tok != json.Delim('{') {
		return tok, w.skip(tok)
	}
	return w.object(keys)
}

func (w *walk) object(keys []string) (any, error) {
	out := map[string]any{}
	for w.dec.More() {
		key, err := w.dec.Token()
		if err != nil {
			return nil, err
		}
		name, _ := key.(string) // keys are texts
		v, err := w.value(keys[1:], name == keys[0])
		if err != nil {
			return nil, err
		}
		out[name] = v
	}
	_, err := w.dec.Token()
	return out, err
}

// list reads the records. A null is no list: that is for the success test to judge.
func (w *walk) list() error {
	tok, err := w.dec.Token()
	switch {
	case err != nil:
		return err
	case tok == nil:
		return nil
	case tok != json.Delim('['):
		return fmt.Errorf("the records are %v, not a list", tok)
	case w.env.Found:
		return errors.New("the list of records comes twice")
	}
	w.env.Found = true
	for w.dec.More() {
		rec, _, err := w.decode()
		if err != nil {
			return err
		}
		w.record(rec)
	}
	_, err = w.dec.Token()
	return err
}

func (w *walk) plain() (any, error) {
	v, n, err := w.decode()
	if w.bytes += n; w.bytes > maxRecord {
		return nil, errTooLarge
	}
	return v, err
}

// decode reads one whole value with its numbers as they are written.
func (w *walk) decode() (any, int, error) {
	var raw json.RawMessage
	if err := w.dec.Decode(&raw); err != nil {
		return nil, 0, err
	}
	if len(raw) > maxRecord {
		return nil, 0, errTooLarge
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var v any
	err := dec.Decode(&v)
	return v, len(raw), err
}

// skip reads what follows a token that is not the object looked for.
func (w *walk) skip(tok json.Token) error {
	if tok != json.Delim('[') {
		return nil
	}
	for w.dec.More() {
		if _, err := w.plain(); err != nil {
			return err
		}
	}
	_, err := w.dec.Token()
	return err
}
