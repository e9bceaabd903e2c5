package main

import (
	"context"
	"errors"
	"net"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestHealth(t *testing.T) {
	h := &health{checks: map[string]func(context.Context) error{
		"db.reads":  func(context.Context) error { return nil },
		"db.writes": func(context.Context) error { return errors.Join(errors.New("a: down"), errors.New("b: read-only")) },
	}}
	for name, test := range map[string]struct {
		names  []string
		status int
		body   string
	}{
		"the process": {nil, 200, "process: good\n"},
		"good":        {[]string{"db.reads"}, 200, "process: good\ndb.reads: good\n"},
		"one is bad":  {[]string{"db.reads", "db.writes"}, 503, "process: good\ndb.reads: good\ndb.writes: a: down; b: read-only\n"},
	} {
		t.Run(name, func(t *testing.T) {
			w := httptest.NewRecorder()
			h.handler(test.names)(w, httptest.NewRequest("GET", "/", nil))
			if w.Code != test.status || w.Body.String() != test.body {
				t.Errorf("%d %q, want %d %q", w.Code, w.Body, test.status, test.body)
			}
		})
	}
}

// A use that hangs costs every request the limit and no more, and is itself asked
// only once at a time.
func TestHealthOfWhatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked atomic.Int32
		h := &health{checks: map[string]func(context.Context) error{"db": func(context.Context) error {
			asked.Add(1)
			time.Sleep(10 * time.Second) // deaf to its context
			return nil
		}}}
		started := time.Now()
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() {
				w := httptest.NewRecorder()
				h.handler([]string{"db"})(w, httptest.NewRequest("GET", "/", nil))
				if w.Code != 503 {
					t.Errorf("status %d, want 503", w.Code)
				}
			})
		}
		all.Wait()
		if took := time.Since(started); took != checkLimit {
			t.Errorf("took %s, want %s", took, checkLimit)
		}
		if asked.Load() != 1 {
			t.Errorf("asked %d times, want once", asked.Load())
		}
		time.Sleep(10 * time.Second) // let the check end
	})
}

// Who takes connections is good, whatever becomes of them.
func TestConnects(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	u := use{reads: []target{{addr: "127.0.0.1:1"}, {addr: listener.Addr().String()}}, connect: time.Second}
	if err := u.connects(t.Context()); err != nil {
		t.Errorf("it listens: %v", err)
	}
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	if err := u.connects(t.Context()); err == nil {
		t.Error("nobody listens, and that is good")
	}
}
