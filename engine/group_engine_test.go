package engine

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/docker/docker/api/types/network"
)

// primaryOf waits until a group has one primary, and gives its container; not is
// one that it must not be.
func primaryOf(t *testing.T, e *Engine, s *Stack, not string) string {
	t.Helper()
	found := ""
	eventually(t.Context(), t, "the group has one primary, and that is not "+not, func() bool {
		found = ""
		now, _ := status(t, e, s)
		for _, m := range now.Databases[0].Members {
			if m.Role == "primary" && m.Trouble == "" {
				found = strings.Replace(m.Instance, "@", ".", 1)
			}
		}
		return found != "" && found != not
	})
	return found
}

// others are the members of the group beside one.
func others(of string) []string {
	all := []string{"db.db-1", "db.db-2", "db.db-3"}
	var found []string
	for _, name := range all {
		if name != of {
			found = append(found, name)
		}
	}
	return found
}

// stops waits until a request fails that worked before.
func (s site) stops(ctx context.Context, method string) {
	s.t.Helper()
	eventually(ctx, s.t, method+" fails", func() bool {
		request, err := http.NewRequestWithContext(ctx, method, s.url+"/notes", strings.NewReader("text=unheard"))
		if err != nil {
			s.t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			return true
		}
		defer response.Body.Close()
		return response.StatusCode >= http.StatusInternalServerError
	})
}

func idOf(t *testing.T, e *Engine, s *Stack, service string) string {
	t.Helper()
	all, err := e.containers(t.Context(), s.Architecture.Name)
	if err != nil {
		t.Fatal(err)
	}
	return find(all, service).id
}

// TestGroup runs a group of three MySQL servers through what it is for: its
// primary dies, hangs, and is cut off, and another takes over. Where two are
// dead, nothing is written or read until a person forces a quorum; no note is
// lost by that, nor by an end of all three.
func TestGroup(t *testing.T) {
	requireStacks(t)
	e := connected(t)
	s := stored(t, e, "group", 8000)
	up(t, e, s)
	asDrawn(t, e, s)
	site := siteAt(t, s, 8000)
	site.write(t.Context(), "first")
	primary := primaryOf(t, e, s, "")
	testNobody(t, e, idOf(t, e, s, primary))

	paused := idOf(t, e, s, primary)
	if err := e.docker.ContainerPause(t.Context(), paused); err != nil {
		t.Fatal(err)
	}
	primary = primaryOf(t, e, s, primary)
	site.write(t.Context(), "while one hangs")
	if err := e.docker.ContainerUnpause(t.Context(), paused); err != nil {
		t.Fatal(err)
	}
	asDrawn(t, e, s)

	reconnect := cut(t, e, s, primary)
	primary = primaryOf(t, e, s, primary)
	site.write(t.Context(), "while one is cut off")
	reconnect()
	asDrawn(t, e, s)

	rest := others(primary)
	kill(t, e, s, primary)
	kill(t, e, s, rest[0])
	site.stops(t.Context(), http.MethodPost)
	site.stops(t.Context(), http.MethodGet)
	if _, err := e.exec(t.Context(), idOf(t, e, s, rest[1]), "", "touch", "/tmp/force-quorum"); err != nil {
		t.Fatal(err)
	}
	site.write(t.Context(), "by force")
	up(t, e, s)
	asDrawn(t, e, s)
	site.write(t.Context(), "after two were dead")

	for _, member := range others("") {
		kill(t, e, s, member)
	}
	up(t, e, s)
	site.write(t.Context(), "after all were dead")
	if _, err := e.Down(t.Context(), s.Architecture.Name, false, quiet()); err != nil {
		t.Fatal(err)
	}
	up(t, e, s)
	asDrawn(t, e, s)
	for _, text := range []string{"first", "while one hangs", "while one is cut off", "by force", "after two were dead", "after all were dead"} {
		site.shows(t.Context(), text)
	}
}

// testNobody: the account without a password, as which checks ask for the role,
// sees that and no data, and cannot shut the checks out.
func testNobody(t *testing.T, e *Engine, id string) {
	t.Helper()
	for statement, want := range map[string]string{
		"SELECT 'sees', COUNT(*) FROM performance_schema.replication_group_members": "sees\t3",
		"SELECT * FROM db.notes":                      "denied",
		"SELECT user FROM mysql.user":                 "denied",
		"ALTER USER USER() IDENTIFIED BY 'x'":         "1396",
		"ALTER USER CURRENT_USER() IDENTIFIED BY 'x'": "1396",
		"SET PASSWORD = 'x'":                          "1131",
		"SET GLOBAL super_read_only = ON":             "denied",
		"STOP GROUP_REPLICATION":                      "denied",
		"SELECT 'none', COUNT(*) FROM information_schema.schemata WHERE schema_name NOT LIKE '%schema'": "none\t0",
	} {
		out, err := e.exec(t.Context(), id, statement, "mysql", "-h127.0.0.1", "-u_check", "-N")
		said := out
		if err != nil {
			said += err.Error()
		}
		if !strings.Contains(said, want) {
			t.Errorf("%s: %s, want %q", statement, said, want)
		}
	}
}

// cut takes a container from its network. What is given back puts it there
// again, with the address that it had.
func cut(t *testing.T, e *Engine, s *Stack, service string) (reconnect func()) {
	t.Helper()
	id := idOf(t, e, s, service)
	c, err := e.docker.ContainerInspect(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	for name, was := range c.NetworkSettings.Networks {
		if err := e.docker.NetworkDisconnect(t.Context(), name, id, false); err != nil {
			t.Fatal(err)
		}
		reconnect = func() {
			t.Helper()
			again := &network.EndpointSettings{IPAMConfig: &network.EndpointIPAMConfig{IPv4Address: was.IPAMConfig.IPv4Address}, Aliases: was.Aliases}
			if err := e.docker.NetworkConnect(t.Context(), name, id, again); err != nil {
				t.Fatal(err)
			}
		}
	}
	return reconnect
}
