package wp

import (
	"net"
	"regexp"
	"strings"
)

// Endpoint is one address at which the database may answer.
type Endpoint struct {
	Network string // tcp, unix
	Address string
}

var (
	hostForm = regexp.MustCompile(`^([^:/]*)(?::(\d+))?`)
	ipv6Form = regexp.MustCompile(`^\[?([0-9a-fA-F:]+)(?:\]:(\d+))?`)
)

// Candidates lists where DB_HOST may point, in the order to try. There are
// several only for localhost: to PHP that means the server's unix socket,
// whatever the port, and its path is a setting of PHP; TCP comes last.
func (c Config) Candidates() []Endpoint {
	host, port, socket := splitHost(c.Host)
	if port == "" {
		port = "3306"
	}
	switch {
	case host != "" && !strings.EqualFold(host, "localhost"):
		return []Endpoint{{"tcp", net.JoinHostPort(host, port)}}
	case socket != "":
		return []Endpoint{{"unix", socket}}
	}
	return []Endpoint{
		{"unix", "/run/mysqld/mysqld.sock"},
		{"unix", "/var/run/mysqld/mysqld.sock"},
		{"unix", "/var/lib/mysql/mysql.sock"},
		{"unix", "/tmp/mysql.sock"},
		{"tcp", net.JoinHostPort("127.0.0.1", port)},
	}
}

// splitHost follows wpdb::parse_db_host: first the socket from the right, then
// an IPv6 address known by its two colons, then host and port.
func splitHost(s string) (host, port, socket string) {
	if before, path, found := strings.Cut(s, ":/"); found {
		s, socket = before, "/"+path
	}
	form := hostForm
	if strings.Count(s, ":") > 1 {
		form = ipv6Form
	}
	m := form.FindStringSubmatch(s)
	if m == nil {
		return s, "", socket
	}
	return m[1], m[2], socket
}
