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
	Volumes     []mountYAML               `yaml:"volumes,omitempty"`
	Networks    map[string]attachedYAML   `yaml:"networks,omitempty"`
	NetworkMode string                    `yaml:"network_mode,omitempty"`
	Ports       []string                  `yaml:"ports,omitempty"`
	ReadOnly    bool                      `yaml:"read_only,omitempty"`
	Tmpfs       []string                  `yaml:"tmpfs,omitempty"`
	CapDrop     []string                  `yaml:"cap_drop,omitempty"`
	CapAdd      []string                  `yaml:"cap_add,omitempty"`
	Security    []string                  `yaml:"security_opt,omitempty"`
	Sysctls     map[string]string         `yaml:"sysctls,omitempty"`
	Healthcheck *healthYAML               `yaml:"healthcheck,omitempty"`
	StopGrace   string                    `yaml:"stop_grace_period,omitempty"`
	CPUs        string                    `yaml:"cpus,omitempty"`
	MemLimit    string                    `yaml:"mem_limit,omitempty"`
	PidsLimit   int                       `yaml:"pids_limit,omitempty"`
	Labels      map[string]string         `yaml:"labels"`
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
