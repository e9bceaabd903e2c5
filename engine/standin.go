package engine

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/network"

	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/engine/drill"
)

// A process that crashes leaves a server that refuses connections. A container
// that is killed leaves nothing at its address, and whoever connects waits for an
// answer as if the server were gone. So where an instance crashes and its server
// does not, something stands in for the server: it has the address, and nothing
// listens there.

// standIn is the role of such a container.
const standIn = "stand-in"

// addressFree is how long a killed container may take to give its address up.
const addressFree = 3 * time.Second

// crashesAlone are the containers of instances that crash and whose server does
// not, by the name of their project's container. What has the network of another
// needs nobody to stand in for it.
func crashesAlone(p *compose.Project, t drill.Trial) map[string]bool {
	alone := make(map[string]bool)
	for _, b := range t.Breaks {
		all := hit(p, b)
		if b.Kind == "crash" && !b.Connection && len(all) == 1 && all[0].Shares == "" && all[0].Server != nil && all[0].Server.Name != b.What {
			alone[all[0].Name] = true
		}
	}
	for _, b := range t.Breaks { // of a pair, the other may be the server
		for _, c := range hit(p, b) {
			if c.Role == compose.Instance && c.Instance.Name() != b.What {
				delete(alone, c.Name)
			}
		}
	}
	return alone
}

// replace makes a container that can stand in for another, on its networks and
// with its addresses, and does not start it yet.
func (e *Engine) replace(ctx context.Context, p *compose.Project, b drill.Broken) (id string, err error) {
	gate := slices.IndexFunc(p.Containers, func(c *compose.Container) bool { return c.Role == compose.Gate })
	if gate < 0 {
		return "", fmt.Errorf("%s: no door leads into the stack", b.Container)
	}
	at, err := e.networksOf(ctx, b.ID)
	if err != nil || len(at) == 0 {
		return "", err
	}
	name := b.Container + "_" + standIn
	made, err := e.docker.ContainerCreate(ctx, &container.Config{
		Image: p.Containers[gate].Image, Entrypoint: []string{"sleep", "infinity"}, StopSignal: "SIGKILL",
		Labels: map[string]string{
			compose.LabelArchitecture: p.Architecture.Name, compose.LabelRole: standIn,
			labelProject: p.Name, labelService: name, labelOneOff: "True",
		},
	}, &container.HostConfig{NetworkMode: container.NetworkMode(at[0].Name), CapDrop: []string{"ALL"}, ReadonlyRootfs: true},
		&network.NetworkingConfig{EndpointsConfig: map[string]*network.EndpointSettings{at[0].Name: endpoint(at[0])}}, nil, p.Name+"-"+name)
	if err != nil {
		return "", err
	}
	for _, n := range at[1:] {
		if err := e.docker.NetworkConnect(ctx, n.Name, made.ID, endpoint(n)); err != nil {
			return made.ID, err
		}
	}
	return made.ID, nil
}

// endpoint is a place on a network with the same address and names.
func endpoint(n drill.Network) *network.EndpointSettings {
	at := &network.EndpointSettings{Aliases: n.Aliases}
	if n.Address != "" {
		at.IPAMConfig = &network.EndpointIPAMConfig{IPv4Address: n.Address}
	}
	return at
}

// standUp starts what stands in, as soon as the address is free.
func (e *Engine) standUp(ctx context.Context, id string) error {
	ctx, cancel := context.WithTimeout(ctx, addressFree)
	defer cancel()
	for {
		err := e.docker.ContainerStart(ctx, id, container.StartOptions{})
		if err == nil || !each(ctx, 50*time.Millisecond) {
			return err
		}
	}
}

// standDown takes away whatever stands in for something.
func (e *Engine) standDown(ctx context.Context, architecture string) error {
	there, err := e.containers(ctx, architecture)
	if err != nil {
		return err
	}
	for _, r := range there {
		if r.labels[compose.LabelRole] != standIn {
			continue
		}
		if err := gone(e.docker.ContainerRemove(ctx, r.id, container.RemoveOptions{Force: true})); err != nil {
			return err
		}
	}
	return nil
}
