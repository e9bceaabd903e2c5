package engine

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"os"

	"github.com/docker/docker/api/types/volume"
	"github.com/docker/docker/client"
)

// Where is the address of the container engine, and whether that is on this
// machine.
func (e *Engine) Where(ctx context.Context) (address string, local bool) {
	address = e.docker.DaemonHost()
	if os.Getenv(client.EnvOverrideHost) == "" {
		if context := contextEndpoint(ctx); context != "" {
			address = context
		}
	}
	return address, localAddress(address)
}

// localAddress tells whether an engine's address is a socket or a loopback one.
func localAddress(address string) bool {
	at, err := url.Parse(address)
	if err != nil {
		return false
	}
	switch at.Scheme {
	case "unix", "npipe", "fd":
		return true
	case "tcp", "http", "https":
		ip, err := netip.ParseAddr(at.Hostname())
		return at.Hostname() == "localhost" || err == nil && ip.IsLoopback()
	}
	return false
}

// Traces are what is there of an architecture before something is done.
type Traces struct{ Containers, Data bool }

// Traces looks for containers and data of an architecture.
func (e *Engine) Traces(ctx context.Context, architecture string) (Traces, error) {
	all, err := e.containers(ctx, architecture)
	if err != nil {
		return Traces{}, err
	}
	list, err := e.docker.VolumeList(ctx, volume.ListOptions{Filters: ours(architecture)})
	return Traces{len(all) > 0, len(list.Volumes) > 0}, err
}

// errNotUp is that nothing of a stack runs.
var errNotUp = errors.New("the stack is not up: loadpath up starts it, or --up for the time of the drill")

// mine tells whether what runs under an architecture's name was started from
// this folder.
func (e *Engine) mine(ctx context.Context, s *Stack) error {
	there, err := e.containers(ctx, s.Architecture.Name)
	switch {
	case err != nil:
		return err
	case len(there) == 0:
		return errNotUp
	}
	return e.checkFolder(ctx, s, nil, there)
}

// fit tells whether a stack can be drilled: it is ours, it is up, and it is what
// the architecture says.
func (e *Engine) fit(ctx context.Context, s *Stack) error {
	if err := e.mine(ctx, s); err != nil {
		return err
	}
	status, err := e.Status(ctx, s)
	if err != nil {
		return err
	}
	if status.Outdated {
		return errors.New("the architecture has changed since the stack was started: loadpath up brings it up to date")
	}
	for _, c := range status.Containers {
		if !c.State.good() && c.State != Starting && c.State != Unhealthy {
			return fmt.Errorf("%s is %s: loadpath up starts it", c.Name, c.State)
		}
	}
	for _, database := range status.Databases {
		for _, m := range database.Members {
			if m.Role == "primary" && database.Drawn != "" && m.Instance != database.Drawn {
				return fmt.Errorf("%s is the primary, and the architecture draws it at %s: loadpath promote %s moves it", m.Instance, database.Drawn, database.Drawn)
			}
		}
	}
	return nil
}
