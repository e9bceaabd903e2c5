package engine

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/loadpath/loadpath/model"
)

const mariadbSays = `*************************** 1. row ***************************
        read_only: 1
gtid_binlog_state: 0-257-9,0-514-12
*************************** 1. row ***************************
                Slave_IO_State: Waiting for master to send event
                   Master_Host: 10.79.0.21
              Slave_IO_Running: Connecting
             Slave_SQL_Running: Yes
         Seconds_Behind_Master: NULL
                 Last_IO_Error: error connecting to master
                   Gtid_IO_Pos: 0-514-13
`

const redisSays = "# Replication\r\nrole:slave\r\nmaster_host:10.79.0.21\r\nmaster_port:6379\r\nmaster_link_status:up\r\n" +
	"master_last_io_seconds_ago:3\r\nmaster_sync_in_progress:0\r\nslave_repl_offset:120\r\nslave_read_only:1\r\nmaster_replid:aaaa\r\nmaster_repl_offset:120\r\n"

const postgresSays = `standby|t
source|host=10.79.0.21 port=5432 user=_replica passfile=/tmp/pgpass application_name=db.db-2
receiving|streaming
applying|Yes
executed|0/3000148
received|0/3000150
lag|2
`

// TestWhatMembersSay: each software's words for who a member is.
func TestWhatMembersSay(t *testing.T) {
	for _, test := range []struct {
		name      string
		got, want member
	}{
		{"a MariaDB replica", mariadbMember(parseVertical(mariadbSays)), member{
			ReadOnly: true, Executed: "0-257-9,0-514-12", Received: "0-514-13", Source: "10.79.0.21", Receiving: "Connecting", Applying: "Yes", Lag: -1, Trouble: "error connecting to master"}},
		{"a MariaDB primary", mariadbMember(parseVertical("*** 1. row ***\nread_only: 0\ngtid_binlog_state: \n")), member{Lag: -1}},
		{"a MariaDB primary of a later version", mariadbMember(parseVertical("*** 1. row ***\nread_only: OFF\ngtid_binlog_state: \n")), member{Lag: -1}},
		{"a Redis replica", redisMember(parseLines(redisSays, ":")), member{
			ReadOnly: true, Executed: "aaaa:120", Source: "10.79.0.21", Receiving: "Yes", Applying: "Yes", Lag: 2}},
		{"a Redis replica without its source", redisMember(parseLines(strings.Replace(redisSays, "status:up", "status:down", 1), ":")), member{
			ReadOnly: true, Executed: "aaaa:120", Source: "10.79.0.21", Receiving: "No", Applying: "Yes", Lag: -1}},
		{"a Redis replica that never heard of it", redisMember(parseLines("role:slave\nmaster_host:a\nslave_repl_offset:1\nmaster_replid:b", ":")), member{
			ReadOnly: true, Source: "a", Receiving: "No", Applying: "Yes", Lag: -1}},
		{"a Redis primary", redisMember(parseLines("role:master\r\nmaster_replid:aaaa\r\nmaster_repl_offset:130\r\n", ":")), member{Executed: "aaaa:130", Lag: -1}},
		{"a PostgreSQL replica", postgresMember(parseLines(postgresSays, "|")), member{
			ReadOnly: true, Executed: "0/3000148", Received: "0/3000150", Source: "10.79.0.21", Receiving: "Yes", Applying: "Yes", Lag: 2}},
		{"a PostgreSQL replica without its source", postgresMember(parseLines(strings.NewReplacer("streaming", "nothing", "lag|2", "lag|").Replace(postgresSays), "|")), member{
			ReadOnly: true, Executed: "0/3000148", Received: "0/3000150", Source: "10.79.0.21", Receiving: "No", Applying: "Yes", Lag: -1}},
		{"a PostgreSQL primary", postgresMember(parseLines("standby|f\nsource|\nexecuted|0/4000000\nreceived|\n", "|")), member{Executed: "0/4000000", Lag: -1}},
	} {
		if diff := cmp.Diff(test.want, test.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

// TestMissing: what one member has and another has not.
func TestMissing(t *testing.T) {
	for _, test := range []struct {
		name           string
		missing        func(set, from string) (string, error)
		set, from, its string
	}{
		{"MariaDB: the same", lastMissing, "0-1-9,0-2-12", "0-2-12,0-1-9", ""},
		{"MariaDB: one more", lastMissing, "0-1-10,0-2-12", "0-1-9,0-2-20", "0-1-10"},
		{"MariaDB: of an unknown server, in order", lastMissing, "0-3-1,0-2-1", "0-1-9", "0-2-1,0-3-1"},
		{"MariaDB: the later one of two counts", lastMissing, "0-1-9,0-1-7", "0-1-8", "0-1-9"},
		{"MariaDB: nothing", lastMissing, "", "", ""},
		{"MariaDB: from nothing", lastMissing, "0-1-1", "", "0-1-1"},
		{"Redis: the same", bytesMissing, "a:10", "a:10", ""},
		{"Redis: further", bytesMissing, "a:10,a:9", "a:11", ""},
		{"Redis: behind", bytesMissing, "a:10,a:12", "a:11", "a:12"},
		{"Redis: another stream", bytesMissing, "a:10", "b:11", "a:10"},
		{"Redis: nothing", bytesMissing, "", "", ""},
		{"Redis: from nothing", bytesMissing, "a:10", "", "a:10"},
	} {
		if got, err := test.missing(test.set, test.from); err != nil || got != test.its {
			t.Errorf("%s: %q %v, want %q", test.name, got, err, test.its)
		}
	}
	for _, set := range []string{"0-1", "0-1-x", "1-2-3-4"} {
		if _, err := lastMissing(set, ""); err == nil {
			t.Errorf("%q is taken for GTIDs", set)
		}
	}
	if _, err := bytesMissing("a:x", "a:1"); err == nil {
		t.Error("a:x is taken for a place in a stream")
	}
}

func FuzzMissing(f *testing.F) {
	f.Add("0-1-9,0-2-12")
	f.Add("a:10")
	f.Fuzz(func(t *testing.T, set string) {
		if missing, err := lastMissing(set, set); err == nil && missing != "" {
			t.Errorf("%q lacks %q of itself", set, missing)
		}
		all, err := lastMissing(set, "")
		if again, _ := lastMissing(all, ""); err == nil && again != all {
			t.Errorf("of %q nothing is had, and %q is missing, then %q", set, all, again)
		}
	})
}

// TestShutDown: a server that was killed has no end that could be waited for.
func TestShutDown(t *testing.T) {
	const control = "Database cluster state:               shut down\nLatest checkpoint location:           0/3012820\n"
	if at, err := shutDownAt(parseLines(control, ":")); err != nil || at != "0/3012820+" {
		t.Errorf("%q %v", at, err)
	}
	for _, other := range []string{"", strings.Replace(control, "shut down", "in production", 1), strings.Replace(control, "0/3", "0'3", 1)} {
		if at, err := shutDownAt(parseLines(other, ":")); err == nil {
			t.Errorf("%q is an end at %s", other, at)
		}
	}
}

// TestWaitsFor: how many replicas have what was acknowledged, as each software
// is run.
func TestWaitsFor(t *testing.T) {
	s := load(t, "../compose/testdata/postgresql").Service("db") // with one replica
	s.Data = &model.DataSet{WaitFor: 2, WaitTimeout: 10 * model.Second}
	for _, test := range []struct {
		name     string
		software replication
		replicas int
		atMost   model.Duration
	}{
		{"MySQL: as written", mysql{}, 2, 10 * model.Second},
		{"MariaDB: for one", mariadb{}, 1, 10 * model.Second},
		{"PostgreSQL: for those that there are, without end", postgresql{}, 1, model.Forever},
		{"Redis: for none", redis{}, 0, 0},
	} {
		if replicas, atMost := test.software.waitsFor(s); replicas != test.replicas || atMost != test.atMost {
			t.Errorf("%s: %d, %s", test.name, replicas, atMost)
		}
	}
}
