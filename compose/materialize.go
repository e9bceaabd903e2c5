package compose

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// Materialize is the stack of an architecture. The error is an Unsupported
// where something in it cannot be run.
func Materialize(a *model.Architecture, o Options) (*Project, error) {
	s := newStack(a, o)
	for _, c := range slices.Clone(s.containers) {
		s.furnish(c)
	}
	s.startInOrder()
	s.shareNetworks()
	if len(s.problems) > 0 {
		return nil, s.problems
	}
	slices.SortFunc(s.files, func(x, y File) int { return strings.Compare(x.Path, y.Path) })
	slices.SortFunc(s.secrets, func(x, y Secret) int { return strings.Compare(x.Name, y.Name) })
	slices.SortStableFunc(s.omitted, func(x, y Note) int { return strings.Compare(string(x.Path), string(y.Path)) })
	p := &Project{
		Name: "loadpath-" + a.Name, Architecture: a,
		Containers: s.containers, Networks: s.networks, Doors: s.doors, VirtualIPs: s.virtualIPs(),
		Secrets: s.secrets, Certificates: s.certificates, Trusting: s.trusting, Omitted: s.omitted,
	}
	text, err := s.composeYAML(p)
	if err != nil {
		return nil, err
	}
	p.Files = slices.Insert(s.files, 0, File{Path: "compose.yaml", Content: text})
	return p, nil
}

// furnish gives a container its image, its configuration and its health check.
func (s *stack) furnish(c *Container) {
	switch c.Role {
	case Gate:
		s.door(c)
	case Instance:
		s.run(c)
	case Agent:
		s.agent(c)
	}
}

// run furnishes an instance by its software; what has none of ours is an image
// of the user's own.
func (s *stack) run(c *Container) {
	service := c.Instance.Service
	c.Resources = service.Resources
	s.checkTexts(service)
	s.listOmissions(service)
	if len(s.floats[service]) > 0 {
		s.vrrp(c)
	}
	c.Comment = c.Instance.Name() + ": " + service.Display() + "."
	if !runsImage(service) {
		if len(service.Command) > 0 {
			s.omit(service.Path.Field("command"), "the stack's own configuration needs the image's own command")
		}
		for _, entry := range service.Env {
			c.set(entry.Key, entry.Value)
		}
	}
	switch software := service.Defaults.Name; {
	case software == "haproxy":
		s.haproxy(c)
	case software == "nginx":
		s.nginx(c)
	case software == "mysql":
		s.mysql(c)
	case software == "mariadb":
		s.mariadb(c)
	case software == "postgresql":
		s.postgresql(c)
	case software == "redis":
		s.redis(c)
	case software == "rabbitmq":
		s.rabbitmq(c)
	case software == "memcached":
		s.memcached(c)
	case software == "mysql-router":
		s.router(c)
	case software == "prometheus":
		s.prometheus(c)
	case service.Build != "" || service.Image != "":
		s.application(c)
	case service.Kind == model.External:
		s.stub(c)
	default:
		s.refuse(service.Path, "%s cannot be run: write image or build, or a software that is: haproxy, nginx, mysql, mariadb, postgresql, redis, rabbitmq, memcached, prometheus", service.Name)
	}
}

// image is what an instance runs from: as written, else the official image of
// its software, in the version that was written.
func (s *stack) image(service *model.Service) string {
	if service.Image != "" {
		return service.Image
	}
	if service.Version != "" {
		name, _, _ := strings.Cut(service.Defaults.Image, ":")
		return name + ":" + service.Version
	}
	return service.Defaults.Image
}

// startInOrder lets each container start after what it uses, as far as that is
// no circle.
func (s *stack) startInOrder() {
	for _, c := range s.containers {
		c.After = s.needs(c)
	}
}

// needs are the containers that one uses and that do not use it in turn.
func (s *stack) needs(c *Container) []*Container {
	var needed []*Container
	add := func(i *model.Instance) {
		if to := s.of[i]; !slices.Contains(needed, to) {
			needed = append(needed, to)
		}
	}
	if c.Role == Gate {
		for _, way := range s.doorways(s.clients[c]) {
			for _, instance := range way.service.Instances {
				add(instance)
			}
		}
		return needed
	}
	if c.Role != Instance {
		return nil
	}
	for _, connection := range c.Instance.Service.Connections {
		if uses(connection.To, c.Instance.Service) {
			continue
		}
		for _, to := range connection.Targets(c.Instance) {
			add(to)
		}
	}
	return needed
}

// uses tells whether a service uses another, directly or through others.
func uses(from, to *model.Service) bool {
	visited := map[*model.Service]bool{}
	for todo := []*model.Service{from}; len(todo) > 0; todo = todo[1:] {
		if todo[0] == to {
			return true
		}
		if visited[todo[0]] {
			continue
		}
		visited[todo[0]] = true
		for _, c := range todo[0].Connections {
			todo = append(todo, c.To)
		}
	}
	return false
}

func (s *stack) file(path string, content []byte) {
	s.files = append(s.files, File{Path: path, Content: content})
}

// secret is a password of that name, made once.
func (s *stack) secret(name string) string {
	if !slices.Contains(s.secrets, Secret{name}) {
		s.secrets = append(s.secrets, Secret{name})
	}
	return name
}

// refuse notes why the architecture cannot be run.
func (s *stack) refuse(at model.Path, format string, args ...any) {
	problem := Problem{at, fmt.Sprintf(format, args...)}
	if !slices.Contains(s.problems, problem) {
		s.problems = append(s.problems, problem)
	}
}

// omit notes what the stack leaves out, or adds.
func (s *stack) omit(at model.Path, text string) {
	if note := (Note{at, oneLine(text)}); !slices.Contains(s.omitted, note) {
		s.omitted = append(s.omitted, note)
	}
}

// adminBinds are where an instance is asked for its metrics: on its own server,
// or by everybody where there is no firewall.
func (s *stack) adminBinds(c *Container) []netip.Addr {
	if len(s.a.Firewalls) == 0 {
		return nil
	}
	found := []netip.Addr{}
	for _, at := range c.Networks {
		if c.Server != nil && at.Network.Name == inside(c.Server) {
			found = append(found, at.Address)
		}
	}
	return found
}
