package compose_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// replicated is a database with a primary and a replica, and the commands of its
// client.
type replicated struct {
	architecture, service string
	prepare               string
	write                 string // with %s for a word
	read                  string // the words
	// twice: the start alone does not let an old primary follow the new one.
	twice bool
}

// become makes a member that runs what its role is.
const become = "sh /etc/loadpath/become.sh"

const (
	asMariaDB = `MYSQL_PWD=$(cat /run/secrets/db_app) mariadb --skip-ssl -h127.0.0.1 -uapp db -Nse `
	asPSQL    = `PGPASSWORD=$(cat /run/secrets/db_app) psql -h 127.0.0.1 -U app db -Atqc `
	asRedis   = `export REDISCLI_AUTH=$(cat /run/secrets/cache_app); redis-cli -e --user app --no-auth-warning `
)

var databases = []replicated{
	{"mariadb", "db", asMariaDB + `"CREATE TABLE marks (word VARCHAR(20))"`, asMariaDB + `"INSERT INTO marks VALUES ('%s')"`, asMariaDB + `"SELECT word FROM marks"`, true},
	{"postgresql", "db", asPSQL + `"CREATE TABLE marks (word VARCHAR(20))"`, asPSQL + `"INSERT INTO marks VALUES ('%s')"`, asPSQL + `"SELECT word FROM marks"`, false},
	{"redis", "cache", "", asRedis + `set %[1]s %[1]s`, asRedis + `mget first second third`, false},
}

// TestReplication runs each database through a life: a write is read from the
// replica, which takes none; the primary is killed and comes back; it is
// replaced while it is away, and comes back as a replica.
func TestReplication(t *testing.T) {
	requireStacks(t)
	for _, d := range databases {
		t.Run(d.architecture, func(t *testing.T) {
			l := started(t, d.architecture)
			first, second := d.service+".db-1", d.service+".db-2"
			if d.prepare != "" {
				l.eventually(first, d.prepare, "")
			}
			l.eventually(first, fmt.Sprintf(d.write, "first"), "")
			l.eventually(second, d.read, "first")
			l.refuses(second, d)

			l.must("docker", "kill", l.id(first))
			l.must("docker", "start", l.id(first))
			l.eventually(first, fmt.Sprintf(d.write, "second"), "")
			l.eventually(second, d.read, "second")

			l.must("docker", "kill", l.id(first))
			l.write(moved(t, l.a, d.service, "db-2"))
			l.eventually(second, become, "")
			l.eventually(second, fmt.Sprintf(d.write, "third"), "")
			l.must("docker", "start", l.id(first))
			l.refuses(first, d)
			if d.twice {
				l.eventually(first, become, "")
			}
			l.eventually(first, d.read, "third")
			l.refuses(first, d)
		})
	}
}

// refuses waits until a member answers, which must be that it takes no writes.
func (l *live) refuses(container string, d replicated) {
	l.t.Helper()
	l.becomes(func() (bool, string) {
		said, err := l.in(container, fmt.Sprintf(d.write, "never"))
		if err == nil {
			l.t.Fatalf("%s takes writes: %s", container, said)
		}
		said = strings.ToLower(said)
		return strings.Contains(said, "read-only") || strings.Contains(said, "read only"), container + " says " + said
	})
}

// handled waits until a note that was written is handled by the worker.
func (l *live) handled(text string) {
	l.t.Helper()
	site := fmt.Sprintf("http://127.0.0.1:%d/notes", l.port)
	l.becomes(func() (bool, string) {
		response, err := http.PostForm(site, url.Values{"text": {text}})
		if err != nil {
			return false, err.Error()
		}
		defer response.Body.Close()
		return response.StatusCode == http.StatusCreated, response.Status
	})
	l.becomes(func() (bool, string) {
		response, err := http.Get(site)
		if err != nil {
			return false, err.Error()
		}
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		_, note, _ := strings.Cut(string(body), `"text":"`+text+`"`)
		note, _, _ = strings.Cut(note, "}")
		return err == nil && strings.Contains(note, `"handled_by":"worker@app-1"`), string(body)
	})
}

// TestQueue: a note goes through the broker to the worker, before the broker is
// killed and after. Nobody has an account but those who are drawn.
func TestQueue(t *testing.T) {
	requireStacks(t)
	l := started(t, "rabbitmq")
	l.handled("one")
	l.must("docker", "kill", l.id("jobs.db-1"))
	l.must("docker", "start", l.id("jobs.db-1"))
	l.handled("two")
	users, err := l.in("jobs.db-1", "gosu rabbitmq rabbitmqctl -q --no-table-headers list_users")
	if lines := strings.Fields(users); err != nil || strings.Join(lines, " ") != "app [] worker []" {
		t.Errorf("users: %q %v", users, err)
	}
}

// TestEncryptedStores: what is encrypted, behind firewalls, with replicas that
// are waited for, works; and whoever does not encrypt gets nothing.
func TestEncryptedStores(t *testing.T) {
	requireStacks(t)
	l := started(t, "encrypted")
	l.handled("secret")
	for _, plain := range []struct{ container, script, want string }{
		{"mdb.db-1", `MYSQL_PWD=$(cat /run/secrets/mdb_app) mariadb --skip-ssl -h127.0.0.1 -uapp mdb -e "SELECT 1"`, "require_secure_transport"},
		{"pdb.db-1", `PGPASSWORD=$(cat /run/secrets/pdb_app) psql "host=127.0.0.1 user=app dbname=pdb sslmode=disable" -c "SELECT 1"`, "no encryption"},
		{"cache.db-1", `REDISCLI_AUTH=$(cat /run/secrets/cache_app) redis-cli -e --user app ping`, ""},
	} {
		if said, err := l.in(plain.container, plain.script); err == nil || !strings.Contains(said, plain.want) {
			t.Errorf("%s without encryption: %q %v", plain.container, said, err)
		}
	}
	waited, err := l.in("pdb.db-1", `gosu postgres psql -Atc "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'quorum'"`)
	if waited != "2" {
		t.Errorf("replicas that are waited for: %q %v", waited, err)
	}
	const clients = `MYSQL_PWD=$(cat /run/secrets/mdb__root) mariadb -uroot -Nse "SHOW STATUS LIKE 'rpl_semi_sync_master_clients'"`
	l.eventually("mdb.db-1", clients, "2")

	// Those that run follow the new primary too.
	l.must("docker", "stop", l.id("mdb.db-1"), l.id("pdb.db-1"))
	l.write(moved(t, moved(t, l.a, "mdb", "db-2"), "pdb", "db-2"))
	for _, member := range []string{"mdb.db-2", "pdb.db-2", "mdb.db-3", "pdb.db-3"} {
		l.eventually(member, become, "")
	}
	l.eventually("mdb.db-2", clients, "1")
	l.eventually("pdb.db-2", `gosu postgres psql -Atc "SELECT application_name FROM pg_stat_replication WHERE sync_state = 'quorum'"`, "pdb.db-3")
}
