package compose

import (
	"fmt"
	"net/netip"
)

// monitor is the account by which an exporter sees the state of a server, and
// no data.
const monitor = "_monitor"

// postgresExporter reads the metrics of a member. The password stays in its file.
func (s *stack) postgresExporter(c, member *Container, at netip.Addr, number int) {
	service := member.Instance.Service
	secret := s.secret(ownSecret(service, "monitor"))
	c.needsSecret(secret)
	c.Image, c.User = "prometheuscommunity/postgres-exporter:v0.19.1", 65534
	way := "sslmode=disable"
	if s.mysqlShowsTLS(service) {
		s.trust(c)
		way = "sslmode=verify-full&sslrootcert=" + certificates + "/ca.pem"
	}
	c.set("DATA_SOURCE_URI", fmt.Sprintf("%s:%s/postgres?%s", at, s.postgresPort(member), way))
	c.set("DATA_SOURCE_USER", monitor)
	c.set("DATA_SOURCE_PASS_FILE", secretFile(secret))
	c.Command = []string{"--collector.stat_wal_receiver", fmt.Sprintf("--web.listen-address=127.0.0.1:%d", number)}
}

// redisExporter reads the metrics of a server. The password goes from its file
// into another that only the exporter's user reads, as the exporter wants it: by
// the address that it is for.
func (s *stack) redisExporter(c, server *Container, at netip.Addr, number int) {
	service := server.Instance.Service
	secret := s.secret(ownSecret(service, "monitor"))
	c.needsSecret(secret)
	c.Image, c.User = "oliver006/redis_exporter:v1.86.0-alpine", 59000
	c.Writable = []string{"/tmp"}
	scheme, more := "redis", ""
	if s.oneWay(service) {
		s.trust(c)
		scheme, more = "rediss", " --tls-ca-cert-file="+certificates+"/ca.pem"
	}
	address := fmt.Sprintf("%s:%d", at, s.ports(server)[0].number)
	c.Entrypoint = []string{"/bin/sh", "-c", fmt.Sprintf("umask 077\n"+
		`printf '{"%[1]s://%[2]s@%[3]s":"%%s"}' "$(cat %[4]s)" >/tmp/passwords.json`+"\n"+
		"exec /redis_exporter --redis.addr=%[1]s://%[3]s --redis.user=%[2]s --redis.password-file=/tmp/passwords.json --web.listen-address=127.0.0.1:%[5]d%[6]s",
		scheme, monitor, address, secretFile(secret), number, more)}
}
