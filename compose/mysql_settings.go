package compose

import (
	"cmp"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// mysqlSettings keep the server small: the stack is for one machine.
func (s *stack) mysqlSettings(c *Container) []byte {
	service := c.Instance.Service
	var w config
	w.add("# %s, as the architecture says. loadpath writes this file.", c.Instance.Name())
	w.add("[mysqld]")
	number := s.ports(c)[0].number
	w.add("port=%d", number)
	if addresses := s.binds(c, number, "tcp"); addresses != nil {
		all := []string{"127.0.0.1"}
		for _, address := range addresses {
			all = append(all, address.String())
		}
		w.add("bind_address=%s", strings.Join(all, ","))
	}
	w.add("server_id=%d", slices.Index(service.Instances, c.Instance)+1)
	if inGroup(service) {
		s.mysqlGroupSettings(&w, c)
	} else {
		w.add("report_host=%s", c.Name)
	}
	if replicates(service) {
		w.add("init_file=" + mysqlRoleFolder + "/role.sql")
		// A member whose data are made anew gets what it wrote itself before.
		w.add("replicate_same_server_id=ON")
	}
	w.add("log_bin=binlog\ngtid_mode=ON\nenforce_gtid_consistency=ON\nrelay_log=relay")
	w.add("# Addresses are fixed, and no caller is shut out for having failed before.")
	w.add("skip_name_resolve=ON\nhost_cache_size=0")
	w.add("# Small: some hundred megabytes a server are enough to see what happens.")
	w.add("mysqlx=OFF\ninnodb_buffer_pool_size=32M\ninnodb_redo_log_capacity=64M\nperformance_schema_max_table_instances=400\ntable_definition_cache=400\ntable_open_cache=400")
	if service.Capacity.Connections > 0 {
		w.add("max_connections=%d", service.Capacity.Connections)
	}
	if r := service.Replication; r != nil && r.Durable != nil && *r.Durable {
		w.add("sync_binlog=1\ninnodb_flush_log_at_trx_commit=1")
	}
	if data := service.Data; data != nil && data.WaitFor > 0 {
		mysqlSemiSync(&w, data)
	}
	s.mysqlTLS(&w, service)
	return w.bytes()
}

// mysqlSemiSync lets the primary wait for replicas. "loose_", as the plugins
// are not there yet while the data folder is made.
func mysqlSemiSync(w *config, data *model.DataSet) {
	w.add("plugin_load_add=semisync_source.so\nplugin_load_add=semisync_replica.so")
	w.add("loose_rpl_semi_sync_source_enabled=ON\nloose_rpl_semi_sync_replica_enabled=ON")
	w.add("loose_rpl_semi_sync_source_wait_for_replica_count=%d", data.WaitFor)
	timeout := int64(4294967295) // the most that MySQL takes: some fifty days
	if data.WaitTimeout != model.Forever && data.WaitTimeout > 0 {
		timeout = int64(data.WaitTimeout / (model.Second / 1000))
	}
	w.add("loose_rpl_semi_sync_source_timeout=%d", timeout)
}

// mysqlTLS shows a certificate where anybody expects one, and takes nobody
// without where everybody does.
func (s *stack) mysqlTLS(w *config, service *model.Service) {
	if !s.mysqlShowsTLS(service) {
		return
	}
	w.add("ssl_ca=%s/ca.pem\nssl_cert=%s/cert.pem\nssl_key=%s/key.pem", certificates, certificates, certificates)
	versions := "TLSv1.2,TLSv1.3"
	if s.mysqlMinimum(service) == "1.3" {
		versions = "TLSv1.3"
	}
	w.add("tls_version=%s", versions)
	if suites := s.storeCiphers(service); suites != "" {
		w.add("ssl_cipher=%s", suites)
	}
	if s.mysqlAllTLS(service) {
		w.add("require_secure_transport=ON")
	}
}

// mysqlMinimum is the oldest version of TLS that any caller or replica may use.
func (s *stack) mysqlMinimum(service *model.Service) string {
	minimum := "1.3"
	for _, t := range s.mysqlEncryption(service) {
		minimum = min(minimum, oldest(t))
	}
	return minimum
}

// mysqlEncryption is what is written about encryption on the ways to a database.
func (s *stack) mysqlEncryption(service *model.Service) []*model.TLS {
	var all []*model.TLS
	for _, c := range s.a.Connections {
		if c.To == service && c.Encrypted() {
			all = append(all, c.Use.TLS)
		}
	}
	if r := service.Replication; r != nil && r.TLS != nil {
		all = append(all, r.TLS)
	}
	return all
}

func (s *stack) mysqlShowsTLS(service *model.Service) bool {
	return len(s.mysqlEncryption(service)) > 0
}

// mysqlAllTLS tells whether whoever comes over the network has to encrypt. A
// health check that logs in cannot: it sees that and nothing else.
func (s *stack) mysqlAllTLS(service *model.Service) bool {
	plain := func(c *model.Connection) bool { return c.To == service && (!c.Encrypted() || s.asksRole(c)) }
	return s.mysqlShowsTLS(service) && !slices.ContainsFunc(s.a.Connections, plain) && !(len(service.Replicas()) > 0 && replicationTLS(service) == nil)
}

// replicationTLS is how replication is encrypted, or nil.
func replicationTLS(service *model.Service) *model.TLS {
	return cmp.Or(service.Replication, &model.Replication{}).TLS
}
