package compose

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// postgresMember is what a member is called where it is waited for: PostgreSQL
// takes 63 characters.
func postgresMember(c *Container) string { return fit(c.Name, 63) }

func (s *stack) postgresPort(c *Container) string { return strconv.Itoa(s.ports(c)[0].number) }

// postgresConf keeps the server small: the stack is for one machine.
func (s *stack) postgresConf(c *Container) []byte {
	service := c.Instance.Service
	addresses := listenList(s.binds(c, s.ports(c)[0].number, "tcp"))
	if addresses == nil {
		addresses = []string{"*"}
	}
	var w config
	w.add("# %s, as the architecture says. loadpath writes this file.", c.Instance.Name())
	w.add("listen_addresses = '%s'\nport = %s", strings.Join(addresses, ","), s.postgresPort(c))
	w.add("unix_socket_directories = '/var/run/postgresql'")
	w.add("hba_file = '%s/pg_hba.conf'", postgresSettings)
	w.add("cluster_name = '%s'", postgresMember(c))
	w.add("password_encryption = scram-sha-256")
	w.add("# Small: some dozen megabytes a server are enough to see what happens.")
	w.add("shared_buffers = 32MB\nmax_wal_size = 128MB\nmin_wal_size = 32MB")
	w.add("max_connections = %d", cmp.Or(service.Capacity.Connections, 50))
	w.add("# What a member that comes back needs of the log. wal_log_hints: so that one\n# that was the primary can be rewound.")
	w.add("wal_level = replica\nmax_wal_senders = 10\nmax_replication_slots = 10\nwal_keep_size = 128MB\nmax_slot_wal_keep_size = 512MB\nwal_log_hints = on")
	w.add("wal_receiver_status_interval = 1s\nwal_receiver_timeout = 10s\nwal_sender_timeout = 10s\nwal_retrieve_retry_interval = 1s")
	if data := service.Data; data != nil && data.WaitFor > 0 && replicates(service) {
		s.postgresSync(&w, c)
	}
	if s.mysqlShowsTLS(service) {
		w.add("ssl = on\nssl_cert_file = '%s/cert.pem'\nssl_key_file = '/tmp/key.pem'", certificates)
		w.add("ssl_min_protocol_version = 'TLSv%s'", max(s.mysqlMinimum(service), "1.2"))
		if suites := s.storeCiphers(service); suites != "" {
			w.add("ssl_ciphers = '%s'", suites)
		}
	}
	if replicates(service) {
		w.add("include '%s/role.conf'", mysqlRoleFolder)
	}
	return w.bytes()
}

// postgresSync lets a primary wait until so many others have a write on disk. A
// replica does not heed it.
func (s *stack) postgresSync(w *config, c *Container) {
	service := c.Instance.Service
	if service.Data.WaitTimeout != model.Forever && service.Data.WaitTimeout > 0 {
		s.omit(service.Path.Field("replication").Field("waitTimeout"), "PostgreSQL waits for its replicas without end")
	}
	var others []string
	for _, instance := range service.Instances {
		if instance != c.Instance {
			others = append(others, `"`+postgresMember(s.of[instance])+`"`)
		}
	}
	w.add("synchronous_standby_names = 'ANY %d (%s)'", min(service.Data.WaitFor, len(others)), strings.Join(others, ", "))
}

// postgresAccess says who may come from where: the administrator from inside
// the container, the health check from the loopback, each caller to the
// database alone.
func (s *stack) postgresAccess(c *Container) []byte {
	service := c.Instance.Service
	var w config
	w.add("# Who may log in to %s, the first line that fits counts. loadpath writes this file.", c.Instance.Name())
	w.add("local all postgres peer")
	if s.isAsked(service, "postgresql") {
		w.add("# Health checks see that a password is asked for. There is no such role: nobody\n# gets in by it.\nhost all \"_check\" all scram-sha-256")
	}
	for _, user := range s.postgresUsers(service) {
		kind := "host"
		if user.tls {
			kind = "hostssl"
		}
		switch user.name {
		case "_health":
			w.add(`host "%s" "_health" %s/32 scram-sha-256`, databaseName(service), loopback)
		case monitor:
			w.add(`%s postgres "%s" all scram-sha-256`, kind, monitor)
		case "_replica":
			w.add(`%s replication,postgres "_replica" all scram-sha-256`, kind)
		default:
			w.add(`%s "%s" "%s" all scram-sha-256`, kind, databaseName(service), user.name)
		}
	}
	return w.bytes()
}

