package compose

import (
	"fmt"
	"strconv"

	"github.com/loadpath/loadpath/model"
)

// doorway is a port by which a client comes in.
type doorway struct {
	service  *model.Service
	listener *model.Listener
}

// door is a client's way in: it publishes ports on 127.0.0.1 and forwards each
// connection to the entry. It checks nothing and tries nothing twice, so that
// an address that moves is seen to move; only where DNS is checked does it
// leave out what that would leave out.
func (s *stack) door(c *Container) {
	client := s.clients[c]
	folder := "door/" + c.Name
	c.Image, c.User = model.SoftwareNamed("haproxy").Image, 99
	c.Comment = "Where " + client.Name + " comes in. It stands for the clients' side and is no part of the architecture."
	c.mount("./"+folder, "/usr/local/etc/haproxy")
	c.Health = &Health{Test: []string{"CMD", "haproxy", "-c", "-f", "/usr/local/etc/haproxy/haproxy.cfg"}}
	var w config
	w.add("# The way in for %s. loadpath writes this file.", client.Name)
	w.section("global", "log stdout format raw local0 info", "hard-stop-after 1s")
	w.section("defaults", "mode tcp", "timeout connect 1s", "timeout client 60s", "timeout server 60s", "retries 0")
	for _, way := range s.doorways(client) {
		number := way.listener.Port
		host := s.hostPort(number)
		c.Publish = append(c.Publish, Publication{host, number})
		s.doors = append(s.doors, Door{
			Client: client.Name, Container: c.Name, Service: way.service.Name,
			Port: number, HostPort: host, TLS: way.listener.Encrypted(),
		})
		lines := []string{fmt.Sprintf("bind *:%d", number), "balance roundrobin"}
		w.section(fmt.Sprintf("listen %s-%d", way.service.Name, number), append(lines, s.entries(c, way)...)...)
	}
	s.file(folder+"/haproxy.cfg", w.bytes())
}

// doorways are the ports at which services listen for a client.
func (s *stack) doorways(client *model.Client) []doorway {
	var found []doorway
	for _, service := range s.a.AllServices() {
		for _, listener := range service.Listen {
			if listener.From == client.Name && listener.Protocol != "udp" {
				found = append(found, doorway{service, listener})
			}
		}
	}
	return found
}

// entries are the addresses that a client knows of an entry.
func (s *stack) entries(c *Container, way doorway) []string {
	service, number := way.service, way.listener.Port
	if address, moving := s.moving(c, service); moving {
		return []string{fmt.Sprintf("server %s %s:%d", service.Name, address, number)}
	}
	instances := service.Instances
	by := service.Reached.By
	if by != "dns" && by != "anycast" && len(instances) > 1 {
		instances = instances[:1] // one address, that of the first
	}
	check := ""
	if every := service.Reached.Every; by == "anycast" || by == "dns" && service.Reached.Checked != nil && *service.Reached.Checked {
		check = " check"
		if every > 0 {
			check += " inter " + milliseconds(every)
		}
		if service.Reached.Fall > 0 {
			check += " fall " + strconv.Itoa(service.Reached.Fall)
		}
	}
	var lines []string
	for _, instance := range instances {
		to := s.of[instance]
		address, reached := s.route(c, to, number, "tcp")
		if !reached {
			address = to.Networks[0].Address
		}
		lines = append(lines, fmt.Sprintf("server %s %s:%d%s", to.Name, address, number, check))
	}
	return lines
}

// hostPort is the port on 127.0.0.1 for a port of an entry: 8000 more below
// 1024, which needs no rights, and else the same.
func (s *stack) hostPort(number int) int {
	if host, chosen := s.options.Ports[number]; chosen {
		return host
	}
	if number < 1024 {
		return 8000 + number
	}
	return number
}

// redirectPort is ":8443" where a client that is sent to HTTPS finds the entry's
// HTTPS listener, and empty where there is none.
func (s *stack) redirectPort(service *model.Service) string {
	for _, listener := range service.Listen {
		if listener.Encrypted() && listener.From != "" {
			return ":" + strconv.Itoa(s.hostPort(listener.Port))
		}
	}
	return ""
}
