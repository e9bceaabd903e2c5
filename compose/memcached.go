package compose

import (
	"fmt"
	"strconv"
	"strings"
)

// memcachedMegabytes is what it keeps at most.
const memcachedMegabytes = 64

// memcached runs an instance of memcached. It has neither accounts nor
// replication: who may reach it may read and write all.
func (s *stack) memcached(c *Container) {
	service := c.Instance.Service
	if service.Replication != nil {
		s.refuse(service.Path.Field("replication"), "memcached keeps no copies: leave replication out")
	}
	number := s.ports(c)[0].number
	if s.servesTLS(service, number) {
		s.refuse(service.Path, "memcached is run without TLS: leave tls out of the connections to %s", service.Name)
	}
	c.Image, c.User = s.image(service), 11211
	c.Writable = []string{}
	c.Command = []string{"memcached", "--memory-limit=" + strconv.Itoa(memcachedMegabytes), "--port=" + strconv.Itoa(number), "--udp-port=0"}
	if addresses := listenList(s.binds(c, number, "tcp")); addresses != nil {
		c.Command = append(c.Command, "--listen="+strings.Join(addresses, ","))
	}
	if n := service.Capacity.Connections; n > 0 {
		c.Command = append(c.Command, "--conn-limit="+strconv.Itoa(n))
	}
	c.Health = &Health{Test: []string{"CMD", "bash", "-c", fmt.Sprintf(
		`exec 3<>/dev/tcp/%s/%d && printf 'version\r\n' >&3 && read -t 2 -r answer <&3 && [[ $answer == VERSION* ]]`, loopback, number)}}
}
