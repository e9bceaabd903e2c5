package compose

import (
	"bytes"
	"fmt"
	"slices"
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

// composeYAML is the project as compose.yaml.
func (s *stack) composeYAML(p *Project) ([]byte, error) {
	document := projectYAML{Name: p.Name, Volumes: map[string]labelled{}, Secrets: map[string]secretsYAML{}}
	document.Services.Kind, document.Networks.Kind = yaml.MappingNode, yaml.MappingNode
	byName := slices.SortedFunc(slices.Values(p.Containers), func(x, y *Container) int { return strings.Compare(x.Name, y.Name) })
	for _, c := range byName {
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
	key := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: name, HeadComment: oneLine(comment)}
	mapping.Content = append(mapping.Content, key, &node)
	return nil
}

func (s *stack) serviceYAML(c *Container) serviceYAML {
	out := serviceYAML{
		Image: c.Image, Build: c.Build, Entrypoint: literals(c.Entrypoint), Command: literals(c.Command),
		// A container that dies stays dead, so that what a failure does can be
		// seen.
		Restart: "no", Security: []string{"no-new-privileges:true"},
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
		out.Volumes = append(out.Volumes, mountYAML{Type: "bind", Source: literal(m.From), Target: m.To, ReadOnly: true, Bind: &bindYAML{}})
	}
	for _, v := range c.Volumes {
		out.Volumes = append(out.Volumes, mountYAML{Type: "volume", Source: v.Name, Target: v.To})
	}
	if c.Shares != "" {
		out.NetworkMode = "service:" + c.Shares
	} else {
		out.Hostname = fit(c.Name, 64) // which is what Linux takes
		out.Networks = make(map[string]attachedYAML)
		for _, at := range c.Networks {
			out.Networks[at.Network.Name] = attachedYAML{at.Address.String()}
		}
	}
	for _, p := range c.Publish {
		out.Ports = append(out.Ports, quoted(fmt.Sprintf("127.0.0.1:%d:%d", p.Host, p.Container)))
	}
	out.DependsOn = dependencies(c)
	limit(&out, c)
	confine(&out, c)
	return out
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

// milliseconds is a span as HAProxy and nginx write it.
func milliseconds(d model.Duration) string {
	return strconv.FormatInt(int64(d)/1e6, 10) + "ms"
}
