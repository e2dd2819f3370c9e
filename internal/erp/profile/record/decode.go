// Package record reads answers: it takes JSON, XML, CSV and lines of fixed width
// apart into records and looks values up in them.
//
// What is read comes from a stranger. An answer is read as a stream, one record
// at a time; its length, the length of one record and the depth of both are
// bounded; documents that declare entities are refused.
package record

import (
	"bufio"
	"errors"
	"fmt"
	"io"
)

// The formats.
const (
	JSON  = "json"
	XML   = "xml"
	CSV   = "csv"
	Fixed = "fixed"
)

// Formats are the names of the formats.
func Formats() []string { return []string{JSON, XML, CSV, Fixed} }

// The bounds of what one answer may be.
const (
	MaxAnswer = 64 << 20 // bytes
	maxRecord = 1 << 20  // bytes of one record, or of all that surrounds the records
	maxDepth  = 64       // elements of XML; JSON has the 10,000 of encoding/json
)

var (
	errTooLong   = fmt.Errorf("longer than %d MB", MaxAnswer>>20)
	errTooLarge  = fmt.Errorf("one record, or what surrounds the records, is larger than %d MB", maxRecord>>20)
	errNoRecords = errors.New("the records are not there")
)

// Shape says how an answer is laid out.
type Shape struct {
	Format  string
	Charset string // one of Charsets; empty: utf-8
	// Records is where the list is: JSON keys joined by dots ("." is the document
	// itself), or the XML elements down to a record, "/list/item". Empty: the
	// document is no list, only Envelope.Root counts.
	Records string
	Lines   Lines // of CSV and Fixed
}

// Envelope is what surrounds the records.
type Envelope struct {
	Root    any // for Path.Get; nil for lines
	Found   bool
	Records int
}

// Decode hands record after record to each. A record is valid only during the
// call. After the first error of each it is not called any more, but the
// envelope is still read to its end, because that may say what is wrong; err
// is then that of each, and broken is false. Any other error means that the
// answer is not what shape says; then broken is true.
func Decode(r io.Reader, s Shape, each func(rec any) error) (env Envelope, broken bool, err error) {
	g := &gauge{r: decoded(io.LimitReader(r, MaxAnswer+1), s.Charset)}
	d := &decoding{gauge: g, each: each}
	switch s.Format {
	case JSON:
		err = d.json(s.Records)
	case XML:
		err = d.xml(s.Records)
	default:
		err = d.lines(s)
	}
	if err != nil {
		return d.env, true, err
	}
	return d.env, false, d.fault
}

// ErrNoRecords tells that the place of the records does not exist.
func (e Envelope) ErrNoRecords(s Shape) error {
	if e.Found || s.Records == "" {
		return nil
	}
	return fmt.Errorf("%w: the answer has no %s", errNoRecords, s.Records)
}

type decoding struct {
	*gauge
	each  func(any) error
	env   Envelope
	fault error
}

// record passes one record on and lets the gauge begin anew.
func (d *decoding) record(rec any) {
	d.env.Records++
	if d.fault == nil {
		d.fault = d.each(rec)
	}
	d.rest()
}

// gauge fails where too much is read before rest is called: for one record, or
// in all.
type gauge struct {
	r     io.Reader
	since int64
	all   int64
	last  byte
}

func (g *gauge) Read(p []byte) (int, error) {
	if g.since > maxRecord+int64(bufioSize) {
		return 0, errTooLarge
	}
	n, err := g.r.Read(p)
	g.since += int64(n)
	if g.all += int64(n); g.all > MaxAnswer {
		return n, errTooLong
	}
	if n > 0 {
		g.last = p[n-1]
	}
	return n, err
}

// bufioSize is how far the decoders read ahead.
const bufioSize = 64 << 10

func (g *gauge) rest() { g.since = 0 }

func (g *gauge) buffered() *bufio.Reader { return bufio.NewReaderSize(g, bufioSize) }
