package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
)

// A service is another one that is called over HTTP.
type service struct {
	targets  *choice[caller]
	optional bool
}

// A caller calls one target of a service.
type caller struct {
	client *http.Client
	url    string
}

// An answer is what a service said.
type answer struct {
	Target   string `json:"target"`
	Status   int    `json:"status"`
	ServedBy string `json:"served_by,omitempty"`
}

func openService(u use, caFile string) (*service, error) {
	targets := u.reads
	if len(targets) == 0 {
		targets = u.writes
	}
	choice, err := newChoice(u, targets, func(t target) (caller, error) {
		secure, err := clientTLS(t, caFile)
		if err != nil {
			return caller{}, err
		}
		transport := &http.Transport{
			DialContext:         (&net.Dialer{Timeout: u.connect}).DialContext,
			TLSClientConfig:     secure,
			TLSHandshakeTimeout: u.connect,
			MaxIdleConnsPerHost: idle,
		}
		return caller{client: &http.Client{Transport: transport, Timeout: u.connect + u.response}, url: t.url}, nil
	})
	return &service{targets: choice, optional: u.optional}, err
}

// call asks the service once. An answer from 500 on is a failure; calling is
// taken to change nothing, so that another target may be called.
func (s *service) call(ctx context.Context) (a answer, err error) {
	err = s.targets.try(ctx, func(ctx context.Context, name string, c caller) error {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, c.url, nil)
		if err != nil {
			return err
		}
		response, err := c.client.Do(request)
		if err != nil {
			return untouched{err}
		}
		defer response.Body.Close()
		_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, 1<<20))
		a = answer{Target: name, Status: response.StatusCode, ServedBy: response.Header.Get("X-Served-By")}
		if a.Status >= 500 {
			return untouched{fmt.Errorf("it answered %s", response.Status)}
		}
		return nil
	})
	return a, err
}
