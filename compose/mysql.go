package compose

import (
	"fmt"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// mysql runs a member of a MySQL database. Its set-up is by scripts that the
// image runs on an empty data folder.
func (s *stack) mysql(c *Container) {
	service := c.Instance.Service
	folder := "mysql/" + c.Name
	c.Image, c.User = s.image(service), 999
	c.mount("./"+folder+"/conf.d", "/etc/mysql/conf.d")
	c.mount("./"+folder+"/setup", setupFolder)
	c.Volumes = append(c.Volumes, Volume{c.Name + "_data", "/var/lib/mysql"})
	c.Grace = 30 * model.Second
	c.set("MYSQL_ROOT_PASSWORD_FILE", "/run/secrets/"+s.rootOf(c))
	c.set("MYSQL_ROOT_HOST", "localhost")
	c.set("MYSQL_INITDB_SKIP_TZINFO", "1")
	s.mysqlHealth(c)
	if replicates(service) {
		s.mysqlRole(c, folder+"/role")
	}
	s.file(folder+"/conf.d/loadpath.cnf", s.mysqlSettings(c))
	s.mysqlSetup(c, folder+"/setup/")
}

// rootOf is the secret of the administrator.
func (s *stack) rootOf(c *Container) string {
	secret := s.secret(beside(c.Instance.Service.Name, "root"))
	c.needsSecret(secret)
	return secret
}

// mysqlHealth asks as one of the callers would, over TCP: the server that runs
// during set-up has a socket only, and on a replica the account is there once
// replication has brought it.
func (s *stack) mysqlHealth(c *Container) {
	user, secret := "_health", s.secret(beside(c.Instance.Service.Name, "health"))
	c.needsSecret(secret)
	c.Health = &Health{
		Test:        []string{"CMD-SHELL", fmt.Sprintf("MYSQL_PWD=$(cat /run/secrets/%s) mysql -h127.0.0.1 -P%d -u%s -Nse 'SELECT 1' >/dev/null", secret, s.ports(c)[0].number, user)},
		StartPeriod: 120 * model.Second,
	}
}

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
	w.add("report_host=%s", c.Name)
	if replicates(service) {
		w.add("init_file=" + mysqlRoleFolder + "/role.sql")
	}
	w.add("log_bin=binlog\ngtid_mode=ON\nenforce_gtid_consistency=ON\nrelay_log=relay")
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

// mysqlSetup writes what an empty server runs: on the primary the accounts,
// which replication brings to the replicas; on a replica where its source is.
func (s *stack) mysqlSetup(c *Container, folder string) {
	service := c.Instance.Service
	primary := service.Primary()
	if primary == nil || primary == c.Instance {
		s.file(folder+"10-accounts.sh", s.mysqlAccounts(c))
		return
	}
	s.file(folder+"10-replica.sh", s.mysqlReplica(c, primary))
}

// mysqlAccounts gives every caller what it does with the data and no more, the
// replicas the log, and the health check nothing but a connection.
func (s *stack) mysqlAccounts(c *Container) []byte {
	service := c.Instance.Service
	var w config
	w.add("# %s: the accounts. The image sources this file on its first start.", c.Instance.Name())
	w.add("docker_process_sql --database=mysql <<SQL")
	w.add("CREATE DATABASE IF NOT EXISTS \\`%s\\`;", service.Name)
	account := func(user, secret, grant string) {
		c.needsSecret(secret)
		w.add("CREATE USER '%s'@'%%' IDENTIFIED WITH caching_sha2_password BY '$(cat /run/secrets/%s)';", user, secret)
		if grant != "" {
			w.add("GRANT %s TO '%s'@'%%';", grant, user)
		}
	}
	for _, caller := range s.callersOf(service) {
		account(caller.Name, s.secret(beside(service.Name, caller.Name)), fmt.Sprintf("SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, DROP ON \\`%s\\`.*", strings.ReplaceAll(service.Name, "_", "\\\\_")))
	}
	account("_health", s.secret(beside(service.Name, "health")), "")
	if len(service.Replicas()) > 0 {
		account("_replica", s.secret(beside(service.Name, "replica")), "REPLICATION SLAVE ON *.*")
	}
	w.add("SQL")
	return w.bytes()
}

// mysqlReplica follows the primary by GTID. What the set-up itself logged is
// dropped, so that nothing is on the replica that the primary does not know.
// Read-only from the next start on, which is the first real one.
func (s *stack) mysqlReplica(c *Container, primary *model.Instance) []byte {
	var w config
	w.add("# %s: a replica of %s. The image sources this file on its first start.", c.Instance.Name(), primary.Name())
	w.add("{")
	w.add("  echo 'RESET BINARY LOGS AND GTIDS;'")
	w.add("  sh %s/follow.sh", mysqlRoleFolder)
	w.add("  echo 'SET PERSIST_ONLY super_read_only=ON;'")
	w.add("} | docker_process_sql --database=mysql")
	return w.bytes()
}

// callersOf are the services that use another, each once.
func (s *stack) callersOf(service *model.Service) []*model.Service {
	var callers []*model.Service
	for _, c := range s.a.Connections {
		if c.To == service && !slices.Contains(callers, c.From) {
			callers = append(callers, c.From)
		}
	}
	return callers
}
