package engine

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"

	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/filters"

	"github.com/loadpath/loadpath/compose"
)

// oldestCompose is the first version of docker compose that is supported.
var oldestCompose = version{2, 24}

// Room on the disk, in bytes: for images and logs, and for the data of each
// container that has some.
const (
	roomForAll  = 1 << 30
	roomForData = 1 << 29
)

// Missing is what the machine lacks to run a stack, each with how to get it.
type Missing []string

// Error says all of it.
func (m Missing) Error() string { return strings.Join(m, "\n") }

// check looks for what the project needs before anything is touched.
func (e *Engine) check(ctx context.Context, s *Stack, p *compose.Project, there []running) error {
	var missing Missing
	for _, look := range []func(context.Context, *Stack, *compose.Project, []running) error{e.checkCompose, e.checkFolder, e.checkPorts, e.checkDisk} {
		err := look(ctx, s, p, there)
		var some Missing
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.As(err, &some):
			missing = append(missing, some...)
		case err != nil:
			missing = append(missing, err.Error())
		}
	}
	if len(missing) > 0 {
		return missing
	}
	return nil
}

func (e *Engine) checkCompose(ctx context.Context, _ *Stack, _ *compose.Project, _ []running) error {
	v, err := composeVersion(ctx)
	if err != nil {
		return err
	}
	if v.before(oldestCompose) {
		return fmt.Errorf("docker compose is version %s: install %s or later (https://docs.docker.com/compose/install/)", v, oldestCompose)
	}
	return nil
}

// checkFolder keeps two architectures of one name apart: their containers would
// bear the same names.
func (e *Engine) checkFolder(_ context.Context, s *Stack, _ *compose.Project, there []running) error {
	folder, err := canonical(s.Folder)
	if err != nil {
		return err
	}
	for _, c := range there {
		if other := c.labels[labelFolder]; other != "" && !sameFolder(other, folder) {
			return fmt.Errorf("an architecture named %s runs already, from %s: stop it with loadpath down --name %s, or give one of them another name", s.Architecture.Name, printable(other), s.Architecture.Name)
		}
	}
	return nil
}

// checkPorts looks whether the doors can have their ports, but for those that
// they have already.
func (e *Engine) checkPorts(ctx context.Context, _ *Stack, p *compose.Project, there []running) error {
	var missing Missing
	for _, door := range p.Doors {
		if held := find(there, door.Container); held.up() && slices.Contains(held.ports, door.HostPort) {
			continue
		}
		listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(door.HostPort)))
		if err == nil {
			_ = listener.Close()
			continue
		}
		missing = append(missing, fmt.Sprintf("port %d on 127.0.0.1 is taken%s: stop what has it, or choose another with --port %d=%d",
			door.HostPort, e.holder(ctx, door.HostPort), door.Port, freePort(door.HostPort)))
	}
	if len(missing) > 0 {
		return missing
	}
	return nil
}

// holder names the container that has a port, if it is one.
func (e *Engine) holder(ctx context.Context, port int) string {
	all, err := e.list(ctx, filters.NewArgs(filters.Arg("publish", strconv.Itoa(port))))
	if err != nil || len(all) == 0 {
		return ""
	}
	if name := all[0].labels[compose.LabelArchitecture]; name != "" {
		return " by the architecture " + printable(name)
	}
	return " by the container " + printable(all[0].service)
}

// freePort is one near a taken port that nobody has now, else any.
func freePort(taken int) int {
	for port := taken + 1000; port < 65536; port += 1000 {
		if listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port))); err == nil {
			_ = listener.Close()
			return port
		}
	}
	return taken + 1
}

// checkDisk looks for room where the engine keeps its data, if that is on this
// machine.
func (e *Engine) checkDisk(ctx context.Context, _ *Stack, p *compose.Project, there []running) error {
	if len(there) > 0 {
		return nil // it has been there before: its data have their room
	}
	info, err := e.docker.Info(ctx)
	if err != nil {
		return err
	}
	if free, known := freeBytes(info.DockerRootDir); known {
		return room(info.DockerRootDir, free, p)
	}
	return nil
}

// room tells whether so many free bytes are enough for a project.
func room(folder string, free uint64, p *compose.Project) error {
	need := uint64(roomForAll)
	for _, c := range p.Containers {
		need += uint64(len(c.Volumes)) * roomForData
	}
	if free >= need {
		return nil
	}
	return fmt.Errorf("%s has %.1f GB free and %.1f GB are needed: make room, for example with docker image prune", folder, float64(free)/(1<<30), float64(need)/(1<<30))
}

// fetch gets the images that are not there.
func (e *Engine) fetch(ctx context.Context, s *Stack, p *compose.Project, progress *Progress) error {
	var missing []string
	for _, c := range p.Containers {
		if c.Build != "" || slices.Contains(missing, c.Image) {
			continue
		}
		_, err := e.docker.ImageInspect(ctx, c.Image)
		switch {
		case errdefs.IsNotFound(err):
			missing = append(missing, c.Image)
		case err != nil:
			return err
		}
	}
	if len(missing) == 0 {
		return nil
	}
	progress.Say("fetching " + strings.Join(missing, ", "))
	if _, err := composed(ctx, s.Folder, "pull", "--policy", "missing", "--ignore-buildable"); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fmt.Errorf("images that are not there cannot be fetched (%s): check the network and the names, or load them with docker load\n%w", strings.Join(missing, ", "), err)
	}
	return nil
}
