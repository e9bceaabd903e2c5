package graphviz

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// start runs this test binary again, up to and including one layout, with a
// home and a folder for temporary files of its own.
func start(t *testing.T, home, tmp string) (stderr string) {
	t.Helper()
	command := exec.Command(os.Args[0], "-test.run=^TestJSON$|^TestTemporaryFolder$")
	for _, entry := range os.Environ() {
		switch name, _, _ := strings.Cut(entry, "="); name {
		case "HOME", "XDG_CACHE_HOME", "TMPDIR", "GODEBUG":
		default:
			command.Env = append(command.Env, entry)
		}
	}
	command.Env = append(command.Env, "HOME="+home, "TMPDIR="+tmp, "WANT_TMPDIR="+tmp, "GODEBUG=inittrace=1")
	var out, trace strings.Builder
	command.Stdout, command.Stderr = &out, &trace
	if err := command.Run(); err != nil {
		t.Fatalf("%v\n%s%s", err, out.String(), trace.String())
	}
	return trace.String()
}

// TestTemporaryFolder is also run in the processes that the other tests start.
func TestTemporaryFolder(t *testing.T) {
	if want := os.Getenv("WANT_TMPDIR"); want != "" && os.TempDir() != want {
		t.Errorf("the folder for temporary files is %s after the start, want %s as before", os.TempDir(), want)
	}
}

// TestGuard: starts are dear where the code has to be compiled, so one home
// serves for several questions.
func TestGuard(t *testing.T) {
	home := t.TempDir()
	trace := start(t, home, t.TempDir())
	guard := strings.Index(trace, "init github.com/loadpath/loadpath/render/internal/agvcache ")
	code := strings.Index(trace, "init github.com/goccy/go-graphviz/internal/wasm ")
	if guard < 0 || code < 0 || guard > code {
		t.Errorf("the guard is initialised at %d and Graphviz at %d of\n%s", guard, code, trace)
	}
	entry := cached(t, home)[0]
	whole, err := os.Stat(entry)
	if err != nil {
		t.Fatal(err)
	}

	// What others planted is neither run nor touched, and a damaged entry of
	// our own is written anew.
	relative, err := filepath.Rel(filepath.Join(home, ".cache", "loadpath", "graphviz"), entry)
	if err != nil {
		t.Fatal(err)
	}
	tmp := t.TempDir()
	planted := filepath.Join(tmp, relative)
	write(t, planted, "planted")
	if err := os.Truncate(entry, 1000); err != nil {
		t.Fatal(err)
	}
	start(t, home, tmp)
	start(t, home, tmp)
	if got, err := os.ReadFile(planted); err != nil || string(got) != "planted" {
		t.Errorf("what was planted is now %q, %v", got, err)
	}
	if again, err := os.Stat(entry); err != nil || again.Size() != whole.Size() {
		t.Errorf("the damaged entry was not written again: %v, %v", again, err)
	}
}

func TestFoldersThatCannotBeTrusted(t *testing.T) {
	shared := t.TempDir()
	folder := filepath.Join(shared, ".cache", "loadpath", "graphviz")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	linked := t.TempDir()
	if err := os.MkdirAll(filepath.Join(linked, ".cache"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(t.TempDir(), filepath.Join(linked, ".cache", "loadpath")); err != nil {
		t.Fatal(err)
	}
	for name, home := range map[string]string{"open to others": shared, "a link": linked, "not there": "/dev/null/home"} {
		t.Run(name, func(t *testing.T) {
			start(t, home, t.TempDir())
			if kept := find(t, home); len(kept) > 0 {
				t.Errorf("code is kept in %s", kept)
			}
		})
	}
}

// cached are the files of compiled code that a home holds; at least one.
func cached(t *testing.T, home string) []string {
	t.Helper()
	found := find(t, home)
	if len(found) == 0 {
		t.Fatal("no compiled code is kept")
	}
	return found
}

func find(t *testing.T, home string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(home, ".cache", "loadpath", "graphviz", "go-graphviz", "*", "*[0-9a-f]"))
	if err != nil {
		t.Fatal(err)
	}
	var code []string
	for _, file := range found {
		if !strings.HasSuffix(file, ".sha256") {
			code = append(code, file)
		}
	}
	return code
}

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}
