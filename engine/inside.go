package engine

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types"
	"github.com/docker/docker/api/types/build"
	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/pkg/stdcopy"

	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/engine/prober"
)

// roleProber is the role of a container that asks from within another's network.
// It is none of the project's, and is there for moments only.
const roleProber = "prober"

// inside is a prober in the network of a container.
type inside struct {
	engine  *Engine
	id      string
	ends    types.HijackedResponse
	answers *json.Decoder
	mutex   sync.Mutex // one order at a time
}

// enter starts a prober in the network of a container of ours. Only a prober
// that cuts connections is given the right to change that network. The prober
// ends with leave.
func (e *Engine) enter(ctx context.Context, id string, cuts bool) (*inside, error) {
	if err := e.proberImage(ctx); err != nil {
		return nil, err
	}
	beside, err := e.docker.ContainerInspect(ctx, id)
	if err != nil {
		return nil, err
	}
	host := &container.HostConfig{
		NetworkMode: container.NetworkMode("container:" + id), CapDrop: []string{"ALL"}, ReadonlyRootfs: true,
		SecurityOpt: []string{"no-new-privileges:true"},
	}
	if cuts {
		host.CapAdd = []string{"NET_ADMIN"}
	}
	labels := map[string]string{compose.LabelRole: roleProber, labelOneOff: "True"}
	for _, name := range []string{compose.LabelArchitecture, labelProject} {
		labels[name] = beside.Config.Labels[name]
	}
	made, err := e.docker.ContainerCreate(ctx, &container.Config{
		Image: prober.Image(), Labels: labels, OpenStdin: true, StdinOnce: true, AttachStdin: true, AttachStdout: true, AttachStderr: true,
	}, host, nil, nil, "")
	if err != nil {
		return nil, err
	}
	in := &inside{engine: e, id: made.ID}
	if err := in.start(ctx); err != nil {
		in.leave()
		return nil, because(ctx, err)
	}
	return in, nil
}

func (in *inside) start(ctx context.Context) error {
	var err error
	in.ends, err = in.engine.docker.ContainerAttach(ctx, in.id, container.AttachOptions{Stream: true, Stdin: true, Stdout: true, Stderr: true})
	if err != nil {
		return err
	}
	read, write := io.Pipe()
	go func() {
		var talk bytes.Buffer
		_, err := stdcopy.StdCopy(write, &talk, in.ends.Reader)
		if said := strings.TrimSpace(talk.String()); said != "" {
			err = fmt.Errorf("the prober says: %s", printable(said))
		}
		_ = write.CloseWithError(err)
	}()
	in.answers = json.NewDecoder(read)
	return in.engine.docker.ContainerStart(ctx, in.id, container.StartOptions{})
}

// ask gives an order and waits for its answer.
func (in *inside) ask(ctx context.Context, order prober.Order) (prober.Answer, error) {
	in.mutex.Lock()
	defer in.mutex.Unlock()
	defer context.AfterFunc(ctx, in.ends.Close)()
	var answer prober.Answer
	if err := json.NewEncoder(in.ends.Conn).Encode(order); err != nil {
		return answer, because(ctx, err)
	}
	if err := in.answers.Decode(&answer); err != nil {
		return answer, because(ctx, err)
	}
	if answer.Error != "" {
		return answer, fmt.Errorf("%s", printable(answer.Error))
	}
	return answer, nil
}

// leave takes the prober away, even when there is no time any more.
func (in *inside) leave() {
	if in.ends.Conn != nil {
		in.ends.Close()
	}
	ctx, cancel := context.WithTimeout(context.Background(), askAtMost)
	defer cancel()
	// What is left of one that cannot be removed goes with the stack: it bears
	// its labels.
	_ = in.engine.docker.ContainerRemove(ctx, in.id, container.RemoveOptions{Force: true, RemoveVolumes: true})
}

// from asks one thing from within the network of a container.
func (e *Engine) from(ctx context.Context, id string, order prober.Order) (prober.Answer, error) {
	in, err := e.enter(ctx, id, order.Silence != nil || order.Unsilence != nil)
	if err != nil {
		return prober.Answer{}, err
	}
	defer in.leave()
	return in.ask(ctx, order)
}

// proberImage builds the prober where it is not there yet.
func (e *Engine) proberImage(ctx context.Context) error {
	_, err := e.docker.ImageInspect(ctx, prober.Image())
	if !errdefs.IsNotFound(err) {
		return err
	}
	var source bytes.Buffer
	if err := prober.Context(&source); err != nil {
		return err
	}
	response, err := e.docker.ImageBuild(ctx, &source, build.ImageBuildOptions{
		Tags: []string{prober.Image()}, Dockerfile: prober.Dockerfile, Remove: true, ForceRemove: true, NetworkMode: "none",
		Labels: map[string]string{compose.LabelRole: roleProber},
	})
	if err != nil {
		return fmt.Errorf("the prober cannot be built: %w", err)
	}
	defer response.Body.Close()
	return buildFailed(response.Body)
}

// buildFailed reads what a build says, and is the error in it, if there is one,
// with the last of the words before it.
func buildFailed(said io.Reader) error {
	messages := json.NewDecoder(said)
	var words strings.Builder
	for {
		var message struct{ Stream, Error string }
		switch err := messages.Decode(&message); {
		case err == io.EOF:
			return nil
		case err != nil:
			return fmt.Errorf("the prober cannot be built: %w", err)
		case message.Error != "":
			return fmt.Errorf("the prober cannot be built: %s: %s", printable(message.Error), lastWords(words.String()))
		}
		if !strings.Contains(message.Stream, "--->") { // the builder's own steps
			words.WriteString(message.Stream)
		}
	}
}

// soon is how long a connection may take within one machine: an address without
// a host is known after three seconds.
const soon = 2 * time.Second