// postgresAsk asks a member's own server, as its administrator.
func (s *stack) postgresAsk(c *Container) []byte {
	var w config
	w.add("# Asks the server of %s: ask.sh OPTION... loadpath writes this file.", c.Instance.Name())
	w.add("cd /\nexec gosu postgres psql -X -p %s -v ON_ERROR_STOP=1 \"$@\"", s.postgresPort(c))
	return w.bytes()
}

// postgresRole says who a member is. Every member may be either, so each has the
// passwords of both.
func (s *stack) postgresRole(c *Container, folder string) {
	primary := c.Instance.Service.Primary()
	livesByRole(c, folder)
	var conf, script config
	if c.Instance == primary {
		conf.add("# %s is the primary. loadpath writes this file.", c.Instance.Name())
		conf.add("primary_conninfo = ''\nprimary_slot_name = ''")
		script.add("# %s is the primary: it follows nobody. loadpath writes this file.\nsource=", c.Instance.Name())
	} else {
		source := s.postgresSource(c, primary)
		conf.add("# %s is a replica of %s. loadpath writes this file.", c.Instance.Name(), primary.Name())
		conf.add("primary_conninfo = '%s application_name=%s'\nprimary_slot_name = '%s'", source, postgresMember(c), postgresSlot(c.Instance))
		script.add("# %s is a replica of %s. loadpath writes this file.\nsource='%s'", c.Instance.Name(), primary.Name(), source)
	}
	s.file(folder+"/role.conf", conf.bytes())
	s.file(folder+"/role.sh", script.bytes())
	s.file(folder+"/become.sh", s.postgresBecome(c))
}

// postgresBecome makes a member that runs what its role is now. One that was
// the primary has to start anew for that.
func (s *stack) postgresBecome(c *Container) []byte {
	service := c.Instance.Service
	var w config
	w.add("# Makes %s, which runs, what its role is. loadpath writes this file.", c.Instance.Name())
	w.add("set -e\nask() { sh %s/ask.sh -Atqc \"$1\"; }", postgresSettings)
	if c.Instance != service.Primary() {
		w.add("[ \"$(ask 'SELECT pg_is_in_recovery()')\" = t ] || { echo 'it was the primary: start it anew' >&2; exit 1; }")
		w.add("ask 'SELECT pg_reload_conf()' >/dev/null")
		return w.bytes()
	}
	w.add("# Slots from when it was the primary before keep the log from where members were then.")
	w.add("ask 'SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE pg_is_in_recovery() AND NOT active' >/dev/null")
	w.add("[ \"$(ask 'SELECT NOT pg_is_in_recovery() OR pg_promote(true, 30)')\" = t ] || { echo 'it did not become the primary in 30 seconds' >&2; exit 1; }")
	for _, instance := range service.Instances {
		if instance != c.Instance {
			w.add("ask \"SELECT pg_create_physical_replication_slot('%[1]s', true) WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = '%[1]s')\" >/dev/null", postgresSlot(instance))
		}
	}
	return w.bytes()
}

// postgresSource is how a member connects to the one that it copies.
func (s *stack) postgresSource(c *Container, primary *model.Instance) string {
	address, number := s.sourceOf(c, primary)
	way := "sslmode=disable"
	if t := replicationTLS(c.Instance.Service); t != nil {
		way = "sslmode=require"
		if t.Verify != nil && *t.Verify {
			way = "sslmode=verify-full sslrootcert=" + certificates + "/ca.pem"
		}
	}
	return fmt.Sprintf("host=%s port=%d user=_replica passfile=/tmp/pgpass connect_timeout=2 %s", address, number, way)
}
