package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/docker/docker/api/types/container"

	"github.com/loadpath/loadpath/model"
)

// replicated is a database with a primary and a replica, on db-1 and db-2, and
// how its application writes a word and reads all.
type replicated struct {
	software, service    string
	prepare, write, read string
	change               func(*model.Service)
	// returns: one that was the primary comes back whatever it had, and keeps
	// that; else it does not come back with what others never got.
	returns bool
}

const (
	viaMariaDB = `MYSQL_PWD=$(cat /run/secrets/db_app) mariadb --skip-ssl -h127.0.0.1 -uapp db -Nse `
	viaPSQL    = `PGPASSWORD=$(cat /run/secrets/db_app) psql -h 127.0.0.1 -U app db -Atqc `
	viaRedis   = `export REDISCLI_AUTH=$(cat /run/secrets/cache_app); redis-cli -e --user app --no-auth-warning `
)

var replicatedDatabases = []replicated{
	{"mariadb", "db", viaMariaDB + `"CREATE TABLE IF NOT EXISTS words (word VARCHAR(20))"`, viaMariaDB + `"INSERT INTO words VALUES ('%s')"`, viaMariaDB + `"SELECT word FROM words"`, nil, false},
	{"postgresql", "db", viaPSQL + `"CREATE TABLE IF NOT EXISTS words (word VARCHAR(20))"`, viaPSQL + `"INSERT INTO words VALUES ('%s')"`, viaPSQL + `"SELECT word FROM words"`, nil, false},
	{"redis", "cache", "true", viaRedis + `sadd words %s`, viaRedis + `smembers words`, func(s *model.Service) { s.Kind = model.Database }, true},
}

// words is the database of a stack that runs.
type words struct {
	replicated
	t *testing.T
	e *Engine
	s *Stack
	// doubtful was written when the writing ended: it may be there or not.
	doubtful string
}

func startWords(t *testing.T, e *Engine, d replicated) *words {
	t.Helper()
	from := "../compose/testdata/" + d.software
	a := sample(t, from)
	if d.change != nil {
		a = a.Written()
		for _, service := range a.Services {
			if service.Name == d.service {
				d.change(service)
			}
		}
		if problems := a.Resolve(); len(problems) > 0 {
			t.Fatal(problems)
		}
	}
	w := &words{replicated: d, t: t, e: e, s: stackOf(t, e, a, from)}
	up(t, e, w.s)
	w.must("db-1", d.prepare)
	return w
}

func (w *words) in(server, script string) (string, error) {
	all, err := w.e.containers(w.t.Context(), w.s.Architecture.Name)
	if err != nil {
		return "", err
	}
	r := find(all, w.service+"."+server)
	if !r.up() {
		return "", errors.New(server + " is not up")
	}
	return w.e.exec(w.t.Context(), r.id, "", "sh", "-c", script)
}

func (w *words) must(server, script string) {
	w.t.Helper()
	if out, err := w.in(server, script); err != nil {
		w.t.Fatalf("%s: %v\n%s", server, err, out)
	}
}

func (w *words) write(server, word string) {
	w.t.Helper()
	w.must(server, fmt.Sprintf(w.replicated.write, word))
}

// writing writes one word after the other at a server, until one is not
// acknowledged. It returns when the first ones are; what it returns waits for the
// end, and tells which were.
func (w *words) writing(server string) (end func() []string) {
	var acknowledged []string
	begun, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for i := 0; ; i++ {
			word := fmt.Sprintf("%s-%d", server, i)
			if _, err := w.in(server, fmt.Sprintf(w.replicated.write, word)); err != nil {
				w.doubtful = word
				return
			}
			acknowledged = append(acknowledged, word)
			if i == 3 {
				close(begun)
			}
		}
	}()
	select {
	case <-begun:
	case <-ended:
	}
	return func() []string { <-ended; return acknowledged }
}

func (w *words) shows(server string, all ...string) {
	w.t.Helper()
	eventually(w.t.Context(), w.t, fmt.Sprintf("%s shows %s", server, all), func() bool {
		out, err := w.in(server, w.read)
		found := slices.DeleteFunc(strings.Fields(out), func(word string) bool { return word == w.doubtful })
		slices.Sort(found)
		return err == nil && slices.Equal(found, slices.Sorted(slices.Values(all)))
	})
}

// refuses: a replica takes no writes.
func (w *words) refuses(server string) {
	w.t.Helper()
	_, err := w.in(server, fmt.Sprintf(w.replicated.write, "never"))
	if err == nil || !strings.Contains(strings.ReplaceAll(strings.ToLower(err.Error()), "-", " "), "read only") {
		w.t.Errorf("%s takes writes: %v", server, err)
	}
}

func (w *words) name(server string) string { return w.service + "@" + server }

func (w *words) kill(server string) { w.t.Helper(); kill(w.t, w.e, w.s, w.service+"."+server) }

func (w *words) promote(server string, o Promotion) ([]string, error) {
	w.t.Helper()
	return w.e.Promote(w.t.Context(), w.s, w.name(server), o, quiet())
}

// roles: everything is as drawn but for who is the primary, which is at a server.
func (w *words) roles(primary string) {
	w.t.Helper()
	said := ""
	defer func() {
		if w.t.Failed() {
			w.t.Log(said)
		}
	}()
	eventually(w.t.Context(), w.t, primary+" is the only primary and the other follows", func() bool {
		now, text := status(w.t, w.e, w.s)
		said = text
		for _, d := range now.Databases {
			for _, m := range d.Members {
				role := "replica"
				if m.Instance == w.name(primary) {
					role = "primary"
				}
				if m.Role != role || m.Trouble != "" || role == "replica" && m.Lag == nil {
					return false
				}
			}
		}
		return len(now.Databases) == 1
	})
}

// start starts a member alone, and waits until it answers.
func (w *words) start(server string) {
	w.t.Helper()
	ctx := w.t.Context()
	all, err := w.e.containers(ctx, w.s.Architecture.Name)
	if err == nil {
		err = w.e.docker.ContainerStart(ctx, find(all, w.service+"."+server).id, container.StartOptions{})
	}
	if err != nil {
		w.t.Fatal(err)
	}
	eventually(ctx, w.t, server+" answers", func() bool { _, err := w.in(server, w.read); return err == nil })
}

// forget removes a member with its data.
func (w *words) forget(server string) {
	w.t.Helper()
	ctx := context.WithoutCancel(w.t.Context())
	all, err := w.e.containers(ctx, w.s.Architecture.Name)
	if err == nil {
		err = w.e.docker.ContainerRemove(ctx, find(all, w.service+"."+server).id, container.RemoveOptions{Force: true})
	}
	if err == nil {
		err = w.e.docker.VolumeRemove(ctx, projectOf(w.s.Architecture.Name)+"_"+w.service+"."+server+"_data", false)
	}
	if err != nil {
		w.t.Fatal(err)
	}
}
