package engine

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"

	"github.com/loadpath/loadpath/model"
)

// little is an architecture of a web server in front of an image, that is quickly
// started.
func little(t *testing.T, image string, command ...string) *model.Architecture {
	t.Helper()
	name := sample(t, "two-server").Name
	a := &model.Architecture{
		Name:   name,
		Groups: []*model.Group{{Name: "server-1"}},
		Services: []*model.Service{
			{Name: "web", Kind: model.WebServer, Software: "nginx", On: []string{"server-1"}, Listen: []*model.Listener{{Protocol: "http", Port: 80, From: "internet"}}, Uses: []*model.Use{{Key: "app"}}},
			{Name: "app", Kind: model.ApplicationServer, On: []string{"server-1"}, Port: 8000, Image: image, Command: command},
		},
	}
	if problems := a.Resolve(); len(problems) > 0 {
		t.Fatal(problems)
	}
	return a
}

// fails brings a stack up, which must not work, and gives what is said of it.
func fails(ctx context.Context, t *testing.T, e *Engine, s *Stack) string {
	t.Helper()
	_, err := e.Up(ctx, s, quiet())
	if err == nil {
		t.Fatal("it is up")
	}
	return err.Error()
}

func says(t *testing.T, text string, all ...string) {
	t.Helper()
	for _, part := range all {
		if !strings.Contains(text, part) {
			t.Errorf("it does not say %q:\n%s", part, text)
		}
	}
}

// ends takes a stack away that did not come up.
func ends(t *testing.T, e *Engine, s *Stack) {
	t.Helper()
	if _, err := e.Down(t.Context(), s.Architecture.Name, true, quiet()); err != nil {
		t.Fatal(err)
	}
	nothingLeft(t, e, s.Architecture.Name)
}

// TestPortTaken: nothing is begun, and another port is named that is free.
func TestPortTaken(t *testing.T) {
	e := connected(t)
	s := stackOf(t, e, little(t, "busybox:1.38"), "two-server")
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	taken := listener.Addr().(*net.TCPAddr).Port
	s.Choices.Ports[80] = taken
	_, err = e.Up(t.Context(), s, quiet())
	var missing Missing
	if !errors.As(err, &missing) {
		t.Fatalf("%v", err)
	}
	says(t, err.Error(), fmt.Sprintf("port %d on 127.0.0.1 is taken: stop what has it, or choose another with --port 80=", taken))
	nothingLeft(t, e, s.Architecture.Name)
}

// TestImageMissing: an image that no registry has is named, and nothing is begun.
func TestImageMissing(t *testing.T) {
	e := connected(t)
	s := stackOf(t, e, little(t, "registry.invalid/nobody/nothing:1"), "two-server")
	says(t, fails(t.Context(), t, e, s), "images that are not there cannot be fetched (registry.invalid/nobody/nothing:1)", "docker load")
	nothingLeft(t, e, s.Architecture.Name)
}

// TestContainerDies: an instance that ends at its start is named, with what it
// said last, and down takes away what was begun.
func TestContainerDies(t *testing.T) {
	e := connected(t)
	s := stackOf(t, e, little(t, "busybox:1.38", "sh", "-c", "echo I cannot go on >&2; exit 3"), "two-server")
	says(t, fails(t.Context(), t, e, s), "app@server-1 (Exited (3)", "  I cannot go on", "loadpath down takes")
	ends(t, e, s)
}

// TestInterrupted: whoever stops it on its way is told what runs, and down takes
// that away.
func TestInterrupted(t *testing.T) {
	e := connected(t)
	s := stackOf(t, e, little(t, "busybox:1.38", "sleep", "1000"), "two-server")
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	said := make(chan string, 1)
	go func() {
		_, err := e.Up(ctx, s, quiet())
		said <- fmt.Sprint(err)
	}()
	eventually(t.Context(), t, "the web server runs", func() bool {
		all, err := e.containers(t.Context(), s.Architecture.Name)
		if err != nil {
			t.Fatal(err)
		}
		return find(all, "web.server-1").up()
	})
	stop()
	says(t, <-said, "stopped on request", "running: app@server-1, ", "web@server-1", "loadpath down takes all of it away")
	ends(t, e, s)
}
