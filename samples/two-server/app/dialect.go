package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"embed"
	"errors"
	"net"

	"github.com/go-sql-driver/mysql"
	"github.com/lib/pq"
)

//go:embed schema
var schemas embed.FS

// A dialect is what differs between MySQL (and MariaDB) and PostgreSQL.
type dialect struct {
	// connector opens connections to a target.
	connector func(t target, u use, caFile string) (driver.Connector, error)
	// greeting asks a member for its own name and whether it takes no writes.
	greeting string
	// insert writes a note and says its id.
	insert func(ctx context.Context, conn *sql.Conn, text, by string) (int64, error)
	// latest, byID and handle read the latest notes, read one, and mark one.
	latest, byID, handle string
	// readOnly tells a refusal to write: nothing was written.
	readOnly func(error) bool
	// schema is the file that creates the table.
	schema string
}

// dialects by the scheme of a URL.
var dialects = map[string]dialect{
	"mysql": {
		connector: mysqlConnector,
		greeting:  "SELECT @@hostname, @@global.read_only",
		insert: func(ctx context.Context, conn *sql.Conn, text, by string) (int64, error) {
			result, err := conn.ExecContext(ctx, "INSERT INTO notes (text, written_by) VALUES (?, ?)", text, by)
			if err != nil {
				return 0, err
			}
			return result.LastInsertId()
		},
		latest:   "SELECT id, text, written_by, written_at, handled_by FROM notes ORDER BY id DESC LIMIT 10",
		byID:     "SELECT id, text, written_by, written_at, handled_by FROM notes WHERE id = ?",
		handle:   "UPDATE notes SET handled_by = ? WHERE id = ?",
		readOnly: mysqlReadOnly,
		schema:   "schema/mysql.sql",
	},
	"postgresql": {
		connector: postgresConnector,
		greeting: `SELECT coalesce(nullif(current_setting('cluster_name'), ''), host(inet_server_addr()), ''),
			pg_is_in_recovery() OR current_setting('default_transaction_read_only')::boolean`,
		insert: func(ctx context.Context, conn *sql.Conn, text, by string) (id int64, err error) {
			err = conn.QueryRowContext(ctx, "INSERT INTO notes (text, written_by) VALUES ($1, $2) RETURNING id", text, by).Scan(&id)
			return id, err
		},
		latest:   "SELECT id, text, written_by, written_at, handled_by FROM notes ORDER BY id DESC LIMIT 10",
		byID:     "SELECT id, text, written_by, written_at, handled_by FROM notes WHERE id = $1",
		handle:   "UPDATE notes SET handled_by = $1 WHERE id = $2",
		readOnly: postgresReadOnly,
		schema:   "schema/postgresql.sql",
	},
}

func mysqlConnector(t target, u use, caFile string) (driver.Connector, error) {
	c := mysql.NewConfig()
	c.Net, c.Addr, c.DBName = "tcp", t.addr, t.path
	c.User, c.Passwd = t.user, u.password
	c.Timeout, c.ReadTimeout, c.WriteTimeout = u.connect, u.response, u.response
	c.ParseTime, c.InterpolateParams = true, true
	c.Params = map[string]string{"time_zone": "'+00:00'"}
	var err error
	if c.TLS, err = clientTLS(t, caFile); err != nil {
		return nil, err
	}
	return mysql.NewConnector(c)
}

// mysqlReadOnly knows --read-only and --super-read-only (1290), a read-only
// transaction (1792) and InnoDB in read-only mode (1836).
func mysqlReadOnly(err error) bool {
	var e *mysql.MySQLError
	return errors.As(err, &e) && (e.Number == 1290 || e.Number == 1792 || e.Number == 1836)
}

func postgresConnector(t target, u use, caFile string) (driver.Connector, error) {
	host, port, err := net.SplitHostPort(t.addr)
	if err != nil {
		return nil, err
	}
	number, err := net.LookupPort("tcp", port)
	if err != nil {
		return nil, err
	}
	c := pq.Config{
		Host: host, Port: uint16(number), Database: t.path,
		User: t.user, Password: u.password,
		ApplicationName: "notes", ConnectTimeout: u.connect,
		SSLMode: pq.SSLModeDisable, SSLSNI: true, TZ: "UTC",
	}
	switch t.tls {
	case "require":
		c.SSLMode = pq.SSLModeRequire
	case "verify":
		c.SSLMode, c.SSLRootCert = pq.SSLModeVerifyFull, caFile
	}
	opener, err := pq.NewConnectorConfig(c)
	if err != nil {
		return nil, err
	}
	opener.Dialer(patientDialer{response: u.response})
	return opener, nil
}

// postgresReadOnly knows read_only_sql_transaction.
func postgresReadOnly(err error) bool {
	var e *pq.Error
	return errors.As(err, &e) && e.Code == "25006"
}
