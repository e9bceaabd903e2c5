package compose

import (
	"fmt"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// mariadbSetup writes what an empty server runs: on the primary the accounts,
// which replication brings to the replicas; on a replica where its source is.
func (s *stack) mariadbSetup(c *Container, folder string) {
	primary := c.Instance.Service.Primary()
	if primary == nil || primary == c.Instance {
		s.file(folder+"10-accounts.sh", s.mariadbAccounts(c))
		return
	}
	var w config
	w.add("# %s: a replica of %s. The image sources this file on its first start.", c.Instance.Name(), primary.Name())
	w.add("# What the set-up itself logged is dropped, so that nothing is here that the")
	w.add("# primary does not know.")
	w.add("{\n  echo 'RESET MASTER;'\n  sh %s/follow.sh\n} | docker_process_sql --database=mysql", mysqlRoleFolder)
	s.file(folder+"10-replica.sh", w.bytes())
}

// mariadbUser is who logs in to a MariaDB database.
type mariadbUser struct {
	name, secret, grant string
	tls                 bool
}

// mariadbUsers gives every caller what it does with the data and no more, the
// replicas the log, and the health check nothing. The health check's account is
// the last, so that where it is, the others are.
func (s *stack) mariadbUsers(service *model.Service) []mariadbUser {
	var all []mariadbUser
	data := fmt.Sprintf("SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, DROP ON \\`%s\\`.*", strings.ReplaceAll(databaseName(service), "_", "\\\\_"))
	for _, caller := range s.callersOf(service) {
		all = append(all, mariadbUser{accountName(service, caller), s.secret(callerSecret(service, caller)), data, s.reachesEncrypted(caller, service)})
	}
	if replicates(service) {
		all = append(all, mariadbUser{"_replica", s.secret(ownSecret(service, "replica")), "REPLICATION REPLICA ON *.*", replicationTLS(service) != nil})
	}
	if hasAgent(service) {
		all = append(all, mariadbUser{monitor, s.secret(ownSecret(service, "monitor")), "PROCESS, BINLOG MONITOR, SLAVE MONITOR ON *.*", s.mysqlShowsTLS(service)})
	}
	return append(all, mariadbUser{"_health", s.secret(ownSecret(service, "health")), "USAGE ON *.*", false})
}

// mariadbAccounts makes the database and the accounts. Nobody is there yet who
// could acknowledge them.
func (s *stack) mariadbAccounts(c *Container) []byte {
	service := c.Instance.Service
	var w config
	w.add("# %s: the accounts. The image sources this file on its first start.", c.Instance.Name())
	w.add("docker_process_sql --database=mysql <<SQL")
	w.add("SET GLOBAL rpl_semi_sync_master_enabled=OFF;")
	w.add("CREATE DATABASE IF NOT EXISTS \\`%s\\`;", databaseName(service))
	for _, user := range s.mariadbUsers(service) {
		c.needsSecret(user.secret)
		require := ""
		if user.tls {
			require = " REQUIRE SSL"
		}
		w.add("CREATE USER '%s'@'%%' IDENTIFIED BY '$(cat %s)'%s;", user.name, secretFile(user.secret), require)
		w.add("GRANT %s TO '%s'@'%%';", user.grant, user.name)
	}
	w.add("SQL")
	return w.bytes()
}

// mariadbRole says who a member is. Whoever is not the primary starts read-only,
// whatever it was before. Every member may be either, so each has the passwords
// of both.
func (s *stack) mariadbRole(c *Container, folder string) {
	service := c.Instance.Service
	primary := service.Primary()
	livesByRole(c, folder)
	for _, user := range s.mariadbUsers(service) {
		c.needsSecret(user.secret)
	}
	var w config
	if c.Instance == primary {
		w.add("# %s is the primary. loadpath writes this file.\n[mariadbd]\nread_only=OFF", c.Instance.Name())
		if service.Data.WaitFor > 0 {
			w.add("rpl_semi_sync_master_enabled=ON")
		}
		s.file(folder+"/role.cnf", w.bytes())
		s.file(folder+"/become.sh", s.mariadbBecome(c))
		return
	}
	w.add("# %s is a replica: it takes no writes. loadpath writes this file.\n[mariadbd]\nread_only=ON", c.Instance.Name())
	s.file(folder+"/role.cnf", w.bytes())
	s.file(folder+"/follow.sh", s.mariadbFollow(c, primary))
	s.file(folder+"/become.sh", s.mariadbBecome(c))
}

// mariadbBecome makes a member that runs what its role is now.
func (s *stack) mariadbBecome(c *Container) []byte {
	service := c.Instance.Service
	waits, read := "OFF", "ON"
	if c.Instance == service.Primary() {
		read = "OFF"
		if service.Data.WaitFor > 0 {
			waits = "ON"
		}
	}
	var w config
	w.add("# Makes %s, which runs, what its role is. loadpath writes this file.", c.Instance.Name())
	w.add("set -e\nexport MYSQL_PWD=$(cat /run/secrets/%s)\n{", s.rootOf(c))
	if read == "ON" {
		w.add("  echo 'SET GLOBAL read_only = ON;'")
	}
	w.add("  echo 'STOP SLAVE; RESET SLAVE ALL; SET GLOBAL rpl_semi_sync_master_enabled = %s;'", waits)
	if read == "ON" {
		w.add("  sh %s/follow.sh\n  echo 'START SLAVE;'", mysqlRoleFolder)
	} else {
		w.add("  echo 'SET GLOBAL read_only = OFF;'")
	}
	w.add("} | mariadb --protocol=socket -uroot")
	return w.bytes()
}

// mariadbFollow prints the statement that lets a member follow the primary. A
// member that was the primary itself counts what it wrote then as received.
func (s *stack) mariadbFollow(c *Container, primary *model.Instance) []byte {
	address, number := s.sourceOf(c, primary)
	var w config
	w.add("# Prints how %s follows %s. loadpath writes this file.", c.Instance.Name(), primary.Name())
	w.add("cat <<SQL")
	w.add("CHANGE MASTER TO MASTER_HOST='%s', MASTER_PORT=%d, MASTER_USER='_replica', MASTER_PASSWORD='$(cat %s)',", address, number, s.own(c, "replica"))
	if t := replicationTLS(c.Instance.Service); t != nil {
		verify := 0
		if t.Verify != nil && *t.Verify {
			verify = 1
		}
		w.add("  MASTER_SSL=1, MASTER_SSL_CA='%s/ca.pem', MASTER_SSL_VERIFY_SERVER_CERT=%d,", certificates, verify)
	} else {
		w.add("  MASTER_SSL=0, MASTER_SSL_VERIFY_SERVER_CERT=0,")
	}
	w.add("  MASTER_USE_GTID=slave_pos, MASTER_DEMOTE_TO_SLAVE=1, MASTER_CONNECT_RETRY=1, MASTER_HEARTBEAT_PERIOD=2;")
	w.add("SQL")
	return w.bytes()
}
