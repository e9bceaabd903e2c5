package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
)

// A fakeMember is a database member that does as it is told.
type fakeMember struct {
	name      string
	down      bool
	readOnly  bool
	failWrite error
	stale     int // how many connections turn out to be dead when they are asked
	writes    int // how many it was sent
}

var errRefused = errors.New("refused: read-only")

func (m *fakeMember) Connect(context.Context) (driver.Conn, error) {
	if m.down {
		return nil, errors.New("connection refused")
	}
	return fakeConn{m}, nil
}
func (m *fakeMember) Driver() driver.Driver { return nil }

type fakeConn struct{ m *fakeMember }

func (c fakeConn) Prepare(string) (driver.Stmt, error) { return nil, errors.New("not used") }
func (c fakeConn) Close() error                        { return nil }
func (c fakeConn) Begin() (driver.Tx, error)           { return nil, errors.New("not used") }

func (c fakeConn) QueryContext(_ context.Context, query string, _ []driver.NamedValue) (driver.Rows, error) {
	if c.m.stale > 0 {
		c.m.stale--
		return nil, io.ErrUnexpectedEOF
	}
	if query == "greet" {
		return &fakeRows{columns: 2, rows: [][]driver.Value{{c.m.name, c.m.readOnly}}}, nil
	}
	return &fakeRows{columns: 5, rows: [][]driver.Value{{int64(7), "hello", "app@server-1", time.Unix(0, 0), ""}}}, nil
}

func (c fakeConn) ExecContext(context.Context, string, []driver.NamedValue) (driver.Result, error) {
	c.m.writes++
	return driver.RowsAffected(1), c.m.failWrite
}

type fakeRows struct {
	columns int
	rows    [][]driver.Value
}

func (r *fakeRows) Columns() []string { return make([]string, r.columns) }
func (r *fakeRows) Close() error      { return nil }
func (r *fakeRows) Next(row []driver.Value) error {
	if len(r.rows) == 0 {
		return io.EOF
	}
	copy(row, r.rows[0])
	r.rows = r.rows[1:]
	return nil
}

func newTestDatabase(client bool, members ...*fakeMember) *database {
	way := &choice[*sql.DB]{client: client}
	for _, m := range members {
		way.candidates = append(way.candidates, &candidate[*sql.DB]{name: m.name, value: openPool(m)})
	}
	return &database{
		reads: way, writes: way, connect: time.Second, response: time.Second,
		dialect: dialect{
			greeting: "greet", latest: "notes", byID: "notes",
			insert: func(ctx context.Context, conn *sql.Conn, text, by string) (int64, error) {
				_, err := conn.ExecContext(ctx, "insert", text, by)
				return 7, err
			},
			readOnly: func(err error) bool { return errors.Is(err, errRefused) },
		},
	}
}

func TestWrite(t *testing.T) {
	lost := errors.New("connection lost")
	for name, test := range map[string]struct {
		client bool
		a, b   fakeMember
		by     string // who took it; "" for nobody
		writes [2]int
		says   string
	}{
		"the primary takes it":                    {true, fakeMember{}, fakeMember{readOnly: true}, "a", [2]int{1, 0}, ""},
		"the client finds the primary":            {true, fakeMember{readOnly: true}, fakeMember{}, "b", [2]int{0, 1}, ""},
		"the client passes over a dead one":       {true, fakeMember{down: true}, fakeMember{}, "b", [2]int{0, 1}, ""},
		"a refusal changes nothing":               {true, fakeMember{failWrite: errRefused}, fakeMember{}, "b", [2]int{1, 1}, ""},
		"fixed stays with a read-only one":        {false, fakeMember{readOnly: true}, fakeMember{}, "", [2]int{0, 0}, "a: it is read-only"},
		"what may have been written is not again": {true, fakeMember{failWrite: lost}, fakeMember{}, "", [2]int{1, 0}, "connection lost"},
		"all are read-only":                       {true, fakeMember{readOnly: true}, fakeMember{readOnly: true}, "", [2]int{0, 0}, "b: it is read-only"},
	} {
		t.Run(name, func(t *testing.T) {
			test.a.name, test.b.name = "a", "b"
			id, who, err := newTestDatabase(test.client, &test.a, &test.b).add(t.Context(), "hello", "app@server-1")
			if got := [2]int{test.a.writes, test.b.writes}; got != test.writes {
				t.Errorf("writes %v, want %v", got, test.writes)
			}
			if test.by == "" {
				if err == nil || !strings.Contains(err.Error(), test.says) {
					t.Errorf("error %v, want one with %q", err, test.says)
				}
				return
			}
			if err != nil || id != 7 || who.Target != test.by {
				t.Errorf("id %d from %v, error %v; want 7 from %s", id, who, err, test.by)
			}
		})
	}
}

func TestReadDropsDeadConnections(t *testing.T) {
	m := &fakeMember{name: "a", stale: idle}
	n, who, err := newTestDatabase(false, m).byID(t.Context(), 7)
	if err != nil || n.Text != "hello" || who != (member{Target: "a", Host: "a"}) {
		t.Errorf("got %+v from %v, error %v", n, who, err)
	}
	m.stale = 100
	if _, _, err := newTestDatabase(false, m).byID(t.Context(), 7); err == nil {
		t.Error("a member that never answers is good")
	}
}

func TestGood(t *testing.T) {
	a, b := &fakeMember{name: "a", readOnly: true}, &fakeMember{name: "b", readOnly: true}
	d := newTestDatabase(true, a, b)
	if err := d.good(t.Context(), d.reads, false); err != nil {
		t.Errorf("reads: %v", err)
	}
	if err := d.good(t.Context(), d.writes, true); !errors.Is(err, errReadOnly) {
		t.Errorf("writes: %v, want %v", err, errReadOnly)
	}
	b.readOnly = false
	if err := d.good(t.Context(), d.writes, true); err != nil {
		t.Errorf("writes after the promotion of b: %v", err)
	}
	if a.writes+b.writes != 0 {
		t.Error("a check wrote")
	}
}
