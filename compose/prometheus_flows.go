package compose

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"

	"github.com/loadpath/loadpath/model"
)

// flowsEvery is how often a flow is asked: one that writes leaves something
// each time.
const flowsEvery = "15s"

// probeFlows lets flows be probed as users ask them: a container beside
// Prometheus asks, with a module for each flow.
func (s *stack) probeFlows(c *Container, folder string) []any {
	service := c.Instance.Service
	modules := object{}
	var targets []any
	for _, name := range service.Probes {
		flow := s.a.Flow(name)
		if flow == nil || flow.Enters == nil {
			continue
		}
		url, module, why := s.probeOf(c, flow)
		if why != "" {
			s.omit(service.Path.Field("probes"), "the flow "+name+" is not probed: "+why)
			continue
		}
		modules[name] = module
		targets = append(targets, object{"targets": []string{url}, "labels": object{"flow": name, "__param_module": name}})
	}
	if len(targets) == 0 {
		return nil
	}
	asker := s.beside(c, &Container{Name: beside(c.Name, "blackbox"), Role: Exporter, Instance: c.Instance, Image: "prom/blackbox-exporter:v0.28.0", User: 65534,
		Command: []string{"--config.file=/etc/blackbox_exporter/config.yml", fmt.Sprintf("--web.listen-address=127.0.0.1:%d", blackboxPort)},
		Comment: "Asks what users ask, for " + c.Instance.Name() + ".", Writable: []string{}})
	asker.mount("./"+folder+"-blackbox", "/etc/blackbox_exporter")
	s.trust(asker)
	s.small(asker, 64)
	s.yaml(folder+"-blackbox/config.yml", c, object{"modules": modules})
	return []any{object{
		"job_name": "flows", "metrics_path": "/probe", "scrape_interval": flowsEvery, "static_configs": targets,
		"relabel_configs": []any{
			object{"source_labels": []string{"__address__"}, "target_label": "__param_target"},
			object{"source_labels": []string{"__param_target"}, "target_label": "instance"},
			object{"target_label": "__address__", "replacement": fmt.Sprintf("127.0.0.1:%d", blackboxPort)},
		},
	}}
}

// probeOf is where a flow is asked, and how, or why it is not. As everywhere a
// reading flow without a path is asked for "/".
func (s *stack) probeOf(c *Container, flow *model.Flow) (url string, module object, why string) {
	way := entryOf(flow)
	if way == nil {
		return "", nil, "nothing listens for it with HTTP"
	}
	if flow.Kind == model.WriteFlow && flow.ProbePath == "" {
		return "", nil, "it writes, and has no path"
	}
	path := cmp.Or(flow.ProbePath, "/")
	s.checkPath(flow.Path.Field("path"), path)
	address, moving := s.moving(c, flow.Enters)
	if !moving {
		to := s.of[flow.Enters.Instances[0]]
		reached := false
		if address, reached = s.route(c, to, way.Port, "tcp"); !reached {
			address = to.Networks[0].Address
		}
	}
	// What a door does not take for a failure is none here.
	good := []int{200, 201, 202, 204, 301, 302, 303, 304, 307, 308}
	if flow.ProbePath == "" {
		good = append(good, 401, 403, 404)
	}
	http := object{"preferred_ip_protocol": "ip4", "valid_status_codes": good, "follow_redirects": false}
	if flow.Kind == model.WriteFlow {
		http["method"], http["body"] = "POST", "text=loadpath"
		http["headers"] = object{"Content-Type": "application/x-www-form-urlencoded"}
	}
	scheme := "http"
	if way.Encrypted() {
		scheme = "https"
		http["tls_config"] = object{"ca_file": certificates + "/ca.pem", "server_name": flow.Enters.Name}
	}
	url = scheme + "://" + netip.AddrPortFrom(address, uint16(way.Port)).String() + path
	return url, object{"prober": "http", "timeout": "4s", "http": http}, ""
}

// entryOf is where a flow comes in: where HTTP is spoken and nobody is sent
// elsewhere, encrypted before plain.
func entryOf(flow *model.Flow) *model.Listener {
	var found *model.Listener
	for _, l := range flow.Enters.Listen {
		web := slices.Contains([]string{"http", "https"}, l.Protocol) && l.Redirect == "" && l.Purpose == "" && (flow.From == "" || l.From == flow.From)
		if web && (found == nil || l.Encrypted() && !found.Encrypted()) {
			found = l
		}
	}
	return found
}
