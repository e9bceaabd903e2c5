package compose

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/loadpath/loadpath/model"
)

// Labels by which a container tells what it is.
const (
	LabelArchitecture = "io.loadpath.architecture"
	LabelServer       = "io.loadpath.server"
	LabelService      = "io.loadpath.service"
	LabelInstance     = "io.loadpath.instance"
	LabelRole         = "io.loadpath.role"
	// LabelConfig is the hash of the configuration files that a container
	// reads, so that one whose configuration changes is made anew.
	LabelConfig = "io.loadpath.config"
)

// projectYAML, and what follows, are the parts of compose.yaml that a stack
// uses, as the Compose specification names them. Maps come out sorted.
type projectYAML struct {
	Name     string                 `yaml:"name"`
	Services yaml.Node              `yaml:"services"`
	Networks yaml.Node              `yaml:"networks"`
	Volumes  map[string]labelled    `yaml:"volumes,omitempty"`
	Secrets  map[string]secretsYAML `yaml:"secrets,omitempty"`
}

type labelled struct {
	Labels map[string]string `yaml:"labels"`
}

type secretsYAML struct {
	File string `yaml:"file"`
}

type serviceYAML struct {
	Image       string                    `yaml:"image,omitempty"`
	Build       string                    `yaml:"build,omitempty"`
	PullPolicy  string                    `yaml:"pull_policy,omitempty"`
	Entrypoint  []string                  `yaml:"entrypoint,omitempty"`
	Command     []string                  `yaml:"command,omitempty"`
	Hostname    string                    `yaml:"hostname,omitempty"`
	Restart     string                    `yaml:"restart"`
	DependsOn   map[string]dependencyYAML `yaml:"depends_on,omitempty"`
	Environment map[string]string         `yaml:"environment,omitempty"`
	Secrets     []handedYAML              `yaml:"secrets,omitempty"`
	Volumes     []string                  `yaml:"volumes,omitempty"`
	Networks    map[string]attachedYAML   `yaml:"networks,omitempty"`
	NetworkMode string                    `yaml:"network_mode,omitempty"`
	Ports       []string                  `yaml:"ports,omitempty"`
	CapAdd      []string                  `yaml:"cap_add,omitempty"`
	Security    []string                  `yaml:"security_opt,omitempty"`
	Healthcheck *healthYAML               `yaml:"healthcheck,omitempty"`
	StopGrace   string                    `yaml:"stop_grace_period,omitempty"`
	CPUs        string                    `yaml:"cpus,omitempty"`
	MemLimit    string                    `yaml:"mem_limit,omitempty"`
	PidsLimit   int                       `yaml:"pids_limit,omitempty"`
	Labels      map[string]string         `yaml:"labels"`
}

type handedYAML struct {
	Source string `yaml:"source"`
	Target string `yaml:"target"`
}

type dependencyYAML struct {
	Condition string `yaml:"condition"`
}

type attachedYAML struct {
	Address string `yaml:"ipv4_address"`
}

type healthYAML struct {
	Test        []string `yaml:"test,flow"`
	Interval    string   `yaml:"interval"`
	Timeout     string   `yaml:"timeout"`
	Retries     int      `yaml:"retries"`
	StartPeriod string   `yaml:"start_period,omitempty"`
}

type networkYAML struct {
	Internal bool              `yaml:"internal,omitempty"`
	IPAM     ipamYAML          `yaml:"ipam"`
	Labels   map[string]string `yaml:"labels"`
}

type ipamYAML struct {
	Config []map[string]string `yaml:"config"`
}

// composeYAML is the project as compose.yaml.
func (s *stack) composeYAML(p *Project) ([]byte, error) {
	document := projectYAML{Name: p.Name, Volumes: map[string]labelled{}, Secrets: map[string]secretsYAML{}}
	document.Services.Kind, document.Networks.Kind = yaml.MappingNode, yaml.MappingNode
	for _, c := range p.Containers {
		if err := appendTo(&document.Services, c.Name, c.Comment, s.serviceYAML(c)); err != nil {
			return nil, err
		}
		for _, volume := range c.Volumes {
			document.Volumes[volume.Name] = labelled{s.labels(c)}
		}
		for _, name := range c.Secrets {
			document.Secrets[beside(c.Name, name)] = secretsYAML{"./" + Secret{name}.Copy(c.Name)}
		}
	}
	for _, n := range p.Networks {
		if err := appendTo(&document.Networks, n.Name, n.Comment, s.networkYAML(n)); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "# The stack of the architecture %q. loadpath writes this file: change the\n# architecture instead.\n", s.a.Name)
	encoder := yaml.NewEncoder(&b)
	encoder.SetIndent(2)
	if err := encoder.Encode(document); err != nil {
		return nil, err
	}
	return b.Bytes(), encoder.Close()
}

