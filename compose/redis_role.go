package compose

import (
	"fmt"

	"github.com/loadpath/loadpath/model"
)

// redisWasPrimary is there while what a server has on its volume may be more
// than what others have: it takes writes, or did when it ended.
const redisWasPrimary = "/data/primary"

// redisAside puts what a primary had that was replaced while it was away where
// it can be read: Redis itself would drop it for what the primary of today has,
// and nobody can tell whether that one ever got it all.
const redisAside = `if grep -q '^replicaof ' /etc/loadpath/role.conf; then
  if [ -e ` + redisWasPrimary + ` ] && [ -d /data/appendonlydir ]; then
    kept=/data/kept-$(date -u +%Y%m%dT%H%M%SZ)
    mv /data/appendonlydir "$kept"
    echo "loadpath: this was the primary; what it had is kept in $kept"
  fi
  rm -f ` + redisWasPrimary + `
else
  touch ` + redisWasPrimary + `
fi`

// redisAsk asks a member's own server, as the account that moves the role.
func (s *stack) redisAsk(c *Container) []byte {
	var w config
	w.add("# Asks the server of %s: ask.sh COMMAND... loadpath writes this file.", c.Instance.Name())
	w.add("REDISCLI_AUTH=$(cat %s) exec redis-cli -e --user _role --no-auth-warning%s -p %d \"$@\"", s.own(c, "role"), s.redisWay(c), s.ports(c)[0].number)
	return w.bytes()
}

// redisRole says who a member is. A primary that was replaced while it was away
// starts as a replica.
func (s *stack) redisRole(c *Container, folder string) {
	primary := c.Instance.Service.Primary()
	livesByRole(c, folder)
	var w config
	if c.Instance == primary {
		w.add("# %s is the primary. loadpath writes this file.", c.Instance.Name())
	} else {
		address, number := s.sourceOf(c, primary)
		w.add("# %s is a replica of %s. loadpath writes this file.\nreplicaof %s %d", c.Instance.Name(), primary.Name(), address, number)
	}
	s.file(folder+"/role.conf", w.bytes())
	s.file(folder+"/become.sh", s.redisBecome(c))
}

// redisBecome makes a member that runs what its role is now.
func (s *stack) redisBecome(c *Container) []byte {
	source := "no one"
	if primary := c.Instance.Service.Primary(); c.Instance != primary {
		address, number := s.sourceOf(c, primary)
		source = fmt.Sprintf("%s %d", address, number)
	}
	var w config
	w.add("# Makes %s, which runs, what its role is. loadpath writes this file.", c.Instance.Name())
	w.add("set -e\nsh %s/ask.sh replicaof %s", redisFolder, source)
	if c.Instance.Service.Kind == model.Cache {
		return w.bytes() // it keeps nothing on its volume
	}
	if c.Instance == c.Instance.Service.Primary() {
		w.add("touch %s", redisWasPrimary)
	} else {
		w.add("rm -f %s", redisWasPrimary)
	}
	return w.bytes()
}
