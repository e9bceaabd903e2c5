package compose

import (
	"fmt"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// account is who logs in to a MySQL database.
type mysqlAccount struct {
	user   string // by grammar letters, digits, hyphens; ours begin with _
	secret string // empty: no password
	grants []string
	tls    bool
}

// mysqlUsers gives every caller what it does with the data and no more, the
// replicas the log, and the checks nothing but the state.
func (s *stack) mysqlUsers(service *model.Service) []mysqlAccount {
	var all []mysqlAccount
	data := fmt.Sprintf("SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, DROP ON \\`%s\\`.*", strings.ReplaceAll(databaseName(service), "_", "\\\\_"))
	for _, caller := range s.callersOf(service) {
		all = append(all, mysqlAccount{accountName(service, caller), s.secret(callerSecret(service, caller)), []string{data}, s.reachesEncrypted(caller, service)})
	}
	members := "SELECT ON performance_schema.replication_group_members"
	health := mysqlAccount{user: "_health", secret: s.secret(ownSecret(service, "health"))}
	if inGroup(service) {
		health.grants = []string{members}
	}
	all = append(all, health)
	encrypted := replicationTLS(service) != nil
	if len(service.Replicas()) > 0 || inGroup(service) {
		replica := mysqlAccount{"_replica", s.secret(ownSecret(service, "replica")), []string{"REPLICATION SLAVE ON *.*"}, encrypted}
		if inGroup(service) {
			replica.grants[0] = "REPLICATION SLAVE, CONNECTION_ADMIN, BACKUP_ADMIN, GROUP_REPLICATION_STREAM ON *.*"
			all = append(all, mysqlAccount{"_group", s.secret(ownSecret(service, "group")),
				[]string{"GROUP_REPLICATION_ADMIN, SYSTEM_VARIABLES_ADMIN, CONNECTION_ADMIN ON *.*", "SELECT ON performance_schema.*"}, encrypted})
		}
		all = append(all, replica)
	}
	if hasAgent(service) {
		all = append(all, mysqlAccount{"_monitor", s.secret(ownSecret(service, "monitor")),
			[]string{"PROCESS, REPLICATION CLIENT ON *.*", "SELECT ON performance_schema.*"}, s.mysqlShowsTLS(service)})
	}
	if slices.ContainsFunc(s.a.Connections, func(c *model.Connection) bool { return c.To == service && s.asksRole(c) }) {
		all = append(all, s.mysqlNobody(service, members))
	}
	return all
}

// mysqlNobody is as whom a check logs in that asks for the role: it cannot work
// out the answer to a challenge, and so there is no password. It sees the roles
// and nothing else. An account with a name could give itself a password, and shut
// the checks out; nobody cannot (MySQL reference manual, server errors 1131,
// ER_PASSWORD_ANONYMOUS_USER, and 1396).
func (s *stack) mysqlNobody(service *model.Service, members string) mysqlAccount {
	if inGroup(service) {
		return mysqlAccount{grants: []string{members}}
	}
	return mysqlAccount{}
}

// reachesEncrypted tells whether a caller's way to a database is encrypted: its
// own connection, or that of the router that it goes by, which hands on what it
// is given.
func (s *stack) reachesEncrypted(caller, database *model.Service) bool {
	return slices.ContainsFunc(s.a.Connections, func(c *model.Connection) bool {
		direct := c.From == caller || forwards(c.From) && slices.Contains(s.callersOf(c.From), caller)
		return c.To == database && direct && c.Encrypted()
	})
}

// mysqlAccounts makes the database and the accounts. In a group they are made on
// each member and logged on none.
func (s *stack) mysqlAccounts(c *Container) []byte {
	service := c.Instance.Service
	var w config
	w.add("# %s: the accounts. The image sources this file on its first start.", c.Instance.Name())
	w.add("docker_process_sql --database=mysql <<SQL")
	if inGroup(service) {
		w.add("SET SESSION sql_log_bin=0;")
	}
	w.add("CREATE DATABASE IF NOT EXISTS \\`%s\\`;", databaseName(service))
	for _, account := range s.mysqlUsers(service) {
		password, require := "", ""
		if account.secret != "" {
			c.needsSecret(account.secret)
			password = fmt.Sprintf(" BY '$(cat /run/secrets/%s)'", account.secret)
		}
		if account.tls {
			require = " REQUIRE SSL"
		}
		w.add("CREATE USER '%s'@'%%' IDENTIFIED WITH caching_sha2_password%s%s;", account.user, password, require)
		for _, grant := range account.grants {
			w.add("GRANT %s TO '%s'@'%%';", grant, account.user)
		}
	}
	if inGroup(service) {
		w.add("RESET BINARY LOGS AND GTIDS;\nSET PERSIST_ONLY super_read_only=ON;")
	}
	w.add("SQL")
	return w.bytes()
}
