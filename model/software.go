package model

// Software is what a software does where the architecture does not say. Each
// has a table of its own, with the source of its values; SoftwareNamed finds
// it.
type Software struct {
	// Name is how the architecture writes it, Title how people do.
	Name, Title string
	// Port and Protocol are where it listens.
	Port     int
	Protocol string
	// Image is the official container image.
	Image string

	// Choose is how it picks among several targets; Undecided where only the
	// application knows.
	Choose Choice
	// ClientsChoose is how everything that uses it picks among its instances,
	// where its protocol settles that; else Undecided.
	ClientsChoose Choice
	// Algorithm is how it shares requests between targets.
	Algorithm string
	// CheckEvery, CheckFall, CheckRise are the times of its health checks.
	CheckEvery           Duration
	CheckFall, CheckRise int
	// Connect is how long it waits for a connection to open.
	Connect Duration
	// Tries is how often a failed request is tried again, Redispatch whether
	// at another target.
	Tries      int
	Redispatch bool

	// ReplicationMode is how it replicates once replication is set up.
	ReplicationMode string
	// ManyPrimaries: every member of a group takes writes, where it is not
	// written that one alone does.
	ManyPrimaries bool
	// WaitFor replicas are waited for at most WaitTimeout (semi-sync, sync).
	WaitFor     int
	WaitTimeout Duration
	// Promotion is how long its own automatic failover takes.
	Promotion Duration

	// Source says where the values stand.
	Source string
}

// SoftwareNamed is the table of a software, or one with the name alone where
// nothing is known of it.
func SoftwareNamed(name string) Software {
	for _, table := range [...]func() Software{
		haproxy, nginx, apache, caddy, envoy, traefik, varnish,
		mysql, mariadb, postgresql, mongodb, mysqlRouter, proxysql, pgbouncer,
		redis, valkey, memcached, kafka, rabbitmq, nats, etcd,
		prometheus, grafana,
	} {
		if s := table(); s.Name == name {
			return s
		}
	}
	return Software{Name: name, Title: name}
}
