package compose_test

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"net"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/compose/folder"
	"github.com/loadpath/loadpath/model"
)

// live is a stack that runs.
type live struct {
	t    *testing.T
	a    *model.Architecture
	o    compose.Options
	dir  string
	port int
}

// started is the stack of an architecture in testdata, under a name of its own,
// with its door at port 8000 and those at further ports. In the end it goes, and
// nothing of it is left.
func started(t *testing.T, name string, doors ...int) *live {
	t.Helper()
	requireEngine(t)
	home, err := filepath.Abs(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	random := make([]byte, 4)
	_, _ = rand.Read(random)
	l := &live{t: t, a: store(t, name), dir: filepath.Join(t.TempDir(), "stack"), port: unusedPort(t)}
	l.a.Name = "try-" + hex.EncodeToString(random)
	l.o = compose.Options{Folder: home, Ports: map[int]int{8000: l.port}}
	for _, number := range doors {
		l.o.Ports[number] = unusedPort(t)
	}
	l.write(l.a)
	t.Cleanup(l.end)
	l.must("docker", "compose", "up", "--detach", "--wait", "--wait-timeout", "180")
	return l
}

func unusedPort(t *testing.T) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}

func (l *live) write(a *model.Architecture) {
	l.t.Helper()
	if _, err := folder.Write(l.dir, materialized(l.t, a, l.o), folder.Options{Now: time.Now()}); err != nil {
		l.t.Fatal(err)
	}
}

func (l *live) end() {
	l.must("docker", "compose", "down", "--volumes", "--timeout", "2", "--rmi", "local")
	for _, kind := range []string{"container", "volume", "network"} {
		args := []string{kind, "ls", "--quiet", "--filter", "label=" + compose.LabelArchitecture + "=" + l.a.Name}
		if kind == "container" {
			args = append(args, "--all")
		}
		if left := l.must("docker", args...); left != "" {
			l.t.Errorf("a %s is left: %s", kind, left)
		}
	}
}

func (l *live) must(program string, args ...string) string {
	l.t.Helper()
	cmd := exec.Command(program, args...)
	cmd.Dir = l.dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		l.t.Fatalf("%s %s: %v\n%s", program, strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

// in runs a script inside a container and tells all that it says.
func (l *live) in(container, script string) (string, error) {
	out, err := exec.CommandContext(l.t.Context(), "docker", "exec", l.id(container), "sh", "-c", script).CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

func (l *live) id(container string) string {
	return "loadpath-" + l.a.Name + "-" + container + "-1"
}

// eventually waits until a script says something.
func (l *live) eventually(container, script, want string) {
	l.t.Helper()
	said := ""
	l.becomes(func() (bool, string) {
		var err error
		said, err = l.in(container, script)
		return err == nil && strings.Contains(said, want), "in " + container + " " + script + " says " + said + ", and not " + want
	})
}

func (l *live) becomes(holds func() (bool, string)) {
	l.t.Helper()
	ctx, cancel := context.WithTimeout(l.t.Context(), time.Minute)
	defer cancel()
	again := time.NewTicker(200 * time.Millisecond)
	defer again.Stop()
	for {
		good, what := holds()
		if good {
			return
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			l.t.Fatalf("it stays so that %s", what)
		}
	}
}
