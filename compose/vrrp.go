package compose

import (
	"fmt"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// vrrp lets the address of a service move between its instances. What holds the
// address holds the network too, and the instance shares it: so the instance can
// die and start again without losing either.
func (s *stack) vrrp(c *Container) {
	service := c.Instance.Service
	n := s.floats[service][0].network // where the instances agree
	reached := service.Reached
	folder := "keepalived/" + c.Name
	holder := &Container{Name: beside(c.Name, "vrrp"), Role: VRRP, Instance: c.Instance, Server: c.Server, Networks: c.Networks,
		Image: "loadpath/keepalived:2.3", Capabilities: []string{"DAC_OVERRIDE", "KILL", "NET_ADMIN", "NET_RAW", "SETGID", "SETUID"},
		Comment: "Holds the network of " + c.Instance.Name() + ", and the address while it is this one's.",
		// The instance listens at the address whether it is here or not.
		Settings: []Variable{{"net.ipv4.ip_nonlocal_bind", "1"}}, Writable: []string{"/run", "/tmp"},
		Health: &Health{Test: []string{"CMD-SHELL", "pidof keepalived >/dev/null"}}}
	s.small(holder, 64)
	holder.mount("./"+folder, "/usr/local/etc/keepalived")
	holder.Entrypoint = []string{"bash", "/usr/local/etc/keepalived/start.sh"}
	s.containers = slices.Insert(s.containers, slices.Index(s.containers, c), holder)
	s.holders = append(s.holders, held{c, holder})
	s.vrrpOmits(service)

	own, _ := c.On(n)
	var peers []string
	for _, instance := range service.Instances {
		other := s.of[instance]
		if other == c || !s.a.Permits(model.Sender{Instance: c.Instance}, instance, 0, "vrrp") {
			continue
		}
		address, _ := other.On(n)
		peers = append(peers, address.String())
	}
	if len(peers) == 0 {
		s.refuse(service.Path.Field("address"), "the firewalls let no VRRP through between the servers of %s: write a rule {from: %q, to: %q, transport: \"vrrp\"}", service.Name, service.Name, service.Name)
	}
	var w config
	w.add("# The virtual address of %s. start.sh puts the name of the interface in.", service.Name)
	w.section("global_defs {", "router_id "+c.Name, "script_user root", "enable_script_security", "vrrp_version 3",
		"vrrp_garp_master_delay 1", "vrrp_garp_master_repeat 2", "vrrp_garp_master_refresh 5", "vrrp_garp_master_refresh_repeat 1")
	w.add("}")
	tracks := reached.Tracks == "process"
	if tracks {
		w.section("vrrp_script process {", `script "/usr/local/etc/keepalived/check.sh"`, "interval 1", "timeout 1", "fall 2", "rise 2", "init_fail")
		w.add("}")
		s.program(folder+"/check.sh", s.vrrpScript(c))
	}
	lines := []string{"state BACKUP", "interface INTERFACE01", fmt.Sprintf("virtual_router_id %d", max(reached.Router, 1)),
		fmt.Sprintf("priority %d", priority(c.Instance)), "advert_int " + seconds(reached.Advert)}
	if reached.Preempt != nil && !*reached.Preempt {
		lines = append(lines, "nopreempt")
	}
	lines = append(lines, "unicast_src_ip "+own.String())
	lines = append(lines, block("unicast_peer", peers)...)
	addresses, owns, walls := s.vrrpAddresses(c)
	lines = append(lines, block("virtual_ipaddress", addresses)...)
	if tracks {
		lines = append(lines, block("track_script", []string{"process"})...)
	}
	w.section("vrrp_instance address {", lines...)
	w.add("}")
	s.file(folder+"/keepalived.conf", w.bytes())
	s.program(folder+"/start.sh", fmt.Sprintf(vrrpStart, strings.Join(owns, " "), strings.Join(walls, "")))
}

// vrrpAddresses are the addresses that move, each with the place of its
// interface; what the container's own address is on each of those networks; and
// the walls there.
func (s *stack) vrrpAddresses(c *Container) (addresses, owns, walls []string) {
	for i, f := range s.floats[c.Instance.Service] {
		own, _ := c.On(f.network)
		addresses = append(addresses, fmt.Sprintf("%s/%d dev INTERFACE%02d", f.address, f.network.Subnet.Bits(), i+1))
		owns = append(owns, own.String())
		walls = append(walls, s.vrrpWalls(c, f)...)
	}
	return addresses, owns, walls
}

// vrrpStart finds the interface that has each address: they are not numbered in
// an order that is known.
const vrrpStart = `#!/bin/bash
# Starts keepalived at the interfaces that have our addresses. loadpath writes this file.
set -euo pipefail
cp /usr/local/etc/keepalived/keepalived.conf /tmp/keepalived.conf
place=0
for own in %s; do
  interface=$(ip -o -4 address show | awk -v own="$own/" 'index($4, own) == 1 { print $2; exit }')
  [ -n "$interface" ] || { echo "no interface has our address $own" >&2; exit 1; }
  place=$((place + 1))
  sed -i "s/INTERFACE$(printf %%02d $place)/$interface/" /tmp/keepalived.conf
done
# The instances meet here to agree on the address. What no firewall lets through
# between them does not connect (6 is TCP; the image has no names of protocols).
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
			walls = append(walls, fmt.Sprintf("ip rule add to %s ipproto 6 dport %d prohibit\n", address, p.number))
			kept = true
		}
		if kept {
			walls = append(walls, fmt.Sprintf("ip rule add to %s ipproto 6 dport %d prohibit\n", f.address, p.number))
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

// block is what keepalived wants on lines of its own.
func block(heading string, inside []string) []string {
	lines := []string{heading + " {"}
	for _, line := range inside {
		lines = append(lines, "    "+line)
	}
	return append(lines, "}")
}

// priority is who holds the address first: as written, else in the order of the
// servers, from 200 down.
func priority(i *model.Instance) int {
	for _, p := range i.Service.Reached.Priorities {
		if p.Server == i.Server.Name || p.Server == i.Server.Group.Name {
			return p.Number
		}
	}
	return max(200-10*slices.Index(i.Service.Instances, i), 1)
}

// vrrpOmits lists what is written about an address and cannot be so here.
func (s *stack) vrrpOmits(service *model.Service) {
	if ip := service.Reached.IP; ip != "" {
		s.omit(service.Path.Field("address").Field("ip"), fmt.Sprintf("the address is %s in the stack, in place of %s", s.floats[service][0].address, ip))
	}
}

// held is an instance and the container that holds its network.
type held struct{ instance, holder *Container }

// shareNetworks hands the networks of instances over to those who hold them,
// once nobody asks the instances for their addresses any more.
func (s *stack) shareNetworks() {
	for _, h := range s.holders {
		h.instance.Networks, h.instance.Shares = nil, h.holder.Name
	}
}

// program adds a file that can be run.
func (s *stack) program(path, text string) {
	s.files = append(s.files, File{Path: path, Content: []byte(text), Executable: true})
}
