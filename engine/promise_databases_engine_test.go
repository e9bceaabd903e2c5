package engine

import (
	"strings"
	"testing"
)

// TestWaitedFor kills primaries that wait for a replica, amid writes: what they
// acknowledged is at the new primary. The ways are encrypted.
func TestWaitedFor(t *testing.T) {
	e := connected(t)
	const from = "../compose/testdata/encrypted"
	s := stackOf(t, e, sample(t, from), from)
	up(t, e, s)
	asDrawn(t, e, s)
	const (
		mdb = `MYSQL_PWD=$(cat /run/secrets/mdb_app) mariadb --ssl-ca=/certificates/ca.pem -h127.0.0.1 -uapp mdb -Nse `
		pdb = `PGPASSWORD=$(cat /run/secrets/pdb_app) psql "host=127.0.0.1 user=app dbname=pdb sslmode=require" -Atqc `
	)
	for _, d := range []replicated{
		{service: "mdb", prepare: mdb + `"CREATE TABLE words (word VARCHAR(20))"`, write: mdb + `"INSERT INTO words VALUES ('%s')"`, read: mdb + `"SELECT word FROM words"`},
		{service: "pdb", prepare: pdb + `"CREATE TABLE words (word VARCHAR(20))"`, write: pdb + `"INSERT INTO words VALUES ('%s')"`, read: pdb + `"SELECT word FROM words"`},
	} {
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

// TestWaitedForAndSilent: where the replica that may have a write alone cannot
// be asked, nobody is promoted unless that is accepted.
func TestWaitedForAndSilent(t *testing.T) {
	e := connected(t)
	const from = "../compose/testdata/encrypted"
	s := stackOf(t, e, sample(t, from), from)
	up(t, e, s)
	for _, service := range []string{"mdb", "pdb"} {
		kill(t, e, s, service+".db-1")
		kill(t, e, s, service+".db-3")
		if _, err := e.Promote(t.Context(), s, service+"@db-2", Promotion{}, quiet()); err == nil || !strings.Contains(err.Error(), service+"@db-3 only") {
			t.Errorf("%s: %v", service, err)
		}
	}
	kill(t, e, s, "cache.db-1")
	promote(t, e, s, "cache@db-2")
}
