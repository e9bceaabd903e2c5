package engine

import (
	"context"

	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/engine/drill"
)

// errNoSilence is that a single connection cannot be cut.
const errNoSilence = Refused("a single connection cannot be cut here")

// silenced are the two ends of a connection, each with the addresses of the
// other.
func (e *Engine) silenced(context.Context, *compose.Project, drill.Break) ([]drill.Broken, error) {
	return nil, errNoSilence
}

// silence lets nothing pass between a container and its peers.
func (e *Engine) silence(context.Context, drill.Broken) error { return errNoSilence }

// unsilence takes that back.
func (e *Engine) unsilence(context.Context, drill.Broken) error { return errNoSilence }
