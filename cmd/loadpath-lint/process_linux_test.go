package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/loadpath/loadpath/schema"
)

// BenchmarkProcess holds loadpath-lint validate, as a whole process, against
// the public cue vet -c on the same folder: CPU time (user and system), its
// ratio, and the peak of memory. The runs alternate, so that a machine that
// slows down slows both.
//
//	go install cuelang.org/go/cmd/cue@v0.17.1
//	go test ./cmd/loadpath-lint -run '^$' -bench Process -benchtime 10x
func BenchmarkProcess(b *testing.B) {
	cue, err := exec.LookPath("cue")
	if err != nil {
		b.Skip("the cue command is not installed: go install cuelang.org/go/cmd/cue@v0.17.1")
	}
	dir := b.TempDir()
	lint := filepath.Join(dir, "loadpath-lint")
	if out, err := exec.Command("go", "build", "-o", lint, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	sample, err := filepath.Abs("../../samples/two-server")
	if err != nil {
		b.Fatal(err)
	}
	for _, bench := range []struct{ name, folder string }{
		{"two-server", sample},
		{"services=1000", sites(b, 200)},
		{"services=10000", sites(b, 2000)},
	} {
		b.Run(bench.name, func(b *testing.B) {
			var ours, theirs cost
			for b.Loop() {
				theirs.add(b, bench.folder, cue, "vet", "-c", ".")
				ours.add(b, bench.folder, lint, "validate", "--fail-on", "never", "--format", "json")
			}
			runs := float64(b.N)
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(1000*ours.cpu/runs, "ms-cpu")
			b.ReportMetric(1000*theirs.cpu/runs, "ms-cpu-cue")
			b.ReportMetric(ours.cpu/theirs.cpu, "ratio")
			// A process inherits the peak of the one that started it, this one.
			if least := peak(b); ours.peak > least && theirs.peak > least {
				b.ReportMetric(ours.peak, "MB-peak")
				b.ReportMetric(theirs.peak, "MB-peak-cue")
			}
		})
	}
}

// peak is the most memory that this process has had, in megabytes.
func peak(b *testing.B) float64 {
	b.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return float64(usage.Maxrss) / 1024
}

// cost is what runs of one command have cost so far.
type cost struct {
	cpu  float64 // seconds, user and system
	peak float64 // megabytes, the most of any run
}

func (c *cost) add(b *testing.B, dir, name string, args ...string) {
	b.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) || cmd.ProcessState.ExitCode() != 0 {
		b.Fatalf("%s: %v\n%.2000s", name, err, out)
	}
	c.cpu += (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		c.peak = max(c.peak, float64(usage.Maxrss)/1024)
	}
}

// sites writes an architecture of n sites into a module of its own: each site
// has a load balancer, web servers, applications, a replicated database and a
// cache on two servers in two of three zones.
func sites(b *testing.B, n int) string {
	b.Helper()
	dir := b.TempDir()
	write := func(name, content string) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
			b.Fatal(err)
		}
	}
	write("cue.mod/module.cue", "module: \"example.com/sites@v0\"\nlanguage: version: \"v0.15.0\"\n")
	if err := fs.WalkDir(schema.Files(), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(schema.Files(), path)
		write(filepath.Join("cue.mod/pkg/github.com/loadpath/loadpath/schema", path), string(content))
		return err
	}); err != nil {
		b.Fatal(err)
	}
	var servers, services strings.Builder
	for i := range n {
		fmt.Fprintf(&servers, "\t\t\"s%d-1\": zone: \"z%d\"\n\t\t\"s%d-2\": zone: \"z%d\"\n", i, i%3, i, (i+1)%3)
		fmt.Fprint(&services, strings.ReplaceAll(site, "N", fmt.Sprint(i)))
	}
	write("architecture.cue", "package architecture\n\nimport \"github.com/loadpath/loadpath/schema\"\n\nschema.#Architecture & {\n\tname: \"sites\"\n\tservers: {\n"+
		servers.String()+"\t}\n\tservices: {\n"+services.String()+"\t}\n}\n")
	return dir
}

const site = `		"lbN": schema.#LoadBalancer & {
			software: "haproxy"
			on: ["sN-1"]
			listen: [{protocol: "http", port: 80, from: "internet"}]
			uses: "webN": {
				balance: {algorithm: "roundrobin", mode: "active-passive", active: ["sN-1"]}
				check: {path: "/healthz", reaches: ["appN"]}
			}
		}
		"webN": schema.#WebServer & {
			software: "nginx"
			on: ["sN-1", "sN-2"]
			static: "site"
			uses: "appN": targets: "same-server"
		}
		"appN": schema.#ApplicationServer & {
			on: ["sN-1", "sN-2"]
			build: "app"
			port:  8000
			uses: {"dbN": {reads: "replicas", writes: "primary"}, "cacheN": optional: true}
		}
		"dbN": schema.#Database & {
			software: "mysql"
			on: ["sN-1", "sN-2"]
			replication: {primary: "sN-1", mode: "async", failover: "manual"}
		}
		"cacheN": schema.#Cache & {software: "redis", on: ["sN-2"]}
`
