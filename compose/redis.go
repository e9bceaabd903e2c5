package compose

import (
	"fmt"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// redisFolder is where a Redis server finds its settings, redisKept a folder in
// memory for what is made of the passwords.
const (
	redisFolder = "/etc/redis"
	redisKept   = "/run/redis"
)

// redis runs a Redis server. It starts by a script of ours, which writes the
// accounts, and then does what the image does.
func (s *stack) redis(c *Container) {
	service := c.Instance.Service
	s.refuseGroup(service)
	if data := service.Data; data != nil && data.WaitFor > 0 {
		s.omit(service.Path.Field("replication").Field("mode"), "Redis answers a write before any replica has it")
	}
	folder := "redis/" + c.Name
	c.Image, c.User = s.image(service), 999
	// The script and the image begin as root; the server runs as its own user.
	c.Capabilities = []string{"CHOWN", "DAC_OVERRIDE", "SETGID", "SETUID"}
	c.Writable = []string{"/tmp", redisKept}
	c.mount("./"+folder+"/settings", redisFolder)
	c.Volumes = append(c.Volumes, Volume{c.Name + "_data", "/data"})
	c.Entrypoint = []string{"sh", redisFolder + "/start.sh"}
	c.Command = []string{"redis-server", redisFolder + "/redis.conf"}
	if s.oneWay(service) {
		s.showStore(c)
	}
	if replicates(service) {
		s.redisRole(c, folder+"/role")
	}
	s.redisHealth(c)
	s.file(folder+"/settings/redis.conf", s.redisConf(c))
	s.file(folder+"/settings/start.sh", s.redisStart(c))
	if replicates(service) {
		s.file(folder+"/settings/ask.sh", s.redisAsk(c))
	}
	s.mysqlOmits(service)
}

// redisConf keeps the server small. What a cache has is not kept on disk.
func (s *stack) redisConf(c *Container) []byte {
	service := c.Instance.Service
	number := s.ports(c)[0].number
	addresses := listenList(s.binds(c, number, "tcp"))
	if addresses == nil {
		addresses = []string{"*"}
	}
	var w config
	w.add("# %s, as the architecture says. loadpath writes this file.", c.Instance.Name())
	w.add("bind %s\nprotected-mode no\naclfile %s/users.acl\ndir /data", strings.Join(addresses, " "), redisKept)
	if s.oneWay(service) {
		w.add("port 0\ntls-port %d\ntls-replication yes\ntls-auth-clients no\ntls-protocols \"%s\"", number, redisTLS(s.mysqlMinimum(service)))
		w.add("tls-ca-cert-file %s/ca.pem\ntls-cert-file %s/cert.pem\ntls-key-file %s/key.pem", certificates, certificates, certificates)
		if suites := s.storeCiphers(service); suites != "" {
			w.add("tls-ciphers %s", suites)
		}
	} else {
		w.add("port %d", number)
	}
	w.add("# Small: the stack is for one machine.\nmaxmemory 64mb")
	if service.Kind == model.Cache {
		w.add("maxmemory-policy allkeys-lru\nsave \"\"\nappendonly no")
	} else {
		w.add("maxmemory-policy noeviction\nsave \"\"\nappendonly yes")
		if r := service.Replication; r != nil && r.Durable != nil && *r.Durable {
			w.add("appendfsync always")
		}
	}
	if n := service.Capacity.Connections; n > 0 {
		w.add("maxclients %d", n)
	}
	if replicates(service) {
		w.add("repl-ping-replica-period 1\nrepl-timeout 10\nrepl-diskless-sync-delay 0")
		w.add("replica-announce-ip %s\nreplica-read-only yes", c.Networks[0].Address)
		w.add("include %s/source.conf\ninclude %s/role.conf", redisKept, mysqlRoleFolder)
	}
	return w.bytes()
}

func redisTLS(minimum string) string {
	if minimum == "1.3" {
		return "TLSv1.3"
	}
	return "TLSv1.2 TLSv1.3"
}

// redisUser is who logs in to a Redis server.
type redisUser struct{ name, secret, rights string }

// redisUsers gives callers the data, and nothing that is the administrator's.
// _role may move the role of the primary.
func (s *stack) redisUsers(service *model.Service) []redisUser {
	var all []redisUser
	for _, caller := range s.callersOf(service) {
		all = append(all, redisUser{accountName(service, caller), callerSecret(service, caller), "~* &* +@all -@admin -@dangerous"})
	}
	if replicates(service) {
		all = append(all, redisUser{"_replica", ownSecret(service, "replica"), "+psync +replconf +ping"},
			redisUser{"_role", ownSecret(service, "role"), "+info +role +replicaof +wait +client|pause +client|unpause"})
	}
	if s.isAsked(service, "redis") {
		all = append(all, redisUser{"_check", "", "+ping"})
	}
	if hasAgent(service) {
		all = append(all, redisUser{monitor, ownSecret(service, "monitor"), "+ping +info +slowlog|len +slowlog|get +latency|latest +latency|histogram +client|setname"})
	}
	return append(all, redisUser{"_health", ownSecret(service, "health"), "+ping +info"})
}

// redisStart writes the accounts, with hashes in the place of passwords.
func (s *stack) redisStart(c *Container) []byte {
	var w config
	w.add("# Starts %s. loadpath writes this file.", c.Instance.Name())
	w.add("set -eu\numask 077")
	w.add("user() { # NAME SECRET RIGHTS")
	w.add("  echo \"user $1 on #$(printf %%s \"$(cat /run/secrets/$2)\" | sha256sum | cut -d' ' -f1) $3\"")
	w.add("}")
	w.add("{\n  echo 'user default off'")
	for _, user := range s.redisUsers(c.Instance.Service) {
		if user.secret == "" {
			w.add("  echo 'user %s on nopass %s'", user.name, user.rights)
			continue
		}
		c.needsSecret(s.secret(user.secret))
		w.add("  user %s %s '%s'", user.name, user.secret, user.rights)
	}
	w.add("} >%s/users.acl", redisKept)
	if replicates(c.Instance.Service) {
		w.add("echo \"masteruser _replica\nmasterauth $(cat %s)\" >%s/source.conf", s.own(c, "replica"), redisKept)
	}
	if replicates(c.Instance.Service) && c.Instance.Service.Kind != model.Cache {
		w.add("%s", redisAside)
	}
	w.add("chmod 755 %s\nchown -R redis %s", redisKept, redisKept)
	w.add("exec docker-entrypoint.sh \"$@\"")
	return w.bytes()
}

// redisWay are the options with which the container asks its own server.
func (s *stack) redisWay(c *Container) string {
	if s.oneWay(c.Instance.Service) {
		return " --tls --cacert " + certificates + "/ca.pem -h " + loopback
	}
	return " -h " + loopback
}

// redisHealth asks for the state: a replica is healthy once it has received
// anything, and stays so when its source goes away.
func (s *stack) redisHealth(c *Container) {
	c.Health = &Health{
		Test: []string{"CMD-SHELL", fmt.Sprintf(
			`REDISCLI_AUTH=$(cat %s) redis-cli --user _health%s -p %d --no-auth-warning info replication | grep -qE '^(role:master|master_link_status:up|slave_read_repl_offset:([2-9]|[1-9][0-9]))'`,
			s.own(c, "health"), s.redisWay(c), s.ports(c)[0].number)},
		StartPeriod: 60 * model.Second,
	}
}
