package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"golang.org/x/sync/singleflight"
)

// checkLimit is how long a check may take.
const checkLimit = time.Second

// A health answers checks of several depths: each path names what must be good.
// However many ask at once, each thing is checked once at a time.
type health struct {
	checks  map[string]func(context.Context) error
	running singleflight.Group
}

// handler answers 200 when all that is named is good now, else 503.
func (h *health) handler(names []string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), checkLimit)
		defer cancel()
		results := make([]<-chan singleflight.Result, len(names))
		for i, name := range names {
			results[i] = h.check(name)
		}
		status, body := http.StatusOK, "process: good\n"
		for i, name := range names {
			said := "good"
			if err := wantGood(ctx, results[i]); err != nil {
				status, said = http.StatusServiceUnavailable, err.Error()
			}
			body += fmt.Sprintf("%s: %s\n", name, strings.ReplaceAll(said, "\n", "; "))
		}
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

// check starts a check, or joins the one that runs. The check is nobody's
// request: it ends by its own limit.
func (h *health) check(name string) <-chan singleflight.Result {
	return h.running.DoChan(name, func() (any, error) {
		ctx, cancel := context.WithTimeout(context.Background(), checkLimit)
		defer cancel()
		return nil, h.checks[name](ctx)
	})
}

// connects tells whether each way has a target that takes connections. Of who hands
// them on, it does not ask what lies behind.
func (u use) connects(ctx context.Context) error {
	for _, way := range [][]target{u.reads, u.writes} {
		var failed []error
		for _, t := range way {
			conn, err := (&net.Dialer{Timeout: u.connect}).DialContext(ctx, "tcp", t.addr)
			if err == nil {
				_ = conn.Close()
				failed = nil
				break
			}
			failed = append(failed, err)
		}
		if err := errors.Join(failed...); err != nil {
			return err
		}
	}
	return nil
}

func wantGood(ctx context.Context, result <-chan singleflight.Result) error {
	select {
	case r := <-result:
		return r.Err
	case <-ctx.Done():
		return fmt.Errorf("no answer within %s", checkLimit)
	}
}