// appendTo adds an entry with a comment above it.
func appendTo(mapping *yaml.Node, name, comment string, value any) error {
	var node yaml.Node
	if err := node.Encode(value); err != nil {
		return err
	}
	key := &yaml.Node{Kind: yaml.ScalarNode, Value: name, HeadComment: comment}
	mapping.Content = append(mapping.Content, key, &node)
	return nil
}

func (s *stack) serviceYAML(c *Container) serviceYAML {
	out := serviceYAML{
		Image: c.Image, Build: c.Build, Entrypoint: literals(c.Entrypoint), Command: literals(c.Command),
		// A container that dies stays dead, so that what a failure does can be
		// seen.
		Restart: "no", CapAdd: c.Capabilities, Security: []string{"no-new-privileges:true"},
		Labels: s.labels(c), PidsLimit: c.Resources.PIDs,
	}
	if files := s.filesOf(c); len(files) > 0 {
		out.Labels[LabelConfig] = fingerprint(files)
	}
	for _, name := range c.Secrets {
		out.Secrets = append(out.Secrets, handedYAML{beside(c.Name, name), name})
	}
	if c.Build != "" {
		out.PullPolicy = "build"
	}
	for _, v := range c.Environment {
		if out.Environment == nil {
			out.Environment = make(map[string]string)
		}
		out.Environment[v.Name] = literal(v.Value)
	}
	for _, m := range c.Mounts {
		out.Volumes = append(out.Volumes, literal(m.From)+":"+m.To+":ro")
	}
	for _, v := range c.Volumes {
		out.Volumes = append(out.Volumes, v.Name+":"+v.To)
	}
	if c.Shares != "" {
		out.NetworkMode = "service:" + c.Shares
	} else {
		out.Hostname = c.Name
		out.Networks = make(map[string]attachedYAML)
		for _, at := range c.Networks {
			out.Networks[at.Network.Name] = attachedYAML{at.Address.String()}
		}
	}
	for _, p := range c.Publish {
		out.Ports = append(out.Ports, fmt.Sprintf("127.0.0.1:%d:%d", p.Host, p.Container))
	}
	out.DependsOn = dependencies(c)
	s.limit(&out, c)
	return out
}

// limit is when a container is healthy, how long it may take to stop, and what
// it may use.
func (s *stack) limit(out *serviceYAML, c *Container) {
	if c.Health != nil {
		out.Healthcheck = &healthYAML{Test: literals(c.Health.Test), Interval: "1s", Timeout: "3s", Retries: 5}
		if c.Health.StartPeriod > 0 {
			out.Healthcheck.StartPeriod = c.Health.StartPeriod.String()
		}
	}
	if c.Grace > 0 {
		out.StopGrace = c.Grace.String()
	}
	if c.Resources.CPU > 0 {
		out.CPUs = strconv.FormatFloat(c.Resources.CPU, 'f', -1, 64)
	}
	if c.Resources.Memory > 0 {
		out.MemLimit = strconv.FormatInt(int64(c.Resources.Memory), 10)
	}
}

func dependencies(c *Container) map[string]dependencyYAML {
	all := make(map[string]dependencyYAML)
	for _, other := range c.After {
		all[other.Name] = dependencyYAML{"service_started"}
		if other.Health != nil {
			all[other.Name] = dependencyYAML{"service_healthy"}
		}
	}
	for _, name := range c.Completed {
		all[name] = dependencyYAML{"service_completed_successfully"}
	}
	return all
}

// labels say what a container, and its data, is.
func (s *stack) labels(c *Container) map[string]string {
	labels := map[string]string{LabelArchitecture: s.a.Name, LabelRole: string(c.Role)}
	if c.Server != nil {
		labels[LabelServer] = c.Server.Name
	}
	if c.Instance != nil {
		labels[LabelService], labels[LabelInstance] = c.Instance.Service.Name, c.Instance.Name()
	}
	return labels
}

func (s *stack) networkYAML(n *Network) networkYAML {
	return networkYAML{
		Internal: !n.Outside,
		IPAM:     ipamYAML{[]map[string]string{{"subnet": n.Subnet.String()}}},
		Labels:   map[string]string{LabelArchitecture: s.a.Name},
	}
}

// literal is a text in which Compose finds no variable: a dollar is written
// twice.
func literal(text string) string { return strings.ReplaceAll(text, "$", "$$") }

func literals(texts []string) []string {
	var all []string
	for _, text := range texts {
		all = append(all, literal(text))
	}
	return all
}

// seconds is a span as HAProxy and nginx write it, in whole milliseconds.
func milliseconds(d model.Duration) string {
	return strconv.FormatInt(int64(d)/1e6, 10) + "ms"
}
