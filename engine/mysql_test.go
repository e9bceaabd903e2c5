package engine

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/loadpath/loadpath/model"
)

const replicaSays = `*************************** 1. row ***************************
super_read_only: 1
  gtid_executed: 897dfdcb-e6e6-11f1-9cf2-eee3134ab60d:1-15,
897df92a-e6e6-11f1-a5b4-922af94817b2:1-2
*************************** 1. row ***************************
             Replica_IO_State: Waiting for source to send event
                  Source_Host: 10.79.0.21
           Replica_IO_Running: Yes
          Replica_SQL_Running: No
               Last_SQL_Error: Worker 1 failed: Unknown database 'db'
        Seconds_Behind_Source: NULL
           Retrieved_Gtid_Set: 897dfdcb-e6e6-11f1-9cf2-eee3134ab60d:1-15
`

func TestMembers(t *testing.T) {
	for _, test := range []struct {
		name, says string
		want       member
	}{
		{"a replica", replicaSays, member{
			ReadOnly: true, Source: "10.79.0.21", Receiving: "Yes", Applying: "No", Lag: -1, Trouble: "Worker 1 failed: Unknown database 'db'",
			Executed: "897dfdcb-e6e6-11f1-9cf2-eee3134ab60d:1-15,897df92a-e6e6-11f1-a5b4-922af94817b2:1-2",
			Received: "897dfdcb-e6e6-11f1-9cf2-eee3134ab60d:1-15",
		}},
		{"behind", strings.Replace(replicaSays, "NULL", "7", 1), member{
			ReadOnly: true, Source: "10.79.0.21", Receiving: "Yes", Applying: "No", Lag: 7, Trouble: "Worker 1 failed: Unknown database 'db'",
			Executed: "897dfdcb-e6e6-11f1-9cf2-eee3134ab60d:1-15,897df92a-e6e6-11f1-a5b4-922af94817b2:1-2",
			Received: "897dfdcb-e6e6-11f1-9cf2-eee3134ab60d:1-15",
		}},
		{"a primary", "*** 1. row ***\nsuper_read_only: 0\n  gtid_executed: \n", member{Lag: -1}},
		{"nothing", "", member{Lag: -1}},
	} {
		if diff := cmp.Diff(test.want, mysqlMember(parseVertical(test.says))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

func FuzzVertical(f *testing.F) {
	f.Add(replicaSays)
	f.Add(": \n a:b\n")
	f.Fuzz(func(t *testing.T, text string) {
		m := mysqlMember(parseVertical(text))
		if _, err := quotedSet(m.Executed); err == nil && strings.ContainsAny(m.Executed, "'\\;") {
			t.Errorf("%q would end the literal", m.Executed)
		}
	})
}

func TestSetsAreNoSQL(t *testing.T) {
	for _, set := range []string{"', @@x); DROP TABLE t; --", "a\\", "a;b"} {
		if _, err := quotedSet(set); err == nil {
			t.Errorf("%q is taken for a set of transactions", set)
		}
	}
	if got, err := quotedSet("897dfdcb-e6e6-11f1-9cf2-eee3134ab60d:tag_1:1-15"); err != nil || !strings.HasPrefix(got, "'897") {
		t.Errorf("a set with a tag: %s %v", got, err)
	}
}

// TestPromise: what may be lost with a primary that cannot be asked, and whether
// that is refused.
func TestPromise(t *testing.T) {
	for _, test := range []struct {
		name    string
		data    model.DataSet
		silent  []string
		refused bool
		note    string
	}{
		{"asynchronous", model.DataSet{}, nil, false, "asynchronous"},
		{"asynchronous, one silent", model.DataSet{}, []string{"db@c"}, false, "asynchronous"},
		{"waits for one, all asked", model.DataSet{WaitFor: 1, WaitTimeout: model.Forever}, nil, false, ""},
		{"waits for one, one silent", model.DataSet{WaitFor: 1, WaitTimeout: model.Forever}, []string{"db@c"}, true, "db@c only"},
		{"waits for two, one silent", model.DataSet{WaitFor: 2, WaitTimeout: model.Forever}, []string{"db@c"}, false, ""},
		{"waits for two, two silent", model.DataSet{WaitFor: 2, WaitTimeout: model.Forever}, []string{"db@c", "db@d"}, true, "db@c, db@d only"},
		{"gives up waiting", model.DataSet{WaitFor: 1, WaitTimeout: 10 * model.Second}, nil, false, "longer than 10s"},
	} {
		note, refused := promise(test.data.WaitFor, test.data.WaitTimeout, test.silent)
		if refused != test.refused || !strings.Contains(note, test.note) || (test.note == "") != (note == "") {
			t.Errorf("%s: %q, refused %v", test.name, note, refused)
		}
	}
}

func TestDescribeMembers(t *testing.T) {
	a := load(t, "two-server")
	p := project(t, a)
	primary := containerOf(p, "db@server-1")
	first, second := primary.Instance, containerOf(p, "db@server-2").Instance
	at := primary.Networks[0].Address.String()
	follows := member{ReadOnly: true, Source: at, Receiving: "Yes", Applying: "Yes", Lag: 3}
	elsewhere, open, stopped := follows, follows, follows
	elsewhere.Source, open.ReadOnly, stopped.Applying = "10.0.0.1", false, "No"
	for _, test := range []struct {
		name    string
		i       *model.Instance
		m       member
		err     error
		role    string
		trouble string
	}{
		{"the primary", first, member{Lag: -1}, nil, "primary", ""},
		{"the primary, read-only", first, member{ReadOnly: true}, nil, "replica", "takes no writes"},
		{"a replica", second, follows, nil, "replica", ""},
		{"a second primary", second, member{}, nil, "primary", "is not the primary"},
		{"an orphan", second, member{ReadOnly: true}, nil, "replica", "follows nobody"},
		{"another source", second, elsewhere, nil, "replica", "another than the primary"},
		{"takes writes", second, open, nil, "replica", "takes writes"},
		{"applies nothing", second, stopped, nil, "replica", "it applies: no"},
		{"silent", second, member{}, errors.New("no"), "unknown", "does not answer"},
	} {
		got := describe(test.i, test.m, test.err, primary, test.i == first)
		if got.Role != test.role || !strings.Contains(got.Trouble, test.trouble) || (test.trouble == "") != (got.Trouble == "") {
			t.Errorf("%s: %+v", test.name, got)
		}
	}
}

func TestDescribeGroup(t *testing.T) {
	i := containerOf(project(t, load(t, "two-server")), "db@server-2").Instance
	for _, test := range []struct {
		r             record
		err           error
		role, trouble string
	}{
		{record{"state": "ONLINE", "role": "PRIMARY", "majority": "1"}, nil, "primary", ""},
		{record{"state": "ONLINE", "role": "PRIMARY", "majority": "0"}, nil, "unknown", "it sees no majority of the group, and takes no writes"},
		{record{"state": "ONLINE", "role": "SECONDARY", "majority": "1"}, nil, "replica", ""},
		{record{"state": "RECOVERING", "role": "SECONDARY"}, nil, "unknown", "in the group it is recovering"},
		{nil, errors.New("gone"), "unknown", "it does not answer: gone"},
	} {
		if got := describeGrouped(i, test.r, test.err); got.Role != test.role || got.Trouble != test.trouble {
			t.Errorf("%v: %+v", test.r, got)
		}
	}
}

func TestGroupAgrees(t *testing.T) {
	for roles, want := range map[string]string{"primary replica replica": "", "primary replica primary": "0 2", "replica replica": "0 1", "unknown unknown replica": "2", "unknown": ""} {
		var members []DatabaseMember
		for role := range strings.FieldsSeq(roles) {
			members = append(members, DatabaseMember{Role: role})
		}
		agree(members)
		var troubled []string
		for i, m := range members {
			if m.Trouble != "" {
				troubled = append(troubled, strconv.Itoa(i))
			}
		}
		if got := strings.Join(troubled, " "); got != want {
			t.Errorf("%s: trouble of %q, want of %q", roles, got, want)
		}
	}
}
