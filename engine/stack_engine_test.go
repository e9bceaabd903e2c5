package engine

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/docker/docker/api/types/network"
	"github.com/docker/docker/api/types/volume"
)

// site talks to a stack as a user does.
type site struct {
	t   *testing.T
	url string
}

func siteOf(t *testing.T, s *Stack) site { return siteAt(t, s, 80) }

// siteAt is a stack as it is seen by the door of a port.
func siteAt(t *testing.T, s *Stack, number int) site {
	return site{t, fmt.Sprintf("http://127.0.0.1:%d", s.Choices.Ports[number])}
}

// write writes a note, which must be acknowledged.
func (s site) write(ctx context.Context, text string) {
	s.t.Helper()
	eventually(ctx, s.t, "the note "+text+" is acknowledged", func() bool {
		response, err := http.PostForm(s.url+"/notes", url.Values{"text": {text}})
		if err != nil {
			return false
		}
		defer response.Body.Close()
		return response.StatusCode == http.StatusCreated
	})
}

// shows waits until a note is read: replicas are behind.
func (s site) shows(ctx context.Context, text string) {
	s.t.Helper()
	eventually(ctx, s.t, "the note "+text+" is read", func() bool {
		response, err := http.Get(s.url + "/notes")
		if err != nil {
			return false
		}
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		return err == nil && strings.Contains(string(body), `"text":"`+text+`"`)
	})
}

func eventually(ctx context.Context, t *testing.T, what string, holds func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for !holds() {
		if !each(ctx, askAgain) {
			t.Fatalf("it does not become true that %s", what)
		}
	}
}

func up(t *testing.T, e *Engine, s *Stack) *Started {
	t.Helper()
	started, err := e.Up(t.Context(), s, quiet())
	if err != nil {
		t.Fatal(err)
	}
	return started
}

func ids(t *testing.T, e *Engine, s *Stack) []string {
	t.Helper()
	all, err := e.containers(t.Context(), s.Architecture.Name)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, r := range all {
		found = append(found, r.id)
	}
	return found
}

func kill(t *testing.T, e *Engine, s *Stack, service string) {
	t.Helper()
	all, err := e.containers(t.Context(), s.Architecture.Name)
	if err != nil {
		t.Fatal(err)
	}
	if err := e.halt(t.Context(), find(all, service).id); err != nil {
		t.Fatal(err)
	}
}

func status(t *testing.T, e *Engine, s *Stack) (*Status, string) {
	t.Helper()
	status, err := e.Status(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := status.WriteText(&text); err != nil {
		t.Fatal(err)
	}
	return status, text.String()
}

// asDrawn waits for it: what was just started is looked at by its own health
// check, and by the load balancer, some moments later.
func asDrawn(t *testing.T, e *Engine, s *Stack) {
	t.Helper()
	last := ""
	defer func() {
		if t.Failed() {
			t.Log(last)
		}
	}()
	eventually(t.Context(), t, "all is as drawn", func() bool {
		now, text := status(t, e, s)
		last = text
		return now.AsDrawn
	})
}

func promote(t *testing.T, e *Engine, s *Stack, name string) {
	t.Helper()
	if _, err := e.Promote(t.Context(), s, name, Promotion{}, quiet()); err != nil {
		t.Fatal(err)
	}
}

// TestStack runs the two-server sample through a life: start, start again, look,
// move the primary, lose it, come back, end.
func TestStack(t *testing.T) {
	e := connected(t)
	s := stackOf(t, e, sample(t, "two-server"), "two-server")
	started := up(t, e, s)
	for _, q := range started.Questions {
		if q.Unasked != "" {
			t.Errorf("flow %s is not asked: %s", q.Flow, q.Unasked)
		}
	}
	site := siteOf(t, s)
	site.write(t.Context(), "first")
	site.shows(t.Context(), "first")

	before := ids(t, e, s)
	if again := up(t, e, s); len(again.Wrote) > 0 {
		t.Errorf("the second up wrote %v", again.Wrote)
	}
	if after := ids(t, e, s); !slices.Equal(before, after) {
		t.Errorf("the second up changed containers: %v, then %v", before, after)
	}
	asDrawn(t, e, s)
	testLogs(t, e, s, started)
	testPromotion(t, e, s, site)
	testDown(t, e, s)
}

func testLogs(t *testing.T, e *Engine, s *Stack, started *Started) {
	var text bytes.Buffer
	if err := e.Logs(t.Context(), started.Project, LogOptions{Names: []string{"write"}}, &text); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"lb@lb-1 ", "app@server-1 ", "db@server-1 "} {
		if !strings.Contains(text.String(), "\n"+name) {
			t.Errorf("no line of %s among the logs of the flow write", name)
		}
	}
	if strings.Contains(text.String(), "\ninternet_door ") {
		t.Error("the door is not on the way of a flow")
	}
}

func testPromotion(t *testing.T, e *Engine, s *Stack, site site) {
	site.write(t.Context(), "acknowledged")
	promote(t, e, s, "db@server-2")
	site.shows(t.Context(), "acknowledged")
	site.write(t.Context(), "to the new primary")
	site.shows(t.Context(), "to the new primary")
	if now, text := status(t, e, s); now.AsDrawn || !strings.Contains(text, "drawn at db@server-1") {
		t.Errorf("the primary is elsewhere and status does not say so:\n%s", text)
	}
	if _, err := e.Promote(t.Context(), s, "db@server-2", Promotion{}, quiet()); err == nil || !strings.Contains(err.Error(), "already") {
		t.Errorf("promoting the primary: %v", err)
	}
	if started := up(t, e, s); len(started.Notes) != 1 {
		t.Errorf("up says nothing of the primary elsewhere: %q", started.Notes)
	}

	kill(t, e, s, "db.server-2")
	if _, err := e.Promote(t.Context(), s, "db@server-2", Promotion{}, quiet()); err == nil || !strings.Contains(err.Error(), "not up") {
		t.Errorf("promoting what is dead: %v", err)
	}
	promote(t, e, s, "db@server-1")
	site.write(t.Context(), "without the old primary")
	up(t, e, s)
	asDrawn(t, e, s)
	site.shows(t.Context(), "without the old primary")
}

// testDown: data stay until they are to go too, and then nothing is left.
func testDown(t *testing.T, e *Engine, s *Stack) {
	removed, err := e.Down(t.Context(), s.Architecture.Name, false, quiet())
	if err != nil {
		t.Fatal(err)
	}
	if len(removed.Containers) != 8 || len(removed.Kept) != 2 || len(removed.Volumes) != 0 {
		t.Errorf("down removed %+v", removed)
	}
	if _, err := e.Down(t.Context(), s.Architecture.Name, true, quiet()); err != nil {
		t.Fatal(err)
	}
	nothingLeft(t, e, s.Architecture.Name)
}

func nothingLeft(t *testing.T, e *Engine, name string) {
	t.Helper()
	all, err := e.containers(t.Context(), name)
	if err != nil || len(all) > 0 {
		t.Errorf("containers are left: %v %v", all, err)
	}
	networks, err := e.docker.NetworkList(t.Context(), network.ListOptions{Filters: ours(name)})
	if err != nil || len(networks) > 0 {
		t.Errorf("networks are left: %v %v", networks, err)
	}
	volumes, err := e.docker.VolumeList(t.Context(), volume.ListOptions{Filters: ours(name)})
	if err != nil || len(volumes.Volumes) > 0 {
		t.Errorf("volumes are left: %v %v", volumes.Volumes, err)
	}
}
