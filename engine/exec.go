package engine

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/pkg/stdcopy"
)

// exec runs a command in a container, with a text as its input, and gives what
// it printed. The error has what it said on stderr.
func (e *Engine) exec(ctx context.Context, id, input string, command ...string) (string, error) {
	made, err := e.docker.ContainerExecCreate(ctx, id, container.ExecOptions{Cmd: command, AttachStdin: true, AttachStdout: true, AttachStderr: true})
	if err != nil {
		return "", err
	}
	connection, err := e.docker.ContainerExecAttach(ctx, made.ID, container.ExecAttachOptions{})
	if err != nil {
		return "", err
	}
	defer connection.Close()
	defer context.AfterFunc(ctx, connection.Close)() // a container that hangs answers nothing
	if _, err := connection.Conn.Write([]byte(input)); err != nil {
		return "", because(ctx, err)
	}
	if err := connection.CloseWrite(); err != nil {
		return "", because(ctx, err)
	}
	var out, talk bytes.Buffer
	if _, err := stdcopy.StdCopy(&out, &talk, connection.Reader); err != nil || ctx.Err() != nil {
		return "", because(ctx, err)
	}
	ended, err := e.docker.ContainerExecInspect(ctx, made.ID)
	if err != nil {
		return "", err
	}
	if ended.ExitCode != 0 {
		return "", fmt.Errorf("%s", printable(strings.TrimSpace(talk.String())))
	}
	return out.String(), nil
}

// because is why something ended: that time was up or somebody had enough of it,
// before what followed from that.
func because(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}
