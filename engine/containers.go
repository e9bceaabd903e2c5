package engine

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/filters"

	"github.com/loadpath/loadpath/compose"
)

// Labels that docker compose gives to what it makes.
const (
	labelProject = "com.docker.compose.project"
	labelService = "com.docker.compose.service"
	labelHash    = "com.docker.compose.config-hash"
	labelFolder  = "com.docker.compose.project.working_dir"
	labelOneOff  = "com.docker.compose.oneoff"
)

// running is one container that is there, whatever it does.
type running struct {
	id, service string
	labels      map[string]string
	image       string
	imageID     string
	state       string // as the engine says: created, running, paused, exited, dead
	health      string // healthy, unhealthy, starting, or empty
	status      string // as the engine words it: "Up 5 seconds (healthy)"
	ports       []int  // on the host
	network     string // its mode: "container:ID" where it has the network of another
	cutOff      bool   // it is to be on a network and is on none
}

// projectOf is the name of an architecture's project.
func projectOf(architecture string) string { return "loadpath-" + architecture }

// ours selects what belongs to the stack of an architecture: by our label and by
// that of docker compose, both.
func ours(architecture string) filters.Args {
	return filters.NewArgs(
		filters.Arg("label", compose.LabelArchitecture+"="+architecture),
		filters.Arg("label", labelProject+"="+projectOf(architecture)),
	)
}

// containers are those of an architecture, in the order of their names.
func (e *Engine) containers(ctx context.Context, architecture string) ([]running, error) {
	return e.list(ctx, ours(architecture))
}

func (e *Engine) list(ctx context.Context, which filters.Args) ([]running, error) {
	all, err := e.docker.ContainerList(ctx, container.ListOptions{All: true, Filters: which})
	if err != nil {
		return nil, err
	}
	var found []running
	for _, c := range all {
		r := running{
			id: c.ID, service: c.Labels[labelService], labels: c.Labels, image: c.Image, imageID: c.ImageID,
			state: string(c.State), health: healthIn(c.Status), status: c.Status,
			network: c.HostConfig.NetworkMode,
		}
		mode := container.NetworkMode(r.network)
		r.cutOff = mode.IsUserDefined() && c.NetworkSettings != nil && len(c.NetworkSettings.Networks) == 0
		if r.service == "" && len(c.Names) > 0 {
			r.service = strings.TrimPrefix(c.Names[0], "/")
		}
		for _, p := range c.Ports {
			if p.PublicPort != 0 && !slices.Contains(r.ports, int(p.PublicPort)) {
				r.ports = append(r.ports, int(p.PublicPort))
			}
		}
		found = append(found, r)
	}
	slices.SortFunc(found, func(a, b running) int { return strings.Compare(a.service+a.id, b.service+b.id) })
	return found, nil
}

// healthIn reads the health out of the engine's words.
func healthIn(status string) string {
	for sign, health := range map[string]string{"(healthy)": "healthy", "(unhealthy)": "unhealthy", "(health: starting)": "starting"} {
		if strings.Contains(status, sign) {
			return health
		}
	}
	return ""
}

// find is the container of a service of the project, or nil. What somebody ran
// beside it for once is none.
func find(all []running, service string) *running {
	for i := range all {
		if all[i].service == service && all[i].labels[labelOneOff] != "True" {
			return &all[i]
		}
	}
	return nil
}

// up tells whether processes run in it.
func (r *running) up() bool { return r != nil && r.state == "running" }

// halt kills a container and waits until nothing in it runs any more. One that
// has ended meanwhile is as good.
func (e *Engine) halt(ctx context.Context, id string) error {
	killed := e.docker.ContainerKill(ctx, id, "KILL")
	for {
		now, err := e.docker.ContainerInspect(ctx, id)
		switch {
		case err != nil:
			return gone(err)
		case !now.State.Running:
			return nil
		case killed != nil:
			return killed
		}
		if !each(ctx, look) {
			return ctx.Err()
		}
	}
}

// each waits for a while between looks, and tells whether to look again.
func each(ctx context.Context, pause time.Duration) bool {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
