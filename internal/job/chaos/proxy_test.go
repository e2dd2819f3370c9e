package chaos_test

import (
	"bytes"
	"net"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/go-sql-driver/mysql"
	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/job"
	"wpbridge/internal/shoptest"
)

// wire stands between a sidecar and its database and breaks the connection at
// the commit of a chunk of stock, once.
type wire struct {
	network, server string
	how             string
	cuts            atomic.Int64
	held            chan struct{} // closed when the commit that was held back may arrive
	release         sync.Once
}

// What happens to the commit.
const (
	unsent = "the commit never arrives"
	unsaid = "the answer never arrives"
	late   = "the commit arrives after the sidecar has asked"
)

func (w *wire) listen(t *testing.T) (address string) {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			server, err := new(net.Dialer).DialContext(t.Context(), w.network, w.server)
			if err != nil {
				_ = client.Close()
				return
			}
			go w.answers(server, client)
			go w.questions(client, server)
		}
	}()
	return l.Addr().String()
}

func (w *wire) answers(server, client net.Conn) {
	buf := make([]byte, 1<<16)
	for {
		n, err := server.Read(buf)
		if n > 0 {
			if _, err := client.Write(buf[:n]); err != nil {
				return
			}
		}
		if err != nil {
			_ = client.Close()
			return
		}
	}
}

func (w *wire) questions(client, server net.Conn) {
	defer func() { _ = server.Close() }()
	buf := make([]byte, 1<<16)
	for writing := false; ; {
		n, err := client.Read(buf)
		if err != nil {
			return
		}
		q := buf[:n]
		writing = writing || bytes.Contains(q, []byte("VALUES(meta_value)"))
		if writing && bytes.HasSuffix(q, []byte("\x03COMMIT")) {
			if w.cuts.Add(1) == 1 {
				w.cut(client, server, q)
				return
			}
		}
		if _, err := server.Write(q); err != nil {
			return
		}
		if w.cuts.Load() > 0 && bytes.Contains(q, []byte("FOR UPDATE")) {
			w.release.Do(func() { close(w.held) })
		}
	}
}

func (w *wire) cut(client, server net.Conn, commit []byte) {
	_ = client.Close()
	switch w.how {
	case late:
		<-w.held
		fallthrough
	case unsaid:
		_, _ = server.Write(commit)
		_, _ = server.Read(make([]byte, 64)) // done
	}
}

func TestConnectionLostAtCommit(t *testing.T) {
	t.Parallel()
	for _, how := range []string{unsent, unsaid, late} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, shoptest.DB(t), 12)
			r := w.sidecar(t)
			w.accept(t, r)
			_, err := r.Sync(t.Context(), job.Stock, job.Options{})
			require.NoError(t, err)
			for _, h := range w.holders {
				require.NoError(t, w.sim.AddStock(h.sku, warehouse, commerce.Units(5)))
			}
			direct := w.shop.DSN
			dsn, err := mysql.ParseDSN(direct)
			require.NoError(t, err)
			broken := &wire{network: dsn.Net, server: dsn.Addr, how: how, held: make(chan struct{})}
			dsn.Net, dsn.Addr = "tcp", broken.listen(t)
			w.shop.DSN = dsn.FormatDSN()

			run, err := w.sidecar(t).Sync(t.Context(), job.Stock, job.Options{})

			require.NoError(t, err)
			require.Positive(t, broken.cuts.Load(), "nothing was cut")
			require.Equal(t, len(w.holders), run.Changed)
			w.shop.DSN = direct
			w.balanced(t)
			w.derived(t, r)
			t.Logf("connection lost, %s: 1 cut, %d products written once, lost=0", how, run.Changed)
		})
	}
}
