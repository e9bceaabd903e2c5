package engine

import (
	"strings"

	"github.com/loadpath/loadpath/compose"
)

// State is what a container of the stack does.
type State string

// The states.
const (
	Absent    State = "missing"
	Waiting   State = "waiting" // made, and not started yet
	Starting  State = "starting"
	Running   State = "running" // nothing says whether it is healthy
	Healthy   State = "healthy"
	Unhealthy State = "unhealthy"
	Paused    State = "paused"
	Done      State = "done" // what it was there for
	Dead      State = "dead"
)

// good tells whether nothing is left to wait for.
func (s State) good() bool { return s == Running || s == Healthy || s == Done }

// stateOf is what a container does, by what the engine says of it.
func stateOf(c *compose.Container, r *running) State {
	switch {
	case r == nil:
		return Absent
	case r.state == "created":
		return Waiting
	case r.state == "paused":
		return Paused
	case r.state == "restarting":
		return Starting
	case r.state != "running":
		if c.Role == compose.Setup && strings.HasPrefix(r.status, "Exited (0)") {
			return Done
		}
		return Dead
	case r.health == "starting":
		return Starting
	case r.health == "unhealthy":
		return Unhealthy
	case r.health == "healthy":
		return Healthy
	}
	return Running
}
