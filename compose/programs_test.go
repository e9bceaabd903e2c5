package compose_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/compose/folder"
	"github.com/loadpath/loadpath/model"
)

// requireEngine skips a test where no engine answers, and fails it where
// LOADPATH_REQUIRE says that there has to be one.
func requireEngine(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("not in a short run: it asks an engine")
	}
	out, err := exec.Command("docker", "compose", "version").CombinedOutput()
	if err == nil {
		out, err = exec.Command("docker", "version").CombinedOutput()
	}
	if err == nil {
		return
	}
	if strings.Contains(os.Getenv("LOADPATH_REQUIRE"), "engine") {
		t.Fatalf("no Docker engine answers: %v\n%s", err, out)
	}
	t.Skip("no Docker engine answers")
}

// requireStacks skips a test that takes minutes, unless LOADPATH_REQUIRE says that
// all stacks have to be run.
func requireStacks(t *testing.T) {
	t.Helper()
	if !strings.Contains(os.Getenv("LOADPATH_REQUIRE"), "stacks") {
		t.Skip("it takes minutes: LOADPATH_REQUIRE=engine,stacks runs it")
	}
}

// written is a sample's project in a folder, as the command writes it.
func written(t *testing.T, p *compose.Project) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "stack")
	if _, err := folder.Write(dir, p, folder.Options{Now: time.Now()}); err != nil {
		t.Fatal(err)
	}
	return dir
}

// run runs a program and reports what it says when it fails.
func run(t *testing.T, dir, program string, args ...string) {
	t.Helper()
	cmd := exec.Command(program, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%s %s: %v\n...%s", program, strings.Join(args, " "), err, out[max(0, len(out)-2000):])
	}
}

// checks are how each program is asked what it thinks of its configuration, by
// the beginning of its image's name.
var checks = []struct{ image, command string }{
	{"haproxy:", "haproxy -c -f /usr/local/etc/haproxy/haproxy.cfg"},
	{"nginx:", "nginx -t"},
	{"mysql:", "mysqld --user=mysql --validate-config && for f in /docker-entrypoint-initdb.d/*.sh /etc/loadpath/*.sh; do [ ! -e $f ] || bash -n $f || exit 1; done"},
	{"mariadb:", "mariadbd --user=mysql --help --verbose >/dev/null && for f in /docker-entrypoint-initdb.d/*.sh /etc/loadpath/*.sh; do [ ! -e $f ] || bash -n $f || exit 1; done"},
	{"postgres:", "gosu postgres postgres -D /tmp -c config_file=/etc/postgresql/postgresql.conf -C port && for f in /etc/postgresql/*.sh /docker-entrypoint-initdb.d/*.sh /etc/loadpath/*.sh; do [ ! -e $f ] || bash -n $f || exit 1; done"},
	{"redis:", "for f in /etc/redis/*.sh /etc/loadpath/*.sh; do [ ! -e $f ] || sh -n $f || exit 1; done"},
	{"rabbitmq:", "bash -n /etc/loadpath/start.sh"},
	{"prom/prometheus:", "promtool check config /etc/prometheus/prometheus.yml && promtool check web-config /etc/prometheus/web.yml"},
	{"prom/alertmanager:", "amtool check-config /etc/alertmanager/alertmanager.yml"},
	{"prom/blackbox-exporter:", "/bin/blackbox_exporter --config.file=/etc/blackbox_exporter/config.yml --config.check"},
	{"loadpath/keepalived:", "sed s/INTERFACE[0-9]*/eth0/ /usr/local/etc/keepalived/keepalived.conf >/tmp/k.conf && keepalived --config-test --use-file=/tmp/k.conf"},
}

// located is an architecture and the folder that it lies in.
type located struct {
	architecture *model.Architecture
	home         string
}

// allStacks are those of the samples and of the architectures in testdata.
func allStacks(t *testing.T) []located {
	t.Helper()
	var all []located
	add := func(a *model.Architecture, folder ...string) {
		home, err := filepath.Abs(filepath.Join(folder...))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, located{a, home})
	}
	for _, name := range runnable {
		add(sample(t, name), "..", "samples", name)
	}
	entries, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if _, err := os.Stat(filepath.Join("testdata", entry.Name(), "architecture.cue")); err == nil {
			add(store(t, entry.Name()), "testdata", entry.Name())
		}
	}
	return all
}

// TestProgramsAccept asks docker compose and the programs themselves. Instances
// of one service have alike configurations: one of each is asked.
func TestProgramsAccept(t *testing.T) {
	requireEngine(t)
	for _, stack := range allStacks(t) {
		t.Run(stack.architecture.Name, func(t *testing.T) {
			p := materialized(t, stack.architecture, compose.Options{Folder: stack.home})
			dir := written(t, p)
			run(t, dir, "docker", "compose", "config", "--quiet")
			asked := make(map[string]bool)
			for _, c := range p.Containers {
				if c.Role == compose.Net {
					continue // it reads nothing
				}
				for _, check := range checks {
					kind := check.image + string(c.Role)
					if c.Instance != nil {
						kind += c.Instance.Service.Name
					}
					if strings.HasPrefix(c.Image, check.image) && !asked[kind] {
						asked[kind] = true
						t.Run(c.Name, func(t *testing.T) { ask(t, dir, c, check.command) })
					}
				}
			}
			if len(asked) < 2 {
				t.Errorf("only %d programs were asked: the test no longer finds them", len(asked))
			}
		})
	}
}

// TestLinterAccepts asks the linter of compose files, where it is there (npm
// install -g dclint). LOADPATH_REQUIRE=dclint says that it has to be.
func TestLinterAccepts(t *testing.T) {
	if _, err := exec.LookPath("dclint"); err != nil {
		if strings.Contains(os.Getenv("LOADPATH_REQUIRE"), "dclint") {
			t.Fatal(err)
		}
		t.Skip("dclint is not there")
	}
	for _, stack := range allStacks(t) {
		p := materialized(t, stack.architecture, compose.Options{Folder: "../.."})
		dir := t.TempDir()
		write(t, filepath.Join(dir, "stack"), filesOf(p))
		run(t, filepath.Join(dir, "stack"), "dclint", "--max-warnings=0", "compose.yaml")
	}
}

// ask runs a command in a container's image, with what the container reads.
func ask(t *testing.T, dir string, c *compose.Container, command string) {
	t.Helper()
	// Addresses of the stack are not there: nginx tries to listen at them.
	args := []string{"run", "--rm", "--sysctl=net.ipv4.ip_nonlocal_bind=1", "--entrypoint=sh"}
	for _, m := range c.Mounts {
		from := m.From
		if !filepath.IsAbs(from) {
			from = filepath.Join(dir, from)
		}
		args = append(args, "--volume="+fmt.Sprintf("%s:%s:ro", from, m.To))
	}
	run(t, dir, "docker", append(args, c.Image, "-c", command)...)
}
