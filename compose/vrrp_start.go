package compose

import (
	"fmt"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// vrrpStart is how keepalived starts: it finds the interface that has each
// address, as they are not numbered in an order that is known, and takes away
// what one that was killed before it left there.
func (s *stack) vrrpStart(c *Container) string {
	var moves, walls []string
	for _, f := range s.floats[c.Instance.Service] {
		own, _ := c.On(f.network)
		moves = append(moves, fmt.Sprintf("move %s %s/%d", own, f.address, f.network.Subnet.Bits()))
		walls = append(walls, s.vrrpWalls(c, f)...)
	}
	return fmt.Sprintf(vrrpBegin, strings.Join(moves, "\n"), strings.Join(walls, ""))
}

const vrrpBegin = `#!/bin/bash
# Starts keepalived at the interfaces that have our addresses. loadpath writes this file.
set -euo pipefail
cp /usr/local/etc/keepalived/keepalived.conf /tmp/keepalived.conf

place=0
move() { # OWN MOVING
  local interface
  interface=$(ip -o -4 address show | awk -v own="$1/" 'index($4, own) == 1 { print $2; exit }')
  [ -n "$interface" ] || { echo "no interface has our address $1" >&2; exit 1; }
  ip address del "$2" dev "$interface" 2>/dev/null || true # where one that was killed left it
  place=$((place + 1))
  sed -i "s/INTERFACE$(printf %%02d $place)/$interface/" /tmp/keepalived.conf
}
%s

# The instances meet here to agree on the address. What no firewall lets through
# between them does not connect (6 is TCP; the image has no names of protocols).
wall() { ip rule del "$@" 2>/dev/null || true; ip rule add "$@"; }
%sexec keepalived --dont-fork --log-console --log-detail --use-file=/tmp/keepalived.conf --pid=/tmp/keepalived.pid --vrrp_pid=/tmp/vrrp.pid
`

// vrrpWalls are the commands that keep an instance from the ports of the others
// on the network where their address moves, and from those of the address.
func (s *stack) vrrpWalls(c *Container, f *floating) []string {
	var walls []string
	for _, p := range s.ports(c) {
		kept := false
		for _, instance := range c.Instance.Service.Instances {
			other := s.of[instance]
			if other == c || s.a.Permits(model.Sender{Instance: c.Instance}, instance, p.number, p.transport) {
				continue
			}
			address, _ := other.On(f.network)
			walls = append(walls, fmt.Sprintf("wall to %s ipproto 6 dport %d prohibit\n", address, p.number))
			kept = true
		}
		if kept {
			walls = append(walls, fmt.Sprintf("wall to %s ipproto 6 dport %d prohibit\n", f.address, p.number))
		}
	}
	return walls
}

// vrrpCheck asks the process itself: one that hangs accepts and never answers.
// vrrpKnock is for what cannot be asked.
const (
	vrrpKnock = `#!/bin/bash
# Succeeds while the process beside us is there. loadpath writes this file.
exec 3<>/dev/tcp/127.0.0.1/%d || exit 1
`
	vrrpCheck = vrrpKnock + `printf 'GET /health HTTP/1.0\r\n\r\n' >&3
read -r -t 0.8 line <&3 && [[ $line == *' 200 '* ]]
`
)

// vrrpScript tells whether an instance works, for whoever holds its address.
func (s *stack) vrrpScript(c *Container) string {
	switch c.Instance.Service.Defaults.Name {
	case "haproxy":
		return fmt.Sprintf(vrrpCheck, haproxyAdmin)
	case "nginx":
		return fmt.Sprintf(vrrpCheck, nginxStatus)
	}
	return fmt.Sprintf(vrrpKnock, s.ports(c)[0].number)
}
