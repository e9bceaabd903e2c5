package compose

import (
	"slices"
	"strconv"

	"github.com/loadpath/loadpath/model"
)

// Where a member of a PostgreSQL database finds its settings, and keeps its
// data. The folder of the data is the same for every version of the image.
const (
	postgresSettings = "/etc/postgresql"
	postgresData     = "/var/lib/postgresql/main"
)

// postgresql runs a member of a PostgreSQL database. It starts by a script of
// ours, which makes a replica by a copy of its source, and then does what the
// image does.
func (s *stack) postgresql(c *Container) {
	service := c.Instance.Service
	s.refuseGroup(service)
	folder := "postgresql/" + c.Name
	c.Image, c.User = s.image(service), 999
	// The script begins as root, gives the data to the database's user, and
	// becomes it.
	c.Capabilities = []string{"CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"}
	c.Writable = []string{"/tmp", "/var/run/postgresql:mode=1777"}
	c.mount("./"+folder+"/settings", postgresSettings)
	c.mount("./"+folder+"/setup", setupFolder)
	c.Volumes = append(c.Volumes, Volume{c.Name + "_data", "/var/lib/postgresql"})
	c.Grace = 30 * model.Second
	c.Entrypoint = []string{"bash", postgresSettings + "/start.sh"}
	c.Command = []string{"postgres", "-c", "config_file=" + postgresSettings + "/postgresql.conf"}
	c.set("PGDATA", postgresData)
	c.set("POSTGRES_PASSWORD_FILE", "/run/secrets/"+s.rootOf(c))
	if s.mysqlShowsTLS(service) {
		s.showStore(c)
	}
	s.postgresHealth(c)
	if replicates(service) {
		s.postgresRole(c, folder+"/role")
		s.file(folder+"/settings/ask.sh", s.postgresAsk(c))
	}
	s.file(folder+"/settings/start.sh", s.postgresStart(c))
	s.file(folder+"/settings/postgresql.conf", s.postgresConf(c))
	s.file(folder+"/settings/pg_hba.conf", s.postgresAccess(c))
	s.file(folder+"/setup/10-accounts.sh", s.postgresAccounts(c))
	s.mysqlOmits(service)
}

// postgresUser is who logs in to a PostgreSQL database.
type postgresUser struct {
	name, secret string
	tls          bool
}

// postgresUsers are the callers, the replicas and the health check.
func (s *stack) postgresUsers(service *model.Service) []postgresUser {
	var all []postgresUser
	for _, caller := range s.callersOf(service) {
		all = append(all, postgresUser{accountName(service, caller), s.secret(callerSecret(service, caller)), s.reachesEncrypted(caller, service)})
	}
	if replicates(service) {
		all = append(all, postgresUser{"_replica", s.secret(ownSecret(service, "replica")), replicationTLS(service) != nil})
	}
	if hasAgent(service) {
		all = append(all, postgresUser{monitor, s.secret(ownSecret(service, "monitor")), s.mysqlShowsTLS(service)})
	}
	return append(all, postgresUser{"_health", s.secret(ownSecret(service, "health")), false})
}

// postgresHealth asks over TCP: the server that runs during set-up has a socket
// only. A replica answers once its copy is whole.
func (s *stack) postgresHealth(c *Container) {
	c.Health = &Health{
		Test:        []string{"CMD-SHELL", "PGPASSWORD=$(cat " + s.own(c, "health") + ") psql 'host=" + loopback + " port=" + s.postgresPort(c) + " user=_health dbname=" + databaseName(c.Instance.Service) + " connect_timeout=2' -Atc 'SELECT 1' >/dev/null"},
		StartPeriod: 120 * model.Second,
	}
}

// postgresAccounts makes the database and the accounts. What any caller makes in
// the database belongs to all of them, and nothing else does. Nobody is there
// yet who could acknowledge it.
func (s *stack) postgresAccounts(c *Container) []byte {
	service := c.Instance.Service
	data := databaseName(service)
	var w config
	w.add("# %s: the accounts. The image sources this file on its first start.", c.Instance.Name())
	w.add("PGOPTIONS='-c synchronous_commit=local' docker_process_sql <<'SQL'")
	w.add(`SELECT 'CREATE DATABASE "%s"' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '%s') \gexec`, data, data)
	w.add(`REVOKE ALL ON DATABASE "%s" FROM PUBLIC;`, data)
	w.add(`CREATE ROLE "_data" NOLOGIN;`)
	for _, user := range s.postgresUsers(service) {
		c.needsSecret(user.secret)
		w.add("\\set password `cat %s`", secretFile(user.secret))
		w.add(`CREATE ROLE "%s" LOGIN PASSWORD :'password';`, user.name)
		switch user.name {
		case "_health":
			w.add(`GRANT CONNECT ON DATABASE "%s" TO "_health";`, data)
		case monitor:
			w.add(`GRANT pg_monitor TO "%[1]s";`+"\n"+`GRANT CONNECT ON DATABASE postgres TO "%[1]s";`, monitor)
		case "_replica":
			s.postgresReplica(&w, c)
		default:
			w.add(`GRANT "_data" TO "%s";`, user.name)
			w.add(`ALTER ROLE "%s" SET role = '_data';`, user.name)
		}
	}
	w.add(`GRANT CONNECT, TEMPORARY ON DATABASE "%s" TO "_data";`, data)
	w.add(`\connect "%s"`, data)
	w.add(`GRANT USAGE, CREATE ON SCHEMA public TO "_data";`)
	w.add("SQL")
	return w.bytes()
}

// postgresReplica lets replicas copy: all of the log, and, to rewind one that
// was the primary, the files.
func (s *stack) postgresReplica(w *config, c *Container) {
	w.add(`ALTER ROLE "_replica" REPLICATION;`)
	w.add(`GRANT CONNECT ON DATABASE postgres TO "_replica";`)
	w.add(`GRANT EXECUTE ON FUNCTION pg_ls_dir(text, boolean, boolean), pg_stat_file(text, boolean), pg_read_binary_file(text), pg_read_binary_file(text, bigint, bigint, boolean) TO "_replica";`)
	for _, instance := range c.Instance.Service.Instances {
		if instance != c.Instance {
			w.add("SELECT pg_create_physical_replication_slot('%s', true);", postgresSlot(instance))
		}
	}
}

// postgresSlot is the slot that keeps the log for a member until it has it: a
// name of a slot has no hyphens.
func postgresSlot(i *model.Instance) string {
	return "member_" + strconv.Itoa(slices.Index(i.Service.Instances, i)+1)
}
