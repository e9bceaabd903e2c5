package compose

import (
	"github.com/loadpath/loadpath/model"
)

// mysqlRoleFolder is where a member of a database finds what its role is. What
// lies there may change while the member runs.
const mysqlRoleFolder = "/etc/loadpath"

// mysqlRole says who a member is. Whoever is not the primary starts read-only,
// whatever its data say: a primary that was replaced while it was away does not
// come back as a second one that takes writes. Every member may be either, so
// each has the passwords of both.
func (s *stack) mysqlRole(c *Container, folder string) {
	service := c.Instance.Service
	primary := service.Primary()
	c.Mounts = append(c.Mounts, Mount{From: "./" + folder, To: mysqlRoleFolder, Live: true})
	for _, caller := range s.callersOf(service) {
		c.needsSecret(s.secret(callerSecret(service, caller)))
	}
	c.needsSecret(s.secret(ownSecret(service, "health")))
	c.needsSecret(s.secret(ownSecret(service, "replica")))
	if hasAgent(service) {
		c.needsSecret(s.secret(ownSecret(service, "monitor")))
	}
	var w config
	if c.Instance == primary {
		w.add("-- %s is the primary. loadpath writes this file.\nDO 0;", c.Instance.Name())
		s.file(folder+"/role.sql", w.bytes())
		return
	}
	w.add("-- %s is a replica: it takes no writes. loadpath writes this file.", c.Instance.Name())
	w.add("-- While its data are made there are no accounts yet, and it has to write.")
	w.add("SET @known = (SELECT COUNT(*) FROM mysql.user WHERE User = '_replica');")
	w.add("SET @role = IF(@known > 0, 'SET GLOBAL super_read_only = ON', 'DO 0');")
	w.add("PREPARE role FROM @role;\nEXECUTE role;\nDEALLOCATE PREPARE role;")
	s.file(folder+"/role.sql", w.bytes())
	s.file(folder+"/follow.sh", s.mysqlFollow(c, primary))
}

// mysqlFollow prints the statement that lets a member follow the primary.
// Retries without end: a replica waits for its source however long that is
// away.
func (s *stack) mysqlFollow(c *Container, primary *model.Instance) []byte {
	source := s.of[primary]
	number := s.ports(source)[0].number
	address, reached := s.route(c, source, number, "tcp")
	if !reached {
		address = source.Networks[0].Address
	}
	var w config
	w.add("# Prints how %s follows %s. loadpath writes this file.", c.Instance.Name(), primary.Name())
	w.add("cat <<SQL")
	w.add("CHANGE REPLICATION SOURCE TO SOURCE_HOST='%s', SOURCE_PORT=%d, SOURCE_USER='_replica', SOURCE_PASSWORD='$(cat /run/secrets/%s)',", address, number, s.secret(ownSecret(c.Instance.Service, "replica")))
	if t := replicationTLS(c.Instance.Service); t != nil {
		verify := 0
		if t.Verify != nil && *t.Verify {
			verify = 1
		}
		w.add("  SOURCE_SSL=1, SOURCE_SSL_CA='%s/ca.pem', SOURCE_SSL_VERIFY_SERVER_CERT=%d,", certificates, verify)
	}
	w.add("  SOURCE_AUTO_POSITION=1, GET_SOURCE_PUBLIC_KEY=1, SOURCE_CONNECT_RETRY=1, SOURCE_RETRY_COUNT=0, SOURCE_HEARTBEAT_PERIOD=2;")
	w.add("SQL")
	return w.bytes()
}
