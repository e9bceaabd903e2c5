package engine

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/pkg/stdcopy"

	"github.com/loadpath/loadpath/compose"
)

// lastLines is how much of a log an error shows.
const lastLines = "12"

// explained adds to an error the last lines of the logs of the containers that
// are dead or sick.
func (e *Engine) explained(ctx context.Context, p *compose.Project, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	all, listed := e.containers(ctx, p.Architecture.Name)
	if listed != nil {
		return err
	}
	var text strings.Builder
	for _, c := range p.Containers {
		r := find(all, c.Name)
		if state := stateOf(c, r); state == Dead || state == Unhealthy {
			fmt.Fprintf(&text, "\n%s (%s), its last lines:\n%s", displayed(c), printable(r.status), e.tail(ctx, r.id))
		}
	}
	if text.Len() == 0 {
		return err
	}
	return fmt.Errorf("%w%s", err, strings.TrimRight(text.String(), "\n"))
}

// tail is the end of a container's log, indented.
func (e *Engine) tail(ctx context.Context, id string) string {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	stream, err := e.docker.ContainerLogs(ctx, id, container.LogsOptions{ShowStdout: true, ShowStderr: true, Tail: lastLines})
	if err != nil {
		return "  (its log cannot be read: " + printable(err.Error()) + ")\n"
	}
	defer stream.Close()
	var text bytes.Buffer
	if _, err := stdcopy.StdCopy(&text, &text, stream); err != nil {
		return "  (its log cannot be read: " + printable(err.Error()) + ")\n"
	}
	var b strings.Builder
	for line := range strings.Lines(text.String()) {
		fmt.Fprintf(&b, "  %s\n", printable(strings.TrimRight(line, "\r\n")))
	}
	return b.String()
}
