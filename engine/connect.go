package engine

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"github.com/docker/docker/client"
)

// Engine is a connection to a container engine.
type Engine struct{ docker *client.Client }

// Connect finds the container engine that the docker program uses: that of
// DOCKER_HOST, else that of its context. The error says how to get one.
func Connect(ctx context.Context) (*Engine, error) {
	if _, err := exec.LookPath("docker"); err != nil {
		return nil, fmt.Errorf("the program docker is not there: install Docker (https://docs.docker.com/get-started/get-docker/)")
	}
	options := []client.Opt{client.FromEnv, client.WithAPIVersionNegotiation()}
	if os.Getenv(client.EnvOverrideHost) == "" {
		if host := contextHost(ctx); host != "" {
			options = append(options, client.WithHost(host))
		}
	}
	docker, err := client.NewClientWithOpts(options...)
	if err != nil {
		return nil, fmt.Errorf("the container engine cannot be used: %w", err)
	}
	if _, err := docker.Ping(ctx); err != nil {
		_ = docker.Close()
		return nil, fmt.Errorf("no container engine answers at %s: start Docker, or set DOCKER_HOST to where it is (%w)", docker.DaemonHost(), err)
	}
	return &Engine{docker}, nil
}

// contextHost is where the docker program's current context has its engine;
// empty where that cannot be found out. One that is reached by SSH has no
// address that a client could use.
func contextHost(ctx context.Context) string {
	host := contextEndpoint(ctx)
	if strings.HasPrefix(host, "ssh:") {
		return ""
	}
	return host
}

// contextEndpoint is the engine of the docker program's current context, as the
// program says it.
func contextEndpoint(ctx context.Context) string {
	out, err := exec.CommandContext(ctx, "docker", "context", "inspect", "--format", "{{.Endpoints.docker.Host}}").Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

// Close ends the connection.
func (e *Engine) Close() error { return e.docker.Close() }
