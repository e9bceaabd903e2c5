package compose_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/schema"
)

// stores are the architectures in testdata, each with the software that keeps
// its data.
var stores = []string{"mariadb", "postgresql", "redis", "rabbitmq", "encrypted", "monitored"}

func store(t testing.TB, name string) *model.Architecture {
	t.Helper()
	document, err := schema.Load(filepath.Join("testdata", name), schema.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return document.Architecture
}

// TestStores holds the stack of each against the files beside it.
func TestStores(t *testing.T) {
	for _, name := range stores {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join("testdata", name, "stack")
			files := filesOf(materialized(t, store(t, name), compose.Options{Folder: ".."}))
			if *update {
				write(t, dir, files)
			}
			if diff := cmp.Diff(read(t, dir), files); diff != "" {
				t.Errorf("the stack is another (go test ./compose -update writes it anew):\n%s", diff)
			}
		})
	}
}

// moved is an architecture with another primary.
func moved(t *testing.T, a *model.Architecture, service, server string) *model.Architecture {
	t.Helper()
	b := a.Written()
	for _, s := range b.Services {
		if s.Name == service {
			s.Replication.Primary = server
		}
	}
	if problems := b.Resolve(); len(problems) > 0 {
		t.Fatal(problems)
	}
	return b
}

// TestRolesChangeAlone: another primary changes what a member finds in its
// folder for the role, and no container, so that a member need not be made anew.
func TestRolesChangeAlone(t *testing.T) {
	for _, name := range []string{"mariadb", "postgresql", "redis"} {
		t.Run(name, func(t *testing.T) {
			a := store(t, name)
			service := map[string]string{"mariadb": "db", "postgresql": "db", "redis": "cache"}[name]
			before := filesOf(materialized(t, a, compose.Options{Folder: ".."}))
			after := filesOf(materialized(t, moved(t, a, service, "db-2"), compose.Options{Folder: ".."}))
			for path := range after {
				changed := before[path] != after[path]
				role := strings.Contains(path, "/role/")
				setup := strings.Contains(path, "/setup/")
				if changed && !role && !setup && path != "compose.yaml" {
					t.Errorf("%s changed", path)
				}
				if role && !changed {
					t.Errorf("%s did not change", path)
				}
			}
			member := func(text string) string {
				_, from, _ := strings.Cut(text, "\n  "+service+".db-1:\n")
				mine, _, _ := strings.Cut(from, "\n\n")
				return mine
			}
			if member(before["compose.yaml"]) == "" || member(before["compose.yaml"]) != member(after["compose.yaml"]) {
				t.Errorf("the container of a member is another:\n%s", cmp.Diff(member(before["compose.yaml"]), member(after["compose.yaml"])))
			}
		})
	}
}

// TestStoresRefuse: what is not run is refused where it was written, with what
// to write instead.
func TestStoresRefuse(t *testing.T) {
	yes := true
	for _, test := range []struct {
		name   string
		change func(db, app *model.Service)
		want   string
	}{
		{"a group", func(db, _ *model.Service) { db.Replication.Mode = "group" }, "services.db.replication: MariaDB is run with one primary"},
		{"many primaries", func(db, _ *model.Service) { db.Replication.MultiPrimary = &yes }, "services.db.replication: MariaDB is run with one primary"},
		{"memcached with copies", func(db, _ *model.Service) { db.Software = "memcached" }, "memcached keeps no copies"},
		{"memcached with TLS", func(db, app *model.Service) {
			db.Software, db.Replication, app.Uses[0].Reads, app.Uses[0].Writes, app.Uses[0].TLS = "memcached", nil, "", "", &model.TLS{}
		}, "memcached is run without TLS"},
		{"Redis with both", func(db, app *model.Service) { db.Software, app.Uses[0].TLS = "redis", &model.TLS{} }, "Redis speaks either TLS or plain text"},
		{"a cluster of RabbitMQ", func(db, app *model.Service) { db.Software = "rabbitmq" }, "a cluster of RabbitMQ is not run"},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := store(t, "mariadb").Written()
			test.change(a.Services[1], a.Services[0])
			if problems := a.Resolve(); len(problems) > 0 {
				t.Fatal(problems)
			}
			_, err := compose.Materialize(a, compose.Options{})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v, want %s", err, test.want)
			}
		})
	}
}
