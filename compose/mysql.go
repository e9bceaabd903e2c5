package compose

import (
	"fmt"
	"slices"

	"github.com/loadpath/loadpath/model"
)

// mysql runs a member of a MySQL database. Its set-up is by scripts that the
// image runs on an empty data folder.
func (s *stack) mysql(c *Container) {
	service := c.Instance.Service
	folder := "mysql/" + c.Name
	c.Image, c.User = s.image(service), 999
	// The image begins as root, gives the data to its own user, and becomes it.
	c.Capabilities = []string{"CHOWN", "DAC_OVERRIDE", "SETGID", "SETUID"}
	c.Writable = []string{"/tmp", "/var/run/mysqld:mode=1777"}
	c.mount("./"+folder+"/conf.d", "/etc/mysql/conf.d")
	c.mount("./"+folder+"/setup", setupFolder)
	c.Volumes = append(c.Volumes, Volume{c.Name + "_data", "/var/lib/mysql"})
	c.Grace = 30 * model.Second
	c.set("MYSQL_ROOT_PASSWORD_FILE", "/run/secrets/"+s.rootOf(c))
	c.set("MYSQL_ROOT_HOST", "localhost")
	c.set("MYSQL_INITDB_SKIP_TZINFO", "1")
	if s.mysqlShowsTLS(service) {
		s.showStore(c)
	}
	s.mysqlHealth(c)
	switch {
	case inGroup(service):
		s.mysqlGroup(c, folder)
	case replicates(service):
		s.mysqlRole(c, folder+"/role")
	}
	s.file(folder+"/conf.d/loadpath.cnf", s.mysqlSettings(c))
	s.mysqlSetup(c, folder+"/setup/")
	s.mysqlOmits(service)
}

// rootOf is the secret of the administrator.
func (s *stack) rootOf(c *Container) string {
	secret := s.secret(ownSecret(c.Instance.Service, "root"))
	c.needsSecret(secret)
	return secret
}

// mysqlHealth asks over TCP: the server that runs during set-up has a socket
// only, and on a replica the account is there once replication has brought it.
// A member of a group is healthy once the group says so.
func (s *stack) mysqlHealth(c *Container) {
	user, secret := "_health", s.secret(ownSecret(c.Instance.Service, "health"))
	c.needsSecret(secret)
	question, answer := "SELECT 1", ">/dev/null"
	if inGroup(c.Instance.Service) {
		question, answer = "SELECT member_state FROM performance_schema.replication_group_members WHERE member_id=@@server_uuid", "| grep -q ONLINE"
	}
	c.Health = &Health{
		Test:        []string{"CMD-SHELL", fmt.Sprintf("MYSQL_PWD=$(cat /run/secrets/%s) mysql -h127.0.0.1 -P%d -u%s -Nse '%s' %s", secret, s.ports(c)[0].number, user, question, answer)},
		StartPeriod: 120 * model.Second,
	}
}

// mysqlSetup writes what an empty server runs: on the primary the accounts,
// which replication brings to the replicas; on a replica where its source is;
// in a group the accounts on each, so that all begin equal.
func (s *stack) mysqlSetup(c *Container, folder string) {
	service := c.Instance.Service
	primary := service.Primary()
	if primary == nil || primary == c.Instance || inGroup(service) {
		s.file(folder+"10-accounts.sh", s.mysqlAccounts(c))
		return
	}
	s.file(folder+"10-replica.sh", s.mysqlReplica(c, primary))
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

// mysqlOmits lists what is written about the data and not done in the stack.
func (s *stack) mysqlOmits(service *model.Service) {
	if len(service.Backups) > 0 {
		s.omit(service.Path.Field("backups"), "no backups are taken in the stack")
	}
	r := service.Replication
	if r == nil {
		return
	}
	at := service.Path.Field("replication")
	for _, flag := range []struct {
		name  string
		value *bool
	}{{"gtid", r.GTID}, {"readOnly", r.ReadOnly}} {
		if flag.value != nil && !*flag.value {
			s.omit(at.Field(flag.name), "in the stack it is on: replicas follow by GTID and take no writes")
		}
	}
	if r.Controller != "" {
		s.omit(at.Field("controller"), r.Controller+" does not move the primary in the stack: a person does, with loadpath promote")
	} else if service.Data.Automatic && !inGroup(service) {
		s.omit(at.Field("failover"), "nothing moves the primary by itself in the stack: a person does, with loadpath promote")
	}
	if r.Fencing != nil && *r.Fencing {
		s.omit(at.Field("fencing"), "an old primary is not shut out: it comes back read-only")
	}
	if r.Address != nil {
		s.omit(at.Field("address"), "no address follows the primary in the stack: callers are told of its own")
	}
	if len(r.Sources) > 0 {
		s.omit(at.Field("sources"), "all replicas follow the primary in the stack")
	}
}

// callersOf are the services that use another and log in to it, each once: those
// behind a router, or a load balancer in front of it, do, and that does not.
func (s *stack) callersOf(service *model.Service) []*model.Service {
	var callers []*model.Service
	for _, c := range s.a.Connections {
		if c.To != service {
			continue
		}
		from := []*model.Service{c.From}
		if forwards(c.From) {
			from = s.callersOf(c.From)
		}
		for _, caller := range from {
			if !slices.Contains(callers, caller) {
				callers = append(callers, caller)
			}
		}
	}
	return callers
}

// inGroup tells whether the members of a database find out for themselves who
// the primary is.
func inGroup(service *model.Service) bool {
	return service.Data != nil && service.Data.Mode == "group"
}
