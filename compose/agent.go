package compose

import (
	"fmt"
	"net/netip"

	"github.com/loadpath/loadpath/model"
)

// Where the agent of a server serves what. The monitoring may reach it at
// agentPort and nowhere else on the server.
const (
	nodePath      = "/metrics"   // the machine
	instancesPath = "/instances" // which instances accept connections
	// Ports inside the agent's own network, on the loopback.
	nodePort      = 9101
	exporterPorts = 9111 // and the following ones
)

// measured is an instance whose software tells more than that it is there.
type measured struct {
	container *Container
	job       string // its software
	path      string // below which the agent serves it
}

// agent runs what the monitoring reads of a server: behind one port the
// machine's own metrics, those of the software on it, and which instances
// accept connections. The exporters have no port that is open to others.
func (s *stack) agent(c *Container) {
	group := c.Server.Group
	if group.Agent != "node-exporter" {
		s.omit(group.Path.Field("agent"), "the Prometheus node exporter stands in for the agent "+group.Agent)
	}
	folder := "agent/" + c.Name
	c.Image, c.User = model.SoftwareNamed("haproxy").Image, 99
	c.Comment = "What the monitoring reads of " + c.Server.Name + "."
	c.mount("./"+folder, "/usr/local/etc/haproxy")
	c.Health = haproxyHealth()
	c.Writable = []string{}
	s.small(c, 64)
	node := s.beside(c, &Container{Name: beside(c.Server.Name, "node"), Role: Exporter, User: 65534,
		Image: "prom/node-exporter:v1.11.1", Command: []string{fmt.Sprintf("--web.listen-address=127.0.0.1:%d", nodePort)},
		Comment: "The metrics of the machine that " + c.Server.Name + " runs on.", Writable: []string{}})
	s.small(node, 64)

	var w config
	w.add("# The agent of %s. loadpath writes this file.", c.Server.Name)
	haproxyGlobal(&w, 1000)
	lines := append(bindings("bind", s.binds(c, agentPort, "tcp"), agentPort, ""), "mode http", "timeout http-request 5s",
		"http-request use-service prometheus-exporter if { path "+instancesPath+" }", "use_backend node if { path "+nodePath+" }")
	all := s.measured(c.Server)
	for _, m := range all {
		lines = append(lines, "use_backend of."+m.container.Instance.Service.Name+" if { path "+m.path+" }")
	}
	w.section("frontend metrics", append(lines, "default_backend nothing")...)
	w.section("backend node", "mode http", fmt.Sprintf("server node 127.0.0.1:%d", nodePort))
	for i, m := range all {
		w.section("backend of."+m.container.Instance.Service.Name, "mode http", "http-request set-path /metrics", "server exporter "+s.exporter(c, m, exporterPorts+i))
	}
	w.section("backend nothing", "mode http", "http-request return status 404")
	s.instances(&w, c)
	adminFrontend(&w, []netip.Addr{})
	s.file(folder+"/haproxy.cfg", w.bytes())
}

// instances lets the agent try to connect to whatever listens on its server.
func (s *stack) instances(w *config, c *Container) {
	for _, other := range s.onServer(c.Server) {
		if ports := s.ports(other); other.Role == Instance && len(ports) > 0 && ports[0].transport == "tcp" {
			w.section("backend instance."+other.Name, "mode tcp",
				fmt.Sprintf("server %s %s:%d check inter 2s fall 2 rise 1", other.Name, s.neighbour(c, other), ports[0].number))
		}
	}
}

// measured are the instances on a server that have metrics of their own.
func (s *stack) measured(server *model.Server) []measured {
	var all []measured
	for _, c := range s.onServer(server) {
		if c.Role != Instance {
			continue
		}
		switch software := c.Instance.Service.Defaults.Name; software {
		case "haproxy", "nginx", "mysql", "mariadb", "postgresql", "redis":
			all = append(all, measured{c, software, "/of/" + c.Instance.Service.Name})
		case "mysql-router":
			all = append(all, measured{c, "haproxy", "/of/" + c.Instance.Service.Name})
		}
	}
	return all
}

// exporter is where the agent reads the metrics of an instance: at the instance
// itself, or at an exporter beside the agent.
func (s *stack) exporter(agent *Container, m measured, number int) string {
	at := s.neighbour(agent, m.container)
	if m.job == "haproxy" {
		return fmt.Sprintf("%s:%d", at, haproxyAdmin)
	}
	c := s.beside(agent, &Container{Name: beside(m.container.Name, "exporter"), Role: Exporter, Instance: m.container.Instance,
		Comment: "The metrics of " + m.container.Instance.Name() + ", for the agent.", Writable: []string{}})
	s.small(c, 64)
	switch m.job {
	case "nginx":
		c.Image, c.User = "nginx/nginx-prometheus-exporter:1.5.1", 1001
		c.Command = []string{fmt.Sprintf("--web.listen-address=127.0.0.1:%d", number), fmt.Sprintf("--nginx.scrape-uri=http://%s:%d/status", at, nginxStatus)}
	case "postgresql":
		s.postgresExporter(c, m.container, at, number)
	case "redis":
		s.redisExporter(c, m.container, at, number)
	default:
		s.mysqlExporter(c, m.container, at, number)
	}
	return fmt.Sprintf("127.0.0.1:%d", number)
}

// small limits a container that stands beside the architecture.
func (s *stack) small(c *Container, megabytes int) {
	c.Resources = model.Resources{Memory: model.Size(megabytes) << 20, PIDs: 64}
}
