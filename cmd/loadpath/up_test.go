package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/loadpath/loadpath/cmd/internal/cli"
	"github.com/loadpath/loadpath/engine"
)

// TestUpAndDown runs a sample by its commands, where there is an engine. With
// LOADPATH_REQUIRE=engine there has to be one.
func TestUpAndDown(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: no stack is started")
	}
	e, err := engine.Connect(t.Context())
	if err != nil {
		if strings.Contains(os.Getenv("LOADPATH_REQUIRE"), "engine") {
			t.Fatalf("an engine is required: %v", err)
		}
		t.Skipf("no stack is started: %v", err)
	}
	_ = e.Close()
	path, name, port := ownSample(t)
	t.Cleanup(func() { loadpath(t, cli.Done, "down", "--name", name, "--volumes") })

	out := loadpath(t, cli.Done, "up", path, "--port", fmt.Sprintf("80=%d", port))
	if want := fmt.Sprintf("http://127.0.0.1:%d/  for internet, to lb\n", port); out != want {
		t.Errorf("up printed %q, want %q", out, want)
	}
	if out := loadpath(t, cli.Done, "status", path); !strings.HasPrefix(out, name+": as drawn\n") {
		t.Errorf("status: %s", out)
	}
	if out := loadpath(t, cli.Done, "logs", path, "app@server-1"); !strings.Contains(out, "app@server-1 | ") {
		t.Errorf("logs: %s", out)
	}
	loadpath(t, cli.BadInput, "promote", path, "lb@lb-1")
	if out := loadpath(t, cli.Done, "promote", path, "db@server-2"); out != "db@server-2 is the primary\n" {
		t.Errorf("promote: %s", out)
	}
	loadpath(t, cli.Done, "down", path, "--volumes")
	var status engine.Status
	if err := json.Unmarshal([]byte(loadpath(t, cli.GateShut, "status", path, "--format", "json")), &status); err != nil || status.Containers[0].State != engine.Absent {
		t.Errorf("after down: %+v %v", status, err)
	}
}

// ownSample is the two-server sample in a folder, under a name and with a port
// that nobody else has.
func ownSample(t *testing.T) (path, name string, port int) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "sample")
	if err := os.CopyFS(path, os.DirFS("../../samples/two-server")); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port = listener.Addr().(*net.TCPAddr).Port
	_ = listener.Close()
	name = fmt.Sprintf("try-%d", port)
	file := filepath.Join(path, "architecture.cue")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, bytes.Replace(text, []byte(`"two-server"`), []byte(`"`+name+`"`), 1), 0o644); err != nil {
		t.Fatal(err)
	}
	return path, name, port
}

// loadpath runs a command, which must end with that exit code, and gives what it
// wrote to stdout.
func loadpath(t *testing.T, code int, args ...string) string {
	t.Helper()
	var out, talk bytes.Buffer
	s := &cli.Streams{In: strings.NewReader(""), Out: &out, Err: &talk, Getenv: func(string) string { return "" }, Now: time.Now}
	root := newRoot(s)
	root.SetArgs(args)
	if got := cli.Run(root, s); got != code {
		t.Errorf("loadpath %s: exit code %d, want %d\n%s%s", strings.Join(args, " "), got, code, out.String(), talk.String())
	}
	return out.String()
}
