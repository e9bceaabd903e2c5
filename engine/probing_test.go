package engine

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/loadpath/loadpath/engine/drill"
)

// board is a site that keeps what is written to it, as long as it is not told to
// fail or to forget.
type board struct {
	mu      sync.Mutex
	texts   []string
	failing bool
}

func (b *board) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	number := 0
	switch {
	case b.failing:
		w.WriteHeader(http.StatusServiceUnavailable)
	case r.Method == http.MethodPost:
		b.texts = append(b.texts, r.PostFormValue("text"))
		w.Header().Set("Location", fmt.Sprintf("https://www.example.com/notes/%d", len(b.texts)))
		w.WriteHeader(http.StatusCreated)
	case r.URL.Path == "/notes":
	default:
		if _, err := fmt.Sscanf(r.URL.Path, "/notes/%d", &number); err != nil || b.texts[number-1] == "" {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		fmt.Fprintf(w, `{"text":%q}`, b.texts[number-1])
	}
}

func (b *board) set(change func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	change()
}

// boardPlan asks a board as a drill would, often, as the test shall be short.
func boardPlan(url string) *drill.Plan {
	return &drill.Plan{Rate: 50, Flows: []drill.Flow{
		{Name: "read", Method: "GET", URL: url + "/notes"},
		{Name: "write", Method: "POST", URL: url + "/notes"},
		{Name: "other", Unprobed: "it has no path"},
	}}
}

// await waits until something holds of what was sent.
func await(t *testing.T, what string, holds func() bool) { eventually(t.Context(), t, what, holds) }

// TestProbing: flows that answer are calm, what fails is troubled, and what was
// written and is gone is found.
func TestProbing(t *testing.T) {
	b := &board{}
	server := httptest.NewServer(b)
	defer server.Close()
	p, err := startProbing(t.Context(), t.TempDir(), boardPlan(server.URL))
	if err != nil {
		t.Fatal(err)
	}
	defer p.end()
	began := time.Now()
	const span = 200 * time.Millisecond
	await(t, "all flows are calm", func() bool { return len(p.flows) == 2 && len(p.troubled(span)) == 0 })
	b.set(func() { b.failing = true })
	await(t, "both fail", func() bool {
		wrong := p.troubled(span)
		return strings.HasPrefix(wrong["read"], "503") && strings.HasPrefix(wrong["write"], "503")
	})
	b.set(func() { b.failing = false; b.texts[0] = "" })
	await(t, "all flows are calm again", func() bool { return len(p.troubled(span)) == 0 })

	until := time.Now()
	p.settle(t.Context(), until)
	seen := p.seen(p.flows[1], began, began, until)
	failed := slices.IndexFunc(seen.Requests, func(r drill.Request) bool { return r.Wrong != "" })
	if failed < 1 || seen.Acknowledged == 0 || seen.Acknowledged >= len(seen.Requests) {
		t.Errorf("of %d writes %d were acknowledged, and the first to fail is %d", len(seen.Requests), seen.Acknowledged, failed)
	}
	unread, lost := p.readBack(t.Context(), p.flows[1], began, until)
	if unread != 0 || len(lost) != 1 || !strings.HasSuffix(lost[0], "-write-0") {
		t.Errorf("%d are unread, lost are %v", unread, lost)
	}
}

// TestProbesStayHere: a drill asks at 127.0.0.1 and nowhere else, wherever an
// answer says that something is.
func TestProbesStayHere(t *testing.T) {
	for _, url := range []string{"http://192.0.2.1:8080", "http://localhost:8080", "http://127.0.0.1.example.com", "://"} {
		if p, err := startProbing(t.Context(), t.TempDir(), boardPlan(url)); err == nil {
			p.end()
			t.Errorf("%s is asked", url)
		}
	}
	p := &probing{client: probeClient(t.TempDir())}
	if _, err := p.do(context.Background(), http.MethodGet, "http://192.0.2.1:1/", ""); err == nil || !strings.Contains(err.Error(), "not on 127.0.0.1") {
		t.Errorf("elsewhere: %v", err)
	}
	for location, want := range map[string]string{
		"": "", "/notes/1": "http://127.0.0.1:8080/notes/1", "https://u:p@www.example.com/n?x=1": "http://127.0.0.1:8080/n?x=1", "://": "", "2": "http://127.0.0.1:8080/2",
	} {
		if got := p.readable("http://127.0.0.1:8080/notes", location); got != want {
			t.Errorf("%q is read at %q, want %q", location, got, want)
		}
	}
}

// TestBusy: what was sent late counts, and so do answers that are slow.
func TestBusy(t *testing.T) {
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	f := &probed{}
	for i := range 100 {
		r := probe{at: at.Add(time.Duration(i) * time.Second), answered: true, took: time.Duration(i) * time.Millisecond}
		if i%10 == 0 {
			r.late = lateAfter + 1
		}
		f.sent = append(f.sent, r)
	}
	p := &probing{every: time.Second, flows: []*probed{f}}
	end := at.Add(time.Hour)
	if late := p.late(at, end); late != 0.1 {
		t.Errorf("%v are late", late)
	}
	if slow := p.slow(at, end); slow != 95*time.Millisecond {
		t.Errorf("19 of 20 take %s", slow)
	}
	if late := p.late(end, end); late != 0 {
		t.Errorf("of none %v are late", late)
	}
}
