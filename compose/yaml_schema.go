package compose

import "go.yaml.in/yaml/v3"

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

// serviceYAML has its keys in the order that the linter dclint asks for.
type serviceYAML struct {
	Image       string                    `yaml:"image,omitempty"`
	Build       string                    `yaml:"build,omitempty"`
	DependsOn   map[string]dependencyYAML `yaml:"depends_on,omitempty"`
	Volumes     []mountYAML               `yaml:"volumes,omitempty"`
	Secrets     []handedYAML              `yaml:"secrets,omitempty"`
	Environment map[string]string         `yaml:"environment,omitempty"`
	Ports       []quoted                  `yaml:"ports,omitempty"`
	Networks    map[string]attachedYAML   `yaml:"networks,omitempty"`
	NetworkMode string                    `yaml:"network_mode,omitempty"`
	Command     []string                  `yaml:"command,omitempty"`
	Entrypoint  []string                  `yaml:"entrypoint,omitempty"`
	Restart     string                    `yaml:"restart"`
	Healthcheck *healthYAML               `yaml:"healthcheck,omitempty"`
	Labels      map[string]string         `yaml:"labels"`
	CapAdd      []string                  `yaml:"cap_add,omitempty"`
	CapDrop     []string                  `yaml:"cap_drop,omitempty"`
	CPUs        string                    `yaml:"cpus,omitempty"`
	Hostname    string                    `yaml:"hostname,omitempty"`
	MemLimit    string                    `yaml:"mem_limit,omitempty"`
	PidsLimit   int                       `yaml:"pids_limit,omitempty"`
	PullPolicy  string                    `yaml:"pull_policy,omitempty"`
	ReadOnly    bool                      `yaml:"read_only,omitempty"`
	Security    []string                  `yaml:"security_opt,omitempty"`
	StopGrace   string                    `yaml:"stop_grace_period,omitempty"`
	Sysctls     map[string]string         `yaml:"sysctls,omitempty"`
	Tmpfs       []string                  `yaml:"tmpfs,omitempty"`
}

// quoted is a text in quotes: "22:22" without them was once a number.
type quoted string

// MarshalYAML writes the quotes.
func (q quoted) MarshalYAML() (any, error) {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Style: yaml.SingleQuotedStyle, Value: string(q)}, nil
}

type mountYAML struct {
	Type     string    `yaml:"type"`
	Source   string    `yaml:"source"`
	Target   string    `yaml:"target"`
	ReadOnly bool      `yaml:"read_only,omitempty"`
	Bind     *bindYAML `yaml:"bind,omitempty"`
}

// bindYAML: what is not there is a mistake, and no empty folder is made for it.
type bindYAML struct {
	Create bool `yaml:"create_host_path"`
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
