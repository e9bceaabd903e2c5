package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"
)

// idle is how many connections to a member are kept open.
const idle = 4

// A database is reached in two ways, which may lead to different members of it.
type database struct {
	dialect  dialect
	reads    *choice[*sql.DB]
	writes   *choice[*sql.DB]
	connect  time.Duration
	response time.Duration
}

// A member is who answered: by our name for it, and by its own.
type member struct {
	Target string `json:"target"`
	Host   string `json:"host"`
}

var errReadOnly = errors.New("it is read-only")

func openDatabase(u use, caFile string) (*database, error) {
	first := append(append([]target{}, u.reads...), u.writes...)[0]
	d := &database{dialect: dialects[first.scheme], connect: u.connect, response: u.response}
	open := func(t target) (*sql.DB, error) {
		c, err := d.dialect.connector(t, u, caFile)
		if err != nil {
			return nil, err
		}
		return openPool(c), nil
	}
	var err error
	if d.reads, err = newChoice(u, u.reads, open); err != nil {
		return nil, err
	}
	d.writes, err = newChoice(u, u.writes, open)
	return d, err
}

func openPool(c driver.Connector) *sql.DB {
	pool := sql.OpenDB(c)
	pool.SetMaxOpenConns(32)
	pool.SetMaxIdleConns(idle)
	// Names may lead to other addresses after a failover.
	pool.SetConnMaxLifetime(30 * time.Second)
	return pool
}

// read does something that changes nothing, at a member for reads.
func (d *database) read(ctx context.Context, do func(context.Context, *sql.Conn) error) (member, error) {
	return d.at(ctx, d.reads, func(ctx context.Context, conn *sql.Conn, _ bool) error {
		if err := do(ctx, conn); err != nil {
			return untouched{err}
		}
		return nil
	})
}

// write does something that changes data, at a member for writes that takes them.
// When it is not certain that nothing was changed, no other member is tried.
func (d *database) write(ctx context.Context, do func(context.Context, *sql.Conn) error) (member, error) {
	return d.at(ctx, d.writes, func(ctx context.Context, conn *sql.Conn, readOnly bool) error {
		if readOnly {
			return untouched{errReadOnly}
		}
		err := do(ctx, conn)
		if err != nil && d.dialect.readOnly(err) {
			return untouched{fmt.Errorf("%w: %w", errReadOnly, err)}
		}
		return err
	})
}

// at opens a connection to a member that answers and does something there.
func (d *database) at(ctx context.Context, way *choice[*sql.DB], do func(ctx context.Context, conn *sql.Conn, readOnly bool) error) (member, error) {
	var who member
	err := way.try(ctx, func(ctx context.Context, name string, pool *sql.DB) error {
		conn, host, readOnly, err := d.greet(ctx, pool)
		if err != nil {
			return untouched{err}
		}
		defer conn.Close()
		ctx, cancel := context.WithTimeout(ctx, d.response)
		defer cancel()
		who = member{Target: name, Host: host}
		return do(ctx, conn, readOnly)
	})
	return who, err
}

// greet opens a connection and asks the member who it is, so that one that hangs
// is known before anything is asked of it. A kept connection may have died
// meanwhile: it is dropped, and another one tried.
func (d *database) greet(ctx context.Context, pool *sql.DB) (conn *sql.Conn, host string, readOnly bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, d.connect)
	defer cancel()
	for range idle + 1 {
		if conn, err = pool.Conn(ctx); err != nil {
			break
		}
		err = conn.QueryRowContext(ctx, d.dialect.greeting).Scan(&host, &readOnly)
		if err == nil {
			return conn, host, readOnly, nil
		}
		_ = conn.Raw(func(any) error { return driver.ErrBadConn })
		if ctx.Err() != nil {
			break
		}
	}
	if ctx.Err() != nil {
		err = fmt.Errorf("no greeting within %s: %w", d.connect, err)
	}
	return nil, "", false, err
}

// good says whether the way can be used now, without changing anything.
func (d *database) good(ctx context.Context, way *choice[*sql.DB], write bool) error {
	_, err := d.at(ctx, way, func(_ context.Context, _ *sql.Conn, readOnly bool) error {
		if write && readOnly {
			return untouched{errReadOnly}
		}
		return nil
	})
	return err
}

// migrate creates the table if it is not there.
func (d *database) migrate(ctx context.Context) error {
	text, err := schemas.ReadFile(d.dialect.schema)
	if err != nil {
		return err
	}
	_, err = d.write(ctx, func(ctx context.Context, conn *sql.Conn) error {
		_, err := conn.ExecContext(ctx, string(text))
		return err
	})
	return err
}
