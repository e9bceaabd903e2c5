package engine

import (
	"fmt"
	"strings"
	"testing"
)

// TestPromotion moves the role of each database to its replica and back: with
// the old primary there, and without it.
func TestPromotion(t *testing.T) {
	requireStacks(t)
	e := connected(t)
	for _, d := range replicatedDatabases {
		t.Run(d.software, func(t *testing.T) {
			w := startWords(t, e, d)
			site := site{t, fmt.Sprintf("http://127.0.0.1:%d", w.s.Choices.Ports[8000])}
			w.roles("db-1")
			site.write(t.Context(), "before")
			ended := w.writing("db-1")
			if _, err := w.promote("db-2", Promotion{}); err != nil {
				t.Fatal(err)
			}
			all := ended()
			if len(all) < 3 {
				t.Fatalf("few words were written: %q", all)
			}
			w.roles("db-2")
			w.write("db-2", "second")
			all = append(all, "second")
			w.refuses("db-1")
			w.shows("db-2", all...)
			w.shows("db-1", all...)
			site.write(t.Context(), "after")
			site.shows(t.Context(), "before")
			site.shows(t.Context(), "after")

			w.kill("db-2")
			if _, err := w.promote("db-1", Promotion{}); err != nil {
				t.Fatal(err)
			}
			w.write("db-1", "third")
			site.write(t.Context(), "without")
			up(t, e, w.s)
			w.refuses("db-2")
			w.shows("db-2", append(all, "third")...)
			site.shows(t.Context(), "without")
			w.roles("db-1")
			asDrawn(t, e, w.s)
		})
	}
}

// TestLeftBehind: the primary writes alone and is lost; what it wrote is told,
// and not dropped, when it comes back.
func TestLeftBehind(t *testing.T) {
	requireStacks(t)
	e := connected(t)
	for _, d := range replicatedDatabases {
		t.Run(d.software, func(t *testing.T) {
			w := startWords(t, e, d)
			w.write("db-1", "both")
			w.shows("db-2", "both")
			w.kill("db-2")
			w.write("db-1", "alone")
			w.kill("db-1")
			w.start("db-2")
			notes, err := w.promote("db-2", Promotion{AcceptLoss: d.returns})
			if err != nil || !strings.Contains(strings.Join(notes, "\n"), "asynchronous") {
				t.Fatalf("promoting what lacks writes: %q %v", notes, err)
			}
			w.write("db-2", "new")

			started, err := e.Up(t.Context(), w.s, quiet())
			if d.returns {
				if err != nil || !strings.Contains(strings.Join(started.Notes, "\n"), "/data/kept-") {
					t.Fatalf("the old primary comes back: %v", err)
				}
				w.must("db-1", "grep -rq alone /data/kept-*")
			} else if err == nil || !strings.Contains(err.Error(), "never got") {
				t.Fatalf("the old primary comes back with what nobody has: %v", err)
			} else {
				w.forget("db-1")
				up(t, e, w.s)
			}
			w.shows("db-1", "both", "new")
			w.refuses("db-1")
			w.roles("db-2")
		})
	}
}
