package model

// Kind is what kind of tier a service is.
type Kind string

// The kinds of service. External is not written as a kind: it is what every
// entry under externals is.
const (
	LoadBalancer      Kind = "load-balancer"
	WebServer         Kind = "web-server"
	ApplicationServer Kind = "application-server"
	Database          Kind = "database"
	Cache             Kind = "cache"
	Queue             Kind = "queue"
	Worker            Kind = "worker"
	Monitoring        Kind = "monitoring"
	Custom            Kind = "custom"
	External          Kind = "external"
)

// Service is a logical tier on servers, or an external.
type Service struct {
	Name        string  `key:"-"`
	Kind        Kind    `key:"kind"`
	Title       string  `key:"title"`
	Description string  `key:"description"`
	Owner       string  `key:"owner"`
	Labels      []Label `key:"labels"`
	Links       []Link  `key:"links"`

	Software string   `key:"software"`
	Version  string   `key:"version"`
	Image    string   `key:"image"`
	Build    string   `key:"build"`
	Command  []string `key:"command"`
	Env      []Label  `key:"env"`
	On       []string `key:"on"`

	Port    int         `key:"port"`
	Listen  []*Listener `key:"listen"`
	Address *Address    `key:"address"`
	Uses    []*Use      `key:"uses"`
	Quorum  int         `key:"quorum"`

	Static      string         `key:"static"`
	Cache       *ResponseCache `key:"cache"`
	Sessions    string         `key:"sessions"`
	Replication *Replication   `key:"replication"`
	Backups     []*Backup      `key:"backups"`
	Schedule    string         `key:"schedule"`

	Watches   []string    `key:"watches"`
	Probes    []string    `key:"probes"`
	Alerts    []*Alert    `key:"alerts"`
	Receivers []*Receiver `key:"receivers"`

	Capacity  Capacity  `key:"capacity"`
	Resources Resources `key:"resources"`
	Restart   string    `key:"restart"`
	Reliability

	// Provides and Provider are written for externals only.
	Provides string `key:"provides"`
	Provider string `key:"provider"`

	// Defaults are those of the software.
	Defaults Software
	// Reached is how clients find the service, with the defaults filled in.
	Reached Address
	// Connections are what the service uses, in the order written.
	Connections []*Connection
	// Data is how copies of the data are kept, with the defaults filled in;
	// nil without replication.
	Data *DataSet
	// Instances are the service on each of its servers, in the order of On;
	// an external has one.
	Instances []*Instance
	// Path is where the service was written.
	Path Path

	onServer map[*Server]*Instance
}

// InstanceOn is the instance on a server, or nil.
func (s *Service) InstanceOn(server *Server) *Instance { return s.onServer[server] }

// Capacity is what one instance can carry.
type Capacity struct {
	Requests    float64 `key:"requests"`
	Connections int     `key:"connections"`
}

// ResponseCache is responses that are kept and served again.
type ResponseCache struct {
	TTL   Duration `key:"ttl"`
	Size  Size     `key:"size"`
	Paths []string `key:"paths"`
	Stale *bool    `key:"stale"`
}

// Listener is a port that is open for clients.
type Listener struct {
	Protocol  string  `key:"protocol"`
	Port      int     `key:"port"`
	From      string  `key:"from"`
	Bind      string  `key:"bind"`
	TLS       *TLS    `key:"tls"`
	Redirect  string  `key:"redirect"`
	Purpose   string  `key:"purpose"`
	RateLimit float64 `key:"rateLimit"`
	Timeout   Timeout `key:"timeout"`

	// Path is where the listener was written.
	Path Path
}

// Encrypted tells whether the listener speaks TLS.
func (l *Listener) Encrypted() bool {
	return l.TLS != nil || l.Protocol == "https" || l.Protocol == "tls"
}

// TLS is encryption on a listener or a connection.
type TLS struct {
	Minimum     string       `key:"minimum"`
	Ciphers     string       `key:"ciphers"`
	Certificate *Certificate `key:"certificate"`
	Verify      *bool        `key:"verify"`
	HSTS        Duration     `key:"hsts"`
}

// Certificate is what a TLS listener shows.
type Certificate struct {
	Names   []string `key:"names"`
	Issuer  string   `key:"issuer"`
	Expires string   `key:"expires"`
	Renewal string   `key:"renewal"`
}

// Address is how clients, or other services, find one of several instances.
type Address struct {
	By         string         `key:"by"`
	Names      []string       `key:"names"`
	IP         string         `key:"ip"`
	Tracks     string         `key:"tracks"`
	Advert     Duration       `key:"advert"`
	Router     int            `key:"router"`
	Priorities []ServerNumber `key:"priorities"`
	Preempt    *bool          `key:"preempt"`
	Checked    *bool          `key:"checked"`
	TTL        Duration       `key:"ttl"`
	Every      Duration       `key:"every"`
	Fall       int            `key:"fall"`
}

// ServerNumber is a number for a server, such as a weight or a priority.
type ServerNumber struct {
	Server string
	Number int
}

// Replication is how copies of the data are kept.
type Replication struct {
	Primary      string       `key:"primary"`
	Mode         string       `key:"mode"`
	Failover     string       `key:"failover"`
	Controller   string       `key:"controller"`
	Promotion    Duration     `key:"promotion"`
	Address      *Address     `key:"address"`
	WaitFor      int          `key:"waitFor"`
	WaitTimeout  Duration     `key:"waitTimeout"` // Forever: without end
	Sources      []ServerName `key:"sources"`
	MultiPrimary *bool        `key:"multiPrimary"`
	GTID         *bool        `key:"gtid"`
	ReadOnly     *bool        `key:"readOnly"`
	Durable      *bool        `key:"durable"`
	Fencing      *bool        `key:"fencing"`
	TLS          *TLS         `key:"tls"`
}

// ServerName is a server that is given for another.
type ServerName struct{ Server, Name string }

// Backup is a copy of the data that can be restored.
type Backup struct {
	Every       Duration `key:"every"`
	To          string   `key:"to"`
	Keep        Duration `key:"keep"`
	Tool        string   `key:"tool"`
	PointInTime *bool    `key:"pointInTime"`
	LastRestore string   `key:"lastRestore"`
}

// Alert is when the monitoring calls somebody.
type Alert struct {
	Name string   `key:"-"`
	On   string   `key:"on"`
	Of   []string `key:"of"`
	When string   `key:"when"`
	For  Duration `key:"for"`
	To   []string `key:"to"`
}

// Receiver is who is called.
type Receiver struct {
	Name    string `key:"-"`
	By      string `key:"by"`
	Address string `key:"address"`
	Via     string `key:"via"`
}
