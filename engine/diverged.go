package engine

import (
	"context"
	"fmt"

	"github.com/docker/docker/api/types/container"

	"github.com/loadpath/loadpath/compose"
)

// Diverged is that a member of a database has writes that its primary never
// got. It was stopped.
type Diverged struct {
	Instance, Primary string
	// Errant are the writes, in the database's words.
	Errant    string
	container string
	project   string
}

// Error says what to do.
func (d *Diverged) Error() string {
	return fmt.Sprintf("%s has writes that %s never got (%s) and was stopped: nobody else has them. Save what you need of its volume, remove the volume (docker volume rm %s_%s_data, after docker rm of the container), then loadpath up makes it anew",
		d.Instance, d.Primary, printable(d.Errant), d.project, d.container)
}

// discard takes away a member with its data: the next Up makes it anew from the
// primary.
func (e *Engine) discard(ctx context.Context, p *compose.Project, member string) error {
	c := containerOf(p, member)
	there, err := e.containers(ctx, p.Architecture.Name)
	if err != nil {
		return err
	}
	if r := find(there, c.Name); r != nil {
		if err := gone(e.docker.ContainerRemove(ctx, r.id, container.RemoveOptions{Force: true, RemoveVolumes: true})); err != nil {
			return err
		}
	}
	for _, v := range c.Volumes {
		if err := gone(e.docker.VolumeRemove(ctx, p.Name+"_"+v.Name, false)); err != nil {
			return err
		}
	}
	return nil
}
