package compose

import (
	"fmt"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// rabbitFolder is where RabbitMQ finds what the script made of the passwords, in
// memory.
const rabbitFolder = "/run/rabbitmq"

// rabbitmq runs a RabbitMQ broker. It starts by a script of ours, which writes
// the accounts, and then does what the image does.
func (s *stack) rabbitmq(c *Container) {
	service := c.Instance.Service
	if service.Replication != nil {
		s.refuse(service.Path.Field("replication"), "a cluster of RabbitMQ is not run: leave replication out, and each instance is a broker of its own")
	}
	if len(service.Instances) > 1 {
		s.omit(service.Path.Field("on"), "each instance of "+service.Name+" is a broker of its own: they make no cluster")
	}
	folder := "rabbitmq/" + c.Name
	c.Image, c.User = s.image(service), 999
	// The script and the image begin as root; the server runs as its own user.
	c.Capabilities = []string{"CHOWN", "DAC_OVERRIDE", "SETGID", "SETUID"}
	c.Writable = []string{"/tmp", rabbitFolder, "/var/log/rabbitmq:mode=1777"}
	c.mount("./"+folder+"/conf.d/20-loadpath.conf", "/etc/rabbitmq/conf.d/20-loadpath.conf")
	c.mount("./"+folder+"/settings", "/etc/loadpath")
	c.Volumes = append(c.Volumes, Volume{c.Name + "_data", "/var/lib/rabbitmq"})
	c.Grace = 30 * model.Second
	c.Entrypoint = []string{"bash", "/etc/loadpath/start.sh"}
	c.Command = []string{"rabbitmq-server"}
	// Nothing but the broker itself is reached from outside the container.
	c.set("RABBITMQ_NODENAME", "rabbit@localhost")
	c.set("ERL_EPMD_ADDRESS", loopback)
	c.set("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "+S 1:1 +sbwt none -kernel inet_dist_use_interface {127,0,0,1}")
	if s.oneWay(service) {
		s.showStore(c)
	}
	c.Health = s.rabbitHealth(c)
	s.file(folder+"/conf.d/20-loadpath.conf", s.rabbitConf(c))
	s.file(folder+"/settings/start.sh", s.rabbitStart(c))
	s.mysqlOmits(service)
}

// rabbitHealth begins a conversation: the broker listens when it is ready, and
// answers with a method (frame type 1), "start". Behind TLS it is asked whether
// it listens. Source: AMQP 0-9-1, 4.2.2 protocol header.
func (s *stack) rabbitHealth(c *Container) *Health {
	ask := fmt.Sprintf("exec 3<>/dev/tcp/%s/%d", loopback, s.ports(c)[0].number)
	if !s.oneWay(c.Instance.Service) {
		ask += ` && printf 'AMQP\0\0\11\1' >&3 && [ "$(timeout 2 head -c 1 <&3 | od -An -tu1 | tr -d ' ')" = 1 ]`
	}
	return &Health{Test: []string{"CMD", "bash", "-c", ask}, StartPeriod: 120 * model.Second}
}

// rabbitConf keeps the broker small: the stack is for one machine.
func (s *stack) rabbitConf(c *Container) []byte {
	service := c.Instance.Service
	number := s.ports(c)[0].number
	kind, other := "tcp", "ssl"
	if s.oneWay(service) {
		kind, other = other, kind
	}
	var w config
	w.add("# %s, as the architecture says. loadpath writes this file.", c.Instance.Name())
	w.add("listeners.%s = none", other)
	addresses := listenList(s.binds(c, number, "tcp"))
	if addresses == nil {
		addresses = []string{"0.0.0.0"}
	}
	for i, address := range addresses {
		w.add("listeners.%s.%d = %s:%d", kind, i+1, address, number)
	}
	if kind == "ssl" {
		w.add("ssl_options.cacertfile = %s/ca.pem\nssl_options.certfile = %s/cert.pem\nssl_options.keyfile = %s/key.pem", certificates, certificates, certificates)
		w.add("ssl_options.verify = verify_none\nssl_options.fail_if_no_peer_cert = false")
		for i, version := range strings.Fields(redisTLS(s.mysqlMinimum(service))) {
			w.add("ssl_options.versions.%d = %s", i+1, strings.ToLower(version))
		}
		if suites := s.storeCiphers(service); suites != "" {
			for i, suite := range strings.Split(suites, ":") {
				w.add("ssl_options.ciphers.%d = %s", i+1, suite)
			}
		}
	}
	w.add("# The health check comes and goes every second.\nlog.connection.level = error")
	w.add("prometheus.tcp.ip = %s", loopback)
	w.add("load_definitions = %s/definitions.json", rabbitFolder)
	w.add("# Small: some hundred megabytes are enough to see what happens.")
	w.add("vm_memory_high_watermark.absolute = 256MiB\ndisk_free_limit.absolute = 50MB")
	if n := service.Capacity.Connections; n > 0 {
		w.add("connection_max = %d", n)
	}
	return w.bytes()
}

// rabbitStart writes the accounts: every caller has what queues there are, and
// manages nothing. The hash is as RabbitMQ makes it: four random bytes, and the
// SHA-256 of them and the password. Source: RabbitMQ documentation, credentials
// and passwords, computing password hash.
func (s *stack) rabbitStart(c *Container) []byte {
	service := c.Instance.Service
	var w config
	w.add("# Starts %s. loadpath writes this file.", c.Instance.Name())
	w.add("set -euo pipefail\numask 077")
	w.add("%s", rabbitHash)
	w.add("{\n  echo '{\"vhosts\": [{\"name\": \"/\"}], \"users\": ['")
	callers := s.callersOf(service)
	for i, secret := range s.allAccounts(service) {
		c.needsSecret(secret)
		w.add("  printf '{\"name\": \"%s\", \"password_hash\": \"%%s\", \"hashing_algorithm\": \"rabbit_password_hashing_sha256\", \"tags\": []}%s\\n' \"$(hash %s)\"",
			accountName(service, callers[i]), separator(i, len(callers)), secret)
	}
	w.add("  echo '], \"permissions\": ['")
	for i, caller := range callers {
		w.add("  echo '{\"user\": \"%s\", \"vhost\": \"/\", \"configure\": \".*\", \"write\": \".*\", \"read\": \".*\"}%s'", accountName(service, caller), separator(i, len(callers)))
	}
	w.add("  echo ']}'\n} >%s/definitions.json", rabbitFolder)
	w.add("chmod 755 %s\nchown -R rabbitmq %s", rabbitFolder, rabbitFolder)
	w.add("exec docker-entrypoint.sh \"$@\"")
	return w.bytes()
}

const rabbitHash = `hash() { # SECRET
  local salt sum
  salt=$(head -c 4 /dev/urandom | od -An -tx1 | tr -d ' \n')
  sum=$({ printf "$(sed 's/../\\x&/g' <<<"$salt")"; printf %s "$(cat "/run/secrets/$1")"; } | sha256sum | cut -d' ' -f1)
  printf "$(sed 's/../\\x&/g' <<<"$salt$sum")" | base64 -w0
}`

func separator(i, n int) string {
	if i+1 < n {
		return ","
	}
	return ""
}
