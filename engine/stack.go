package engine

import (
	"maps"
	"time"

	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/compose/folder"
	"github.com/loadpath/loadpath/model"
)

// Stack is an architecture with the folder that its project is in.
type Stack struct {
	Architecture *model.Architecture
	// Folder is that of the project, Home where the architecture lies.
	Folder, Home string
	// Options are what the user said for this run. They win over what was
	// chosen before.
	Options compose.Options
	// Overwrite: files of the project that somebody has changed are written all
	// the same.
	Overwrite bool
	// Now is the time from which certificates are good.
	Now time.Time
	// Choices are those that were kept in the folder.
	Choices Choices
}

// Open is a stack with the choices that its folder keeps.
func Open(s Stack) (*Stack, error) {
	kept, err := ReadChoices(s.Folder)
	if err != nil {
		return nil, err
	}
	s.Choices = kept
	if s.Options.Subnet.IsValid() {
		s.Choices.Subnet = s.Options.Subnet
	}
	if len(s.Options.Ports) > 0 {
		ports := maps.Clone(kept.Ports)
		if ports == nil {
			ports = make(map[int]int)
		}
		maps.Copy(ports, s.Options.Ports)
		s.Choices.Ports = ports
	}
	return &s, nil
}

// Project is what runs: the architecture with the choices. The error is a
// compose.Unsupported where something cannot be run.
func (s *Stack) Project() (*compose.Project, error) {
	options := s.Options
	options.Subnet, options.Ports = s.Choices.Subnet, s.Choices.Ports
	effective := s.effective()
	options.Drawn = drawnElsewhere(s.Architecture, effective)
	return compose.Materialize(effective, options)
}

// drawnElsewhere are the servers on which an architecture draws the primaries
// that are elsewhere now, by service.
func drawnElsewhere(drawn, now *model.Architecture) map[string]string {
	moved := make(map[string]string)
	for _, service := range drawn.Services {
		if hasPrimary(service) && service.Primary().Name() != now.Service(service.Name).Primary().Name() {
			moved[service.Name] = service.Primary().Server.Name
		}
	}
	return moved
}

// effective is the architecture with the primaries where they are now.
func (s *Stack) effective() *model.Architecture {
	a := s.Architecture.Written()
	moved := false
	for _, service := range a.Services {
		now, known := s.Choices.Primaries[service.Name]
		if !known || service.Replication == nil || s.Architecture.Service(service.Name).InstanceOn(s.Architecture.Server(now)) == nil {
			continue
		}
		moved = moved || s.Architecture.Service(service.Name).Primary().Server.Name != now
		service.Replication.Primary = now
	}
	if !moved || len(a.Resolve()) > 0 {
		return s.Architecture
	}
	return a
}

// write brings the folder to what the project says, and keeps the choices.
// It tells which files it wrote or took away.
func (s *Stack) write(p *compose.Project) ([]string, error) {
	wrote, err := folder.Write(s.Folder, p, folder.Options{Architecture: s.Home, Overwrite: s.Overwrite, Now: s.Now})
	if err != nil {
		return nil, err
	}
	return wrote, s.Choices.write(s.Folder)
}

// settlePrimaries notes where the primaries are, for databases that have one
// and whose place is not known yet. It tells of those that the architecture
// draws elsewhere.
func (s *Stack) settlePrimaries() (elsewhere []string) {
	kept := maps.Clone(s.Choices.Primaries)
	if kept == nil {
		kept = make(map[string]string)
	}
	for _, service := range s.Architecture.Services {
		if !hasPrimary(service) {
			delete(kept, service.Name)
			continue
		}
		drawn := service.Primary().Server.Name
		now, known := kept[service.Name]
		switch {
		case !known || service.InstanceOn(s.Architecture.Server(now)) == nil:
			kept[service.Name] = drawn
		case now != drawn:
			elsewhere = append(elsewhere, service.Name)
		}
	}
	s.Choices.Primaries = kept
	return elsewhere
}

// hasPrimary tells whether a service has a primary that a person moves, on
// servers of ours. Members of a group choose their primary themselves.
func hasPrimary(s *model.Service) bool {
	return s.Data != nil && s.Data.Mode != "group" && s.Primary() != nil && s.Primary().Server != nil && len(s.Replicas()) > 0
}

// containerOf is the container of an instance, by the instance's name.
func containerOf(p *compose.Project, name string) *compose.Container {
	for _, c := range p.Containers {
		if c.Role == compose.Instance && c.Instance.Name() == name {
			return c
		}
	}
	return nil
}

// displayed is a container as the user knows it: its instance, else its name.
func displayed(c *compose.Container) string {
	if c.Role == compose.Instance {
		return c.Instance.Name()
	}
	return c.Name
}

// errNoRoles is that nothing in a stack has a primary that could be moved.
const errNoRoles = Refused("no database in this architecture has a primary and replicas whose roles a person changes: members of a group do that themselves")
