package compose

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// mysqlExporter reads the metrics of a member, as an account that sees the
// server's state and no data. The password goes from its file into another that
// only the exporter's user reads.
func (s *stack) mysqlExporter(c, member *Container, at netip.Addr, number int) {
	service := member.Instance.Service
	secret := s.secret(ownSecret(service, "monitor"))
	c.needsSecret(secret)
	c.Image, c.User = "prom/mysqld-exporter:v0.19.0", 65534
	c.Writable = []string{"/tmp"}
	settings := []string{"[client]", "user=_monitor"}
	if s.mysqlShowsTLS(service) {
		s.trust(c)
		settings = append(settings, "ssl-ca="+certificates+"/ca.pem")
	}
	c.Entrypoint = []string{"/bin/sh", "-c", strings.Join([]string{
		"umask 077",
		fmt.Sprintf(`{ printf '%%s\n' '%s'; printf 'password=%%s\n' "$(cat /run/secrets/%s)"; } >/tmp/my.cnf`, strings.Join(settings, "' '"), secret),
		fmt.Sprintf("exec /bin/mysqld_exporter --config.my-cnf=/tmp/my.cnf --mysqld.address=%s:%d --web.listen-address=127.0.0.1:%d%s", at, s.ports(member)[0].number, number, collected(service.Data != nil && service.Data.Mode == "group")),
	}, "\n")}
}

// collected are the flags for what is measured beside the defaults.
func collected(group bool) string {
	if group {
		return " --collect.perf_schema.replication_group_members"
	}
	return ""
}

// hasAgent tells whether an agent reads any of a service's instances, so that
// there has to be an account for it.
func hasAgent(service *model.Service) bool {
	return slices.ContainsFunc(service.Instances, func(i *model.Instance) bool { return i.Server != nil && i.Server.Group.Agent != "" })
}
