package shoptest

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
)

// insertBytes is the size a statement may reach before it is sent: far below
// any server's max_allowed_packet.
const insertBytes = 1 << 20

// null is an SQL NULL among the values of a row.
type null struct{}

// inserter streams rows into one table in large multi-row statements.
type inserter struct {
	head string
	verb string
	conn *sql.Conn
	buf  strings.Builder
}

func newInserter(conn *sql.Conn, table, columns string) *inserter {
	return &inserter{conn: conn, head: "INTO `" + table + "` (" + columns + ") VALUES ", verb: "INSERT "}
}

// add appends a row of int, string and null values; it sends a statement when enough have gathered.
func (i *inserter) add(ctx context.Context, values ...any) error {
	if i.buf.Len() == 0 {
		i.buf.WriteString(i.verb + i.head)
	} else {
		i.buf.WriteByte(',')
	}
	for n, value := range values {
		i.buf.WriteByte("(,"[min(n, 1)])
		i.literal(value)
	}
	i.buf.WriteByte(')')
	if i.buf.Len() < insertBytes {
		return nil
	}
	return i.flush(ctx)
}

func (i *inserter) literal(value any) {
	switch v := value.(type) {
	case int:
		i.buf.WriteString(strconv.Itoa(v))
	case string:
		i.buf.WriteByte('\'')
		i.buf.WriteString(quote(v))
		i.buf.WriteByte('\'')
	case null:
		i.buf.WriteString("NULL")
	default:
		panic(fmt.Sprintf("shoptest: cannot insert a %T", value))
	}
}

func (i *inserter) flush(ctx context.Context) error {
	if i.buf.Len() == 0 {
		return nil
	}
	_, err := i.conn.ExecContext(ctx, i.buf.String())
	i.buf.Reset()
	if err != nil {
		return fmt.Errorf("insert %s: %w", i.head, err)
	}
	return nil
}
