package compose

import (
	"fmt"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// mariadbSettings is where a server finds its settings.
const mariadbSettings = "/etc/mysql/conf.d"

// mariadb runs a member of a MariaDB database. Its set-up is by scripts that the
// image runs on an empty data folder.
func (s *stack) mariadb(c *Container) {
	service := c.Instance.Service
	s.refuseGroup(service)
	folder := "mariadb/" + c.Name
	c.Image, c.User = s.image(service), 999
	// The image begins as root, gives the data to its own user, and becomes it.
	c.Capabilities = []string{"CHOWN", "DAC_OVERRIDE", "SETGID", "SETUID"}
	c.Writable = []string{"/tmp", "/run/mysqld:mode=1777"}
	c.mount("./"+folder+"/conf.d", mariadbSettings)
	c.mount("./"+folder+"/setup", setupFolder)
	c.Volumes = append(c.Volumes, Volume{c.Name + "_data", "/var/lib/mysql"})
	c.Grace = 30 * model.Second
	c.set("MARIADB_ROOT_PASSWORD_FILE", "/run/secrets/"+s.rootOf(c))
	c.set("MARIADB_ROOT_HOST", "localhost")
	c.set("MARIADB_INITDB_SKIP_TZINFO", "1")
	if s.mysqlShowsTLS(service) {
		s.showStore(c)
	}
	s.mariadbHealth(c)
	if replicates(service) {
		s.mariadbRole(c, folder+"/role")
		c.Entrypoint = []string{"bash", mariadbSettings + "/start.sh"}
		c.Command = []string{"mariadbd"}
		s.file(folder+"/conf.d/start.sh", s.mariadbStart(c))
	}
	s.file(folder+"/conf.d/loadpath.cnf", s.mariadbConf(c))
	s.mariadbSetup(c, folder+"/setup/")
	s.mysqlOmits(service)
}

// mariadbHealth asks over TCP: the server that runs during set-up has a socket
// only, and on a replica the account is there once replication has brought it.
func (s *stack) mariadbHealth(c *Container) {
	way := "--skip-ssl"
	if s.mysqlShowsTLS(c.Instance.Service) {
		way = "--ssl-ca=" + certificates + "/ca.pem"
	}
	c.Health = &Health{
		Test: []string{"CMD-SHELL", fmt.Sprintf("MYSQL_PWD=$(cat %s) mariadb %s -h%s -P%d -u_health -Nse 'SELECT 1' >/dev/null",
			s.own(c, "health"), way, loopback, s.ports(c)[0].number)},
		StartPeriod: 120 * model.Second,
	}
}

// mariadbStart starts a member with a number of its own, that goes with its data:
// a replica leaves out what a server of its own number wrote. One that was the
// primary, and whose data are made anew, would lack what it once wrote.
func (s *stack) mariadbStart(c *Container) []byte {
	var w config
	w.add("# Starts %s with the number that its data have. loadpath writes this file.", c.Instance.Name())
	w.add("set -eu\nnumber=/var/lib/mysql/loadpath-server-id")
	w.add("if [ ! -s \"$number\" ]; then")
	w.add("  echo $(($(od -An -N3 -tu4 /dev/urandom) * 256 + %d)) >\"$number.new\"", slices.Index(c.Instance.Service.Instances, c.Instance)+1)
	w.add("  mv \"$number.new\" \"$number\"\nfi")
	w.add(`exec docker-entrypoint.sh "$@" --server-id="$(cat "$number")"`)
	return w.bytes()
}

// mariadbConf keeps the server small: the stack is for one machine.
func (s *stack) mariadbConf(c *Container) []byte {
	service := c.Instance.Service
	number := s.ports(c)[0].number
	var w config
	w.add("# %s, as the architecture says. loadpath writes this file.", c.Instance.Name())
	w.add("[mariadbd]")
	w.add("port=%d", number)
	if addresses := listenList(s.binds(c, number, "tcp")); addresses != nil {
		w.add("bind_address=%s", strings.Join(addresses, ","))
	}
	if !replicates(service) {
		w.add("server_id=1")
	}
	w.add("report_host=%s", c.Name)
	w.add("log_bin=binlog\nlog_slave_updates=ON\ngtid_strict_mode=ON\nrelay_log=relay\nexpire_logs_days=7")
	w.add("# A replica waits for its source however long that is away.\nmaster_retry_count=0\nslave_net_timeout=10")
	w.add("# Addresses are fixed, and no caller is shut out for having failed before.")
	w.add("skip_name_resolve=ON\nhost_cache_size=0")
	w.add("# Small: a hundred megabytes a server are enough to see what happens.")
	w.add("innodb_buffer_pool_size=32M\ninnodb_log_file_size=32M\naria_pagecache_buffer_size=8M\nkey_buffer_size=1M\ntable_definition_cache=400\ntable_open_cache=400")
	if service.Capacity.Connections > 0 {
		w.add("max_connections=%d", service.Capacity.Connections)
	}
	if r := service.Replication; r != nil && r.Durable != nil && *r.Durable {
		w.add("sync_binlog=1\ninnodb_flush_log_at_trx_commit=1")
	}
	if data := service.Data; data != nil && data.WaitFor > 0 {
		s.mariadbSemiSync(&w, service)
	}
	s.mysqlTLS(&w, service)
	if replicates(service) {
		w.add("!include %s/role.cnf", mysqlRoleFolder)
	}
	return w.bytes()
}

// mariadbSemiSync lets the primary wait for a replica. A write is shown to
// others only once the replica has it. That a member waits is part of its role:
// a replica would wait for replicas of its own.
func (s *stack) mariadbSemiSync(w *config, service *model.Service) {
	data := service.Data
	if data.WaitFor > 1 {
		s.omit(service.Path.Field("replication").Field("waitFor"), "MariaDB waits for one replica and not for more")
	}
	w.add("rpl_semi_sync_slave_enabled=ON\nrpl_semi_sync_master_wait_point=AFTER_SYNC")
	timeout := int64(4294967295) // some fifty days, for ever
	if data.WaitTimeout != model.Forever && data.WaitTimeout > 0 {
		timeout = int64(data.WaitTimeout / (model.Second / 1000))
	}
	w.add("rpl_semi_sync_master_timeout=%d", timeout)
}
