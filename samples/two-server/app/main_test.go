package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// A request that has begun is answered, although we are told to stop.
func TestServeEndsWhatItHasBegun(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	begun, release := make(chan struct{}), make(chan struct{})
	handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(begun)
		<-release
		fmt.Fprint(w, "done")
	})
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, config{}, []net.Listener{listener}, handler) }()

	answered := make(chan error, 1)
	go func() {
		response, err := http.Get("http://" + listener.Addr().String())
		if err == nil {
			err = response.Body.Close()
		}
		answered <- err
	}()
	<-begun
	stop()
	for stopping := false; !stopping; { // until nobody new is let in
		conn, err := net.Dial("tcp", listener.Addr().String())
		if stopping = err != nil; !stopping {
			_ = conn.Close()
		}
	}
	select {
	case err := <-ended:
		t.Fatalf("it ended with a request in flight: %v", err)
	default:
	}
	close(release)
	if err := <-answered; err != nil {
		t.Errorf("the request in flight: %v", err)
	}
	if err := <-ended; err != nil {
		t.Errorf("serve: %v", err)
	}
}

func TestCheckAsksTheInstanceItself(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/healthz" {
			w.WriteHeader(503)
			fmt.Fprint(w, "db.reads: down")
		}
	}))
	defer server.Close()
	c := config{listen: []string{server.Listener.Addr().String()}, certFile: "set"}
	if err := check(c, "/healthz"); err != nil {
		t.Error(err)
	}
	if err := check(c, "/deep"); err == nil || !strings.Contains(err.Error(), "db.reads: down") {
		t.Errorf("error %v, want what the check said", err)
	}
}

func TestRunRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		args    []string
		environ []string
		want    string
	}{
		"an argument":            {[]string{"start"}, nil, "usage"},
		"a worker without queue": {nil, []string{"MODE=worker"}, "no queue is used"},
		"a bad environment":      {nil, []string{"MODE=x"}, "write server or worker"},
		"a bad address":          {nil, []string{"LISTEN=nowhere"}, "nowhere"},
		"an authority that is not there": {nil, []string{"CA_FILE=/nowhere", "DB_URL=mysql://a/b?tls=verify"},
			"CA_FILE"},
	} {
		t.Run(name, func(t *testing.T) {
			if err := run(test.args, test.environ); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one with %q", err, test.want)
			}
		})
	}
}
