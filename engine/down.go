package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/filters"
	"github.com/docker/docker/api/types/image"
	"github.com/docker/docker/api/types/network"
	"github.com/docker/docker/api/types/volume"
)

// Removed is what Down took away.
type Removed struct {
	Containers, Networks, Volumes []string
	// Kept are the volumes that stay.
	Kept []string
	// Folders are those that the stack ran from.
	Folders []string
}

// Down stops and removes the containers and networks of an architecture, by
// their labels: neither the architecture nor the project's folder need be there.
// Volumes with a name, and the images that were built, stay unless they are to go
// too; then nothing is waited for.
func (e *Engine) Down(ctx context.Context, architecture string, volumes bool, progress *Progress) (*Removed, error) {
	defer progress.End()
	removed := &Removed{}
	all, err := e.containers(ctx, architecture)
	if err != nil {
		return removed, err
	}
	if err := e.removeContainers(ctx, all, volumes, progress); err != nil {
		return removed, err
	}
	for i := range all {
		removed.Containers = append(removed.Containers, all[i].shown())
		if folder := all[i].labels[labelFolder]; folder != "" && !slices.Contains(removed.Folders, folder) {
			removed.Folders = append(removed.Folders, folder)
		}
	}
	if removed.Networks, err = e.removeNetworks(ctx, architecture); err != nil {
		return removed, err
	}
	list, err := e.docker.VolumeList(ctx, volume.ListOptions{Filters: ours(architecture)})
	if err != nil {
		return removed, err
	}
	for _, v := range list.Volumes {
		if !volumes {
			removed.Kept = append(removed.Kept, v.Name)
			continue
		}
		if err := gone(e.docker.VolumeRemove(ctx, v.Name, false)); err != nil {
			return removed, err
		}
		removed.Volumes = append(removed.Volumes, v.Name)
	}
	slices.Sort(removed.Kept)
	slices.Sort(removed.Volumes)
	if volumes {
		return removed, e.removeBuilt(ctx, architecture)
	}
	return removed, nil
}

// removeBuilt takes away the names of the images that docker compose built for
// the project. What they have in common with others stays.
func (e *Engine) removeBuilt(ctx context.Context, architecture string) error {
	project := projectOf(architecture)
	all, err := e.docker.ImageList(ctx, image.ListOptions{Filters: filters.NewArgs(filters.Arg("label", labelProject+"="+project))})
	if err != nil {
		return err
	}
	for _, built := range all {
		for _, tag := range built.RepoTags {
			if !strings.HasPrefix(tag, project+"-") {
				continue
			}
			if _, err := e.docker.ImageRemove(ctx, tag, image.RemoveOptions{}); gone(err) != nil {
				return err
			}
		}
	}
	return nil
}

// removeContainers stops all at once, each with the time that it needs, and
// takes them away. Where the data go too, there is nothing to end in good order.
func (e *Engine) removeContainers(ctx context.Context, all []running, atOnce bool, progress *Progress) error {
	failed := make([]error, len(all))
	var done sync.WaitGroup
	for i := range all {
		done.Go(func() {
			r := &all[i]
			progress.Set(r.shown(), "stopping")
			if !atOnce {
				if r.state == "paused" { // it cannot end while it is frozen
					_ = e.docker.ContainerUnpause(ctx, r.id)
				}
				if err := gone(e.docker.ContainerStop(ctx, r.id, container.StopOptions{})); err != nil {
					failed[i] = fmt.Errorf("%s could not be stopped: %w", r.shown(), err)
					return
				}
			}
			if err := gone(e.docker.ContainerRemove(ctx, r.id, container.RemoveOptions{Force: true, RemoveVolumes: true})); err != nil {
				failed[i] = fmt.Errorf("%s could not be removed: %w", r.shown(), err)
				return
			}
			progress.Set(r.shown(), "removed")
		})
	}
	done.Wait()
	return errors.Join(failed...)
}

func (e *Engine) removeNetworks(ctx context.Context, architecture string) ([]string, error) {
	all, err := e.docker.NetworkList(ctx, network.ListOptions{Filters: ours(architecture)})
	if err != nil {
		return nil, err
	}
	var removed []string
	for _, n := range all {
		if err := gone(e.docker.NetworkRemove(ctx, n.ID)); err != nil {
			return removed, err
		}
		removed = append(removed, n.Name)
	}
	slices.Sort(removed)
	return removed, nil
}

// gone takes "it is not there" for what was wanted.
func gone(err error) error {
	if errdefs.IsNotFound(err) {
		return nil
	}
	return err
}
