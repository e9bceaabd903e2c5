package engine

import (
	"net/netip"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/schema"
)

func load(t *testing.T, name string) *model.Architecture {
	t.Helper()
	document, err := schema.Load(filepath.Join("..", "samples", name), schema.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return document.Architecture
}

func project(t *testing.T, a *model.Architecture) *compose.Project {
	t.Helper()
	p, err := compose.Materialize(a, compose.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestChoicesAreKept(t *testing.T) {
	folder := t.TempDir()
	if none, err := ReadChoices(filepath.Join(folder, "nowhere")); err != nil || !reflect.DeepEqual(none, Choices{}) {
		t.Errorf("a folder that is not there: %v %v", none, err)
	}
	for _, want := range []Choices{
		{},
		{Subnet: netip.MustParsePrefix("10.99.0.0/16"), Ports: map[int]int{80: 9080}, Primaries: map[string]string{"db": "server-2"}},
	} {
		if err := want.write(folder); err != nil {
			t.Fatal(err)
		}
		if got, err := ReadChoices(folder); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v %v, want %+v", got, err, want)
		}
	}
	if err := os.WriteFile(filepath.Join(folder, choicesName), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadChoices(folder); err == nil || !strings.Contains(err.Error(), choicesName) {
		t.Errorf("half a file: %v", err)
	}
}

// TestOptionsWinOverChoices: what is said now counts, and what was said before
// where nothing is.
func TestOptionsWinOverChoices(t *testing.T) {
	folder := t.TempDir()
	if err := (Choices{Ports: map[int]int{80: 9080, 443: 9443}}).write(folder); err != nil {
		t.Fatal(err)
	}
	s, err := Open(Stack{Folder: folder, Options: compose.Options{Ports: map[int]int{80: 7080}}})
	if err != nil {
		t.Fatal(err)
	}
	if want := map[int]int{80: 7080, 443: 9443}; !reflect.DeepEqual(s.Choices.Ports, want) {
		t.Errorf("ports %v, want %v", s.Choices.Ports, want)
	}
}

// TestPrimaryMoves: the project follows the choice, and no container of a
// database changes by it: a database is not started anew for its role.
func TestPrimaryMoves(t *testing.T) {
	s := &Stack{Architecture: load(t, "two-server"), Now: time.Now()}
	if elsewhere := s.settlePrimaries(); len(elsewhere) > 0 || s.Choices.Primaries["db"] != "server-1" {
		t.Fatalf("settled at %v, elsewhere %v", s.Choices.Primaries, elsewhere)
	}
	before := filesOf(t, s)
	s.Choices.Primaries = map[string]string{"db": "server-2", "gone": "server-1"}
	if elsewhere := s.settlePrimaries(); !reflect.DeepEqual(elsewhere, []string{"db"}) {
		t.Errorf("elsewhere: %v", elsewhere)
	}
	if _, kept := s.Choices.Primaries["gone"]; !kept {
		t.Error("a database that is not drawn now, but may have data, is forgotten")
	}
	after := filesOf(t, s)
	for _, path := range []string{"mysql/db.server-1/conf.d/loadpath.cnf", "mysql/db.server-2/conf.d/loadpath.cnf"} {
		if before[path] == "" || before[path] != after[path] {
			t.Errorf("%s changes with the role", path)
		}
	}
	for path, word := range map[string]string{"mysql/db.server-1/role/role.sql": "super_read_only = ON", "mysql/db.server-2/role/role.sql": "is the primary", "mysql/db.server-1/role/follow.sh": "follows db@server-2"} {
		if !strings.Contains(after[path], word) {
			t.Errorf("%s does not say %q:\n%s", path, word, after[path])
		}
	}
	if !reflect.DeepEqual(databases(before), databases(after)) {
		t.Errorf("the containers of the database change with the role")
	}
}

func filesOf(t *testing.T, s *Stack) map[string]string {
	t.Helper()
	p, err := s.Project()
	if err != nil {
		t.Fatal(err)
	}
	files := make(map[string]string)
	for _, f := range p.Files {
		files[f.Path] = string(f.Content)
	}
	return files
}

// databases is what compose.yaml says of the database's containers.
func databases(files map[string]string) []string {
	var found []string
	inside := false
	for line := range strings.Lines(files["compose.yaml"]) {
		if strings.HasPrefix(line, "  ") && !strings.HasPrefix(line, "   ") {
			inside = strings.HasPrefix(line, "  db.server-")
		}
		if inside {
			found = append(found, line)
		}
	}
	return found
}

func TestQuestions(t *testing.T) {
	a := load(t, "two-server")
	a.Flows[1].ProbePath, a.Flows[2].ProbePath = "", ""
	want := []Question{
		{Flow: "read", Method: "GET", URL: "http://127.0.0.1:8080/notes"},
		{Flow: "write", Unasked: "it writes, and has no path: write one to have it asked"},
		{Flow: "static", Method: "GET", URL: "http://127.0.0.1:8080/"},
	}
	if got := Questions(project(t, a)); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
	for _, q := range Questions(project(t, load(t, "secured"))) {
		if q.Unasked == "" && !strings.HasPrefix(q.URL, "https://127.0.0.1:8443/") {
			t.Errorf("flow %s is asked at %s: the other door sends elsewhere", q.Flow, q.URL)
		}
	}
}

func TestSelect(t *testing.T) {
	p := project(t, load(t, "two-server"))
	for _, test := range []struct {
		names []string
		want  string
	}{
		{nil, "lb.lb-1 web.server-1 app.server-1 db.server-1 web.server-2 app.server-2 db.server-2 internet_door"},
		{[]string{"web"}, "web.server-1 web.server-2"},
		{[]string{"server-2"}, "web.server-2 app.server-2 db.server-2"},
		{[]string{"db@server-1", "lb"}, "lb.lb-1 db.server-1"},
		{[]string{"static"}, "lb.lb-1 web.server-1 web.server-2"},
		{[]string{"internet_door"}, "internet_door"},
	} {
		found, err := Select(p, test.names)
		var names []string
		for _, c := range found {
			names = append(names, c.Name)
		}
		if got := strings.Join(names, " "); err != nil || got != test.want {
			t.Errorf("%v: %s %v, want %s", test.names, got, err, test.want)
		}
	}
	if _, err := Select(p, []string{"weeb"}); err == nil || !strings.Contains(err.Error(), `did you mean "web"?`) {
		t.Errorf("a name that is none: %v", err)
	}
}

func TestReplicaNamed(t *testing.T) {
	a := load(t, "two-server")
	if i, err := new(Engine).replicaNamed(a, "db@server-2"); err != nil || i.Name() != "db@server-2" {
		t.Errorf("%v %v", i, err)
	}
	if _, err := new(Engine).replicaNamed(a, "db@server-3"); err == nil || !strings.Contains(err.Error(), "did you mean") {
		t.Errorf("a name that is none: %v", err)
	}
	if _, err := new(Engine).replicaNamed(load(t, "single-server"), "db@server-1"); err == nil {
		t.Error("a database without replicas is promoted")
	}
}
