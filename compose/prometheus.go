package compose

import (
	"bytes"
	"fmt"
	"net/netip"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/loadpath/loadpath/model"
)

// Where what watches listens on the loopback of its own network.
const (
	blackboxPort     = 9115
	alertmanagerPort = 9093
	// scrapeEvery is short, as who looks at a stack does not wait a minute.
	scrapeEvery = "5s"
	// prometheusFolder is where the image's Prometheus has its configuration.
	prometheusFolder = "/etc/prometheus"
)

// object is a mapping in a YAML file. It comes out sorted by its keys.
type object = map[string]any

// prometheus runs an instance of Prometheus: it reads the agents of the servers
// that it watches, probes flows through what probes them beside it, and hands
// alerts to an Alertmanager beside it.
func (s *stack) prometheus(c *Container) {
	service := c.Instance.Service
	folder := "prometheus/" + c.Name
	c.Image, c.User = s.image(service), 65534
	c.Writable = []string{}
	c.mount("./"+folder, prometheusFolder)
	c.Volumes = append(c.Volumes, Volume{c.Name + "_data", "/prometheus"})
	number := s.ports(c)[0].number
	c.Command = []string{"--config.file=" + prometheusFolder + "/prometheus.yml", "--storage.tsdb.path=/prometheus", "--storage.tsdb.retention.time=1d"}
	for _, address := range strings.Split(listenAt(s.binds(c, number, "tcp"), number), ",") {
		c.Command = append(c.Command, "--web.listen-address="+address)
	}
	scheme := s.prometheusTLS(c, folder)
	c.Health = &Health{Test: []string{"CMD", "promtool", "check", "healthy", fmt.Sprintf("--url=%s://127.0.0.1:%d", scheme, number), "--http.config.file=" + prometheusFolder + "/client.yml"}}
	if len(service.Listen) > 1 {
		s.omit(service.Path.Field("listen"), "Prometheus listens at one port: the first")
	}
	config := object{
		"global":         object{"scrape_interval": scrapeEvery, "evaluation_interval": scrapeEvery},
		"scrape_configs": append(s.scrapes(c, scheme, number), s.probeFlows(c, folder)...),
	}
	if rules := s.alertRules(service); len(rules) > 0 {
		s.yaml(folder+"/rules.yml", c, object{"groups": []any{object{"name": service.Name, "rules": rules}}})
		config["rule_files"] = []string{prometheusFolder + "/rules.yml"}
	}
	if s.alertmanager(c) {
		config["alerting"] = object{"alertmanagers": []any{object{"static_configs": []any{object{"targets": []string{fmt.Sprintf("127.0.0.1:%d", alertmanagerPort)}}}}}}
	}
	s.yaml(folder+"/prometheus.yml", c, config)
}

// prometheusTLS lets Prometheus be reached as its listener says, and says how
// it is asked on its own loopback.
func (s *stack) prometheusTLS(c *Container, folder string) (scheme string) {
	p := s.ports(c)[0]
	if !s.encrypts(c.Instance.Service, p) {
		s.yaml(folder+"/client.yml", c, object{"follow_redirects": true})
		return "http"
	}
	s.show(c, namesOf(p.written()))
	s.yaml(folder+"/web.yml", c, object{"tls_server_config": object{
		"cert_file": certificates + "/cert.pem", "key_file": certificates + "/key.pem", "min_version": "TLS" + strings.ReplaceAll(oldest(p.written()), ".", ""),
	}})
	s.yaml(folder+"/client.yml", c, object{"tls_config": object{"ca_file": certificates + "/ca.pem"}})
	c.Command = append(c.Command, "--web.config.file="+prometheusFolder+"/web.yml")
	return "https"
}

// yaml adds a configuration file in YAML.
func (s *stack) yaml(path string, c *Container, content object) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s, as the architecture says. loadpath writes this file.\n", c.Instance.Name())
	encoder := yaml.NewEncoder(&b)
	encoder.SetIndent(2)
	// Maps of texts, numbers and lists can always be written.
	_ = encoder.Encode(content)
	_ = encoder.Close()
	s.file(path, b.Bytes())
}

// scrapes are what Prometheus reads: itself, and behind the agents of the
// servers that it watches the machines, the instances and their software.
func (s *stack) scrapes(c *Container, scheme string, number int) []any {
	service := c.Instance.Service
	own := object{"job_name": "prometheus", "scheme": scheme, "static_configs": []any{object{"targets": []string{fmt.Sprintf("127.0.0.1:%d", number)}, "labels": object{"instance": c.Instance.Name()}}}}
	if scheme == "https" {
		own["tls_config"] = object{"ca_file": certificates + "/ca.pem"}
	}
	jobs := []any{own}
	var nodes, instances, software []any
	for _, agent := range s.withRole(Agent) {
		if !Watches(service, agent.Server) {
			continue
		}
		address, reached := s.route(c, agent, agentPort, "tcp")
		if !reached {
			address = agent.Networks[0].Address
		}
		target := []string{netip.AddrPortFrom(address, agentPort).String()}
		nodes = append(nodes, object{"targets": target, "labels": object{"instance": agent.Server.Name, "server": agent.Server.Name}})
		instances = append(instances, object{"targets": target, "labels": object{"server": agent.Server.Name}})
		for _, m := range s.measured(agent.Server) {
			of := m.container.Instance
			software = append(software, object{"targets": target, "labels": object{
				"__metrics_path__": m.path, "software": m.job, "server": agent.Server.Name, "service": of.Service.Name, "instance": of.Name(),
			}})
		}
	}
	for _, server := range s.a.Servers {
		if server.Group.Agent == "" && len(server.Instances) > 0 && Watches(service, server) {
			s.omit(service.Path.Field("watches"), server.Name+" has no agent, so that "+service.Name+" sees nothing of it but by the flows that it probes")
		}
	}
	if len(nodes) > 0 {
		jobs = append(jobs, object{"job_name": "node", "metrics_path": nodePath, "static_configs": nodes},
			object{"job_name": "instances", "metrics_path": instancesPath, "params": object{"scope": []string{"server"}}, "static_configs": instances, "metric_relabel_configs": ofInstances()})
	}
	if len(software) > 0 {
		jobs = append(jobs, object{"job_name": "software", "static_configs": software})
	}
	return jobs
}

// ofInstances keeps of what HAProxy measures whether an instance accepts
// connections: "1" for UP.
func ofInstances() []any {
	return []any{
		object{"source_labels": []string{"__name__", "proxy", "state"}, "regex": `haproxy_server_status;instance\..+;UP`, "action": "keep"},
		object{"source_labels": []string{"proxy"}, "regex": `instance\.([^.]+)\..+`, "target_label": "service", "replacement": "$1"},
		object{"source_labels": []string{"proxy"}, "regex": `instance\.([^.]+)\.(.+)`, "target_label": "instance", "replacement": "$1@$2"},
		object{"regex": "proxy|state|exported_server", "action": "labeldrop"},
	}
}

// Watches tells whether a monitoring watches a server, or something on it.
func Watches(service *model.Service, server *model.Server) bool {
	for _, name := range service.Watches {
		if name == "all" || name == server.Name || name == server.Group.Name {
			return true
		}
		for zone := server.Zone; zone != nil; zone = zone.Parent {
			if zone.Name == name {
				return true
			}
		}
		for _, instance := range server.Instances {
			if instance.Service.Name == name {
				return true
			}
		}
	}
	return false
}
