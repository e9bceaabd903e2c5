package engine

import (
	"strings"
	"testing"
)

// encrypted is a stack whose primaries wait for one of two replicas, behind
// firewalls and with TLS on all ways.
func encrypted(t *testing.T, e *Engine) *Stack {
	t.Helper()
	const from = "../compose/testdata/encrypted"
	s := stackOf(t, e, sample(t, from), from)
	up(t, e, s)
	asDrawn(t, e, s)
	return s
}

const (
	viaMDB = `MYSQL_PWD=$(cat /run/secrets/mdb_app) mariadb --ssl-ca=/certificates/ca.pem -h127.0.0.1 -uapp mdb -Nse `
	viaPDB = `PGPASSWORD=$(cat /run/secrets/pdb_app) psql "host=127.0.0.1 user=app dbname=pdb sslmode=require" -Atqc `
)

var waiting = []replicated{
	{service: "mdb", prepare: viaMDB + `"CREATE TABLE words (word VARCHAR(20))"`, write: viaMDB + `"INSERT INTO words VALUES ('%s')"`, read: viaMDB + `"SELECT word FROM words"`},
	{service: "pdb", prepare: viaPDB + `"CREATE TABLE words (word VARCHAR(20))"`, write: viaPDB + `"INSERT INTO words VALUES ('%s')"`, read: viaPDB + `"SELECT word FROM words"`},
}

// TestWaitedFor kills primaries that wait for a replica, amid writes: what they
// acknowledged is at the new primary. The ways are encrypted.
func TestWaitedFor(t *testing.T) {
	requireStacks(t)
	e := connected(t)
	s := encrypted(t, e)
	for _, d := range waiting {
		t.Run(d.service, func(t *testing.T) {
			w := &words{replicated: d, t: t, e: e, s: s}
			w.must("db-1", d.prepare)
			ended := w.writing("db-1")
			w.kill("db-1")
			all := ended()
			primary := "db-2"
			notes, err := w.promote(primary, Promotion{})
			if err != nil && strings.HasSuffix(err.Error(), "promote "+w.name("db-3")) {
				primary = "db-3"
				notes, err = w.promote(primary, Promotion{})
			}
			if err != nil || strings.Contains(strings.Join(notes, "\n"), "may be") {
				t.Fatalf("%q %v", notes, err)
			}
			w.shows(primary, all...)
			w.write(primary, "new")

			if _, err := e.Up(t.Context(), s, quiet()); err != nil {
				if !strings.Contains(err.Error(), "never got") {
					t.Fatal(err)
				}
				w.forget("db-1") // it had begun what nobody was told of
				up(t, e, s)
			}
			w.shows("db-1", append(all, "new")...)
			w.refuses("db-1")
		})
	}
}

// TestWaitedForAndSilent: where the replica that has a write alone cannot be
// asked, nobody is promoted unless that is accepted; and then that replica does
// not come back with it.
func TestWaitedForAndSilent(t *testing.T) {
	requireStacks(t)
	e := connected(t)
	s := encrypted(t, e)
	for _, d := range waiting {
		t.Run(d.service, func(t *testing.T) {
			w := &words{replicated: d, t: t, e: e, s: s}
			w.must("db-1", d.prepare)
			w.write("db-1", "both")
			w.shows("db-2", "both")
			w.kill("db-2")
			w.write("db-1", "third")
			w.kill("db-3")
			w.kill("db-1")
			w.start("db-2")
			if _, err := w.promote("db-2", Promotion{}); err == nil || !strings.Contains(err.Error(), w.name("db-3")+" only") {
				t.Fatalf("%v", err)
			}
			if _, err := w.promote("db-2", Promotion{AcceptLoss: true}); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				if _, err := e.Up(t.Context(), s, quiet()); err == nil || !strings.Contains(err.Error(), "never got") {
					t.Fatalf("it comes back with what the primary never got: %v", err)
				}
			}
			w.forget("db-1")
			w.forget("db-3")
			up(t, e, s)
			w.shows("db-3", "both")
			w.refuses("db-3")
		})
	}
	kill(t, e, s, "cache.db-1")
	promote(t, e, s, "cache@db-2")
}
