package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/loadpath/loadpath/cmd/internal/cli"
)

var update = flag.Bool("update", false, "write the samples' golden files anew")

// TestSamples holds what every sample gives against the files in its testdata:
// the findings, the picture and the write-up, as the commands print them.
func TestSamples(t *testing.T) {
	architectures, err := filepath.Glob("../../samples/*/architecture.cue")
	if err != nil || len(architectures) < 5 {
		t.Fatalf("found %d samples, %v", len(architectures), err)
	}
	for _, file := range architectures {
		sample := filepath.Dir(file)
		t.Run(filepath.Base(sample), func(t *testing.T) {
			t.Chdir(sample)
			golden(t, "findings.txt", "validate", "--fail-on", "never", "--color", "never")
			golden(t, "architecture.svg", "render", "--format", "svg")
			golden(t, "report.md", "report", "--picture", "architecture.svg")
		})
	}
}

// golden runs a command and compares what it writes to stdout with a file.
func golden(t *testing.T, name string, args ...string) {
	t.Helper()
	got := runCommand(t, args...)
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); diff != "" {
		t.Errorf("loadpath %s: %s is stale (go test ./cmd/loadpath -update writes it anew):\n%s", strings.Join(args, " "), path, diff)
	}
}

// runCommand runs the program in this process, on a fixed day.
func runCommand(t *testing.T, args ...string) []byte {
	t.Helper()
	var out, errs bytes.Buffer
	streams := &cli.Streams{
		In: strings.NewReader(""), Out: &out, Err: &errs,
		Getenv: func(string) string { return "" },
		Now:    func() time.Time { return time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC) },
	}
	root := newRoot(streams)
	root.SetArgs(args)
	if code := cli.Run(root, streams); code != cli.Done {
		t.Fatalf("loadpath %s: exit code %d\n%s", strings.Join(args, " "), code, errs.String())
	}
	return out.Bytes()
}
