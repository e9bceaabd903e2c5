package engine

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/schema"
)

// connected is the container engine of this machine, or skips the test. With
// LOADPATH_REQUIRE=engine it has to be there.
func connected(t *testing.T) *Engine {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: no stack is started")
	}
	e, err := Connect(t.Context())
	switch {
	case err == nil:
		t.Cleanup(func() { _ = e.Close() })
		return e
	case strings.Contains(os.Getenv("LOADPATH_REQUIRE"), "engine"):
		t.Fatalf("an engine is required: %v", err)
	}
	t.Skipf("no stack is started: %v", err)
	return nil
}

// requireStacks skips a test that takes minutes, unless LOADPATH_REQUIRE says that
// all stacks have to be run.
func requireStacks(t *testing.T) {
	t.Helper()
	if !strings.Contains(os.Getenv("LOADPATH_REQUIRE"), "stacks") {
		t.Skip("it takes minutes: LOADPATH_REQUIRE=engine,stacks runs it")
	}
}

// sample is the architecture of a sample, under a name of its own.
func sample(t *testing.T, name string) *model.Architecture {
	t.Helper()
	document, err := schema.Load(filepath.Join("..", "samples", name), schema.Options{})
	if err != nil {
		t.Fatal(err)
	}
	random := make([]byte, 4)
	_, _ = rand.Read(random)
	document.Architecture.Name = "try-" + hex.EncodeToString(random)
	return document.Architecture
}

// stackOf is a stack in a folder of its own, that is taken away in the end. Its
// doors are on ports that are free.
func stackOf(t *testing.T, e *Engine, a *model.Architecture, from string) *Stack {
	t.Helper()
	home, err := filepath.Abs(filepath.Join("..", "samples", from))
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	way, err := filepath.Rel(folder, home)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if _, err := e.Down(ctx, a.Name, true, quiet()); err != nil {
			t.Error(err)
		}
	})
	return &Stack{
		Architecture: a, Folder: folder, Home: home, Now: time.Now(),
		Options: compose.Options{Folder: filepath.ToSlash(way)}, Choices: Choices{Ports: map[int]int{80: unusedPort(t), 8000: unusedPort(t)}},
	}
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

func quiet() *Progress { return NewProgress(discard{}, false, 0, 0) }

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }
