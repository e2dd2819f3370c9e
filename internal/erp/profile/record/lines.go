package record

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// Lines says how CSV and lines of fixed width are laid out.
type Lines struct {
	Separator rune
	Header    bool     // CSV: the first line names the columns
	Names     []string // the columns, where no line names them
	Plain     bool     // CSV: quotes mean nothing
	Skip      int      // lines before the first that counts
	Cuts      []Cut    // Fixed: where each of Names is
}

// Cut is a column's place in a line: characters From to To, counted from 1.
type Cut struct{ From, To int }

// row is one record of lines: a value per column.
type row struct {
	values  []string
	columns map[string]int
}

// dosEnd is how DOS programs end a file.
const dosEnd = "\x1a"

var errLineCut = errors.New("the last line does not end in a line break: the file is cut off")

// lines reads a file of lines. The last line must end in a line break, since
// nothing else tells a whole file from one that was cut off.
func (d *decoding) lines(s Shape) error {
	in := d.buffered()
	for range s.Lines.Skip {
		if _, err := in.ReadString('\n'); err != nil {
			return fmt.Errorf("the file has fewer than the %d lines to be skipped", s.Lines.Skip)
		}
	}
	next := d.cutter(in, s)
	err := d.rows(next, s)
	switch {
	case err != nil:
		return err
	case d.all > 0 && !strings.ContainsRune("\n\r"+dosEnd, rune(d.last)):
		return errLineCut
	}
	d.env.Found = true
	return nil
}

func (d *decoding) rows(next func() ([]string, error), s Shape) error {
	names := s.Lines.Names
	if s.Format == CSV && s.Lines.Header {
		head, err := next()
		if err != nil {
			return fmt.Errorf("the file has no line that names the columns: %w", err)
		}
		names = slices.Clone(head)
	}
	r := row{columns: make(map[string]int, len(names))}
	for i, name := range names {
		r.columns[strings.TrimSpace(name)] = i
	}
	for {
		values, err := next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case len(names) > 0 && len(values) != len(names):
			return fmt.Errorf("record %d has %d columns, must have %d", d.env.Records+1, len(values), len(names))
		}
		r.values = values
		d.record(r)
	}
}

func (d *decoding) cutter(in *bufio.Reader, s Shape) func() ([]string, error) {
	switch {
	case s.Format == Fixed:
		return func() ([]string, error) { return fixed(in, s.Lines.Cuts) }
	case s.Lines.Plain:
		sep := string(s.Lines.Separator)
		return func() ([]string, error) {
			text, err := line(in)
			return strings.Split(text, sep), err
		}
	}
	r := csv.NewReader(in)
	r.Comma, r.FieldsPerRecord, r.ReuseRecord = s.Lines.Separator, -1, true
	return r.Read
}

// line is the next line that is not blank, without its end.
func line(in *bufio.Reader) (string, error) {
	for {
		s, err := in.ReadString('\n')
		s = strings.TrimRight(s, "\r\n"+dosEnd)
		if strings.TrimSpace(s) != "" {
			return s, nil
		}
		if err != nil {
			return "", err
		}
	}
}

// fixed cuts a line. A line that ends before the last column begins is not whole.
func fixed(in *bufio.Reader, cuts []Cut) ([]string, error) {
	text, err := line(in)
	if err != nil {
		return nil, err
	}
	chars := []rune(text)
	out := make([]string, len(cuts))
	for i, c := range cuts {
		if c.From > len(chars) {
			return nil, fmt.Errorf("a line has %d characters, but a column begins at %d", utf8.RuneCountInString(text), c.From)
		}
		out[i] = string(chars[c.From-1 : min(c.To, len(chars))])
	}
	return out, nil
}
