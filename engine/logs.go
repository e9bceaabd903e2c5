package engine

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/pkg/stdcopy"

	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/source"
)

// LogOptions are which lines of the logs are wanted.
type LogOptions struct {
	// Follow: go on with what is written from now on.
	Follow bool
	// Since is a time, or a span before now such as 10m; empty: from the start.
	Since string
	// Names are services, servers, instances, flows or containers; none: all.
	Names []string
}

// Logs writes the lines of the containers' logs, each with who wrote it: in the
// order of their times, or, where they are followed, as they come. The error
// names a name that is none.
func (e *Engine) Logs(ctx context.Context, p *compose.Project, o LogOptions, w io.Writer) error {
	wanted, err := Select(p, o.Names)
	if err != nil {
		return err
	}
	there, err := e.containers(ctx, p.Architecture.Name)
	if err != nil {
		return err
	}
	out := &lines{w: w, sorted: !o.Follow}
	for _, c := range wanted {
		out.width = max(out.width, len(displayed(c)))
	}
	failed := make([]error, len(wanted))
	var all sync.WaitGroup
	for i, c := range wanted {
		if r := find(there, c.Name); r != nil {
			all.Go(func() { failed[i] = e.log(ctx, r.id, displayed(c), o, out) })
		}
	}
	all.Wait()
	out.flush()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return errors.Join(append(failed, out.err)...)
}

// log reads the log of one container, both of its streams.
func (e *Engine) log(ctx context.Context, id, name string, o LogOptions, out *lines) error {
	stream, err := e.docker.ContainerLogs(ctx, id, container.LogsOptions{
		ShowStdout: true, ShowStderr: true, Follow: o.Follow, Since: o.Since, Timestamps: true,
	})
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	defer stream.Close()
	reader, writer := io.Pipe()
	go func() {
		_, err := stdcopy.StdCopy(writer, writer, stream)
		writer.CloseWithError(err)
	}()
	defer reader.Close()
	return out.read(name, reader)
}

// longestLine is how much of a line is shown, in bytes.
const longestLine = 1 << 16

// line is one of a log, with the time that the engine gave it.
type line struct{ time, text string }

// lines collects lines of several logs.
type lines struct {
	mu     sync.Mutex
	w      io.Writer
	width  int
	sorted bool // keep them until flush, and sort them by time
	kept   []line
	err    error
}

// read takes the lines of one log: the time, a space, the text.
func (l *lines) read(name string, log io.Reader) error {
	buffered := bufio.NewReaderSize(log, longestLine)
	for {
		text, err := buffered.ReadSlice('\n')
		if len(text) > 0 {
			l.add(name, strings.TrimRight(string(text), "\r\n"))
		}
		switch {
		case err == io.EOF:
			return nil
		case err != nil && !errors.Is(err, bufio.ErrBufferFull):
			return err
		}
	}
}

func (l *lines) add(name, text string) {
	time, text, _ := strings.Cut(text, " ")
	shown := fmt.Sprintf("%-*s | %s\n", l.width, name, source.Printable(strings.ReplaceAll(text, "\t", "    ")))
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.sorted {
		l.kept = append(l.kept, line{time, shown})
		return
	}
	l.put(shown)
}

func (l *lines) put(text string) {
	if l.err == nil {
		_, l.err = io.WriteString(l.w, text)
	}
}

// flush writes what was kept. Lines of one moment stay in their order.
func (l *lines) flush() {
	slices.SortStableFunc(l.kept, func(a, b line) int { return strings.Compare(a.time, b.time) })
	for _, kept := range l.kept {
		l.put(kept.text)
	}
}

// Select are the containers that names mean: an instance, all of a service, all
// on a server, all that a flow passes, or a container by its own name. None
// means all.
func Select(p *compose.Project, names []string) ([]*compose.Container, error) {
	if len(names) == 0 {
		return p.Containers, nil
	}
	wanted := make(map[*compose.Container]bool)
	for _, name := range names {
		found := false
		for _, c := range p.Containers {
			if named(p.Architecture, c, name) {
				wanted[c], found = true, true
			}
		}
		if !found {
			return nil, unknownName(p, name)
		}
	}
	var all []*compose.Container
	for _, c := range p.Containers {
		if wanted[c] {
			all = append(all, c)
		}
	}
	return all, nil
}

// named tells whether a name means a container.
func named(a *model.Architecture, c *compose.Container, name string) bool {
	if c.Name == name || c.Server != nil && (c.Server.Name == name || c.Server.Group.Name == name) {
		return true
	}
	if c.Role != compose.Instance {
		return false
	}
	if c.Instance.Name() == name || c.Instance.Service.Name == name {
		return true
	}
	flow := a.Flow(name)
	return flow != nil && slices.Contains(passed(a, flow), c.Instance.Service)
}

// passed are the services that a flow passes.
func passed(a *model.Architecture, flow *model.Flow) []*model.Service {
	services := []*model.Service{flow.Enters}
	for i := 0; i < len(services); i++ {
		for _, c := range a.Connections {
			if c.From == services[i] && flow.Uses(c) && !slices.Contains(services, c.To) {
				services = append(services, c.To)
			}
		}
	}
	return services
}

func unknownName(p *compose.Project, name string) error {
	var known []string
	for _, c := range p.Containers {
		known = append(known, displayed(c))
	}
	for _, s := range p.Architecture.AllServices() {
		known = append(known, s.Name)
	}
	for _, s := range p.Architecture.Servers {
		known = append(known, s.Name)
	}
	for _, f := range p.Architecture.Flows {
		known = append(known, f.Name)
	}
	message := fmt.Sprintf("%q is no instance, service, server or flow", name)
	if meant := model.Suggest(name, known); meant != "" {
		message += fmt.Sprintf("; did you mean %q?", meant)
	}
	return Refused(message)
}
