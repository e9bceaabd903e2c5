package compose

import (
	"fmt"
	"slices"

	"github.com/loadpath/loadpath/model"
)

// keepalivedImage has keepalived and the programs that lay networks.
const keepalivedImage = "loadpath/keepalived:2.3"

// vrrp lets the address of a service move between its instances. The network
// belongs to a container that does nothing else, and both the instance and
// keepalived share it: so each of them can die and start again without the other
// losing it.
func (s *stack) vrrp(c *Container) {
	service := c.Instance.Service
	folder := "keepalived/" + c.Name
	holder := &Container{Name: beside(c.Name, "net"), Role: Net, Instance: c.Instance, Server: c.Server, Networks: c.Networks,
		Image: keepalivedImage, Comment: "Holds the network of " + c.Instance.Name() + ", and does nothing.",
		Entrypoint: []string{"bash", "-c", "trap 'exit 0' TERM; sleep infinity & wait"},
		// The instance listens at the address whether it is here or not.
		Settings: []Variable{{"net.ipv4.ip_nonlocal_bind", "1"}}, Writable: []string{}}
	s.small(holder, 16)
	mover := &Container{Name: beside(c.Name, "vrrp"), Role: VRRP, Instance: c.Instance, Server: c.Server, Shares: holder.Name,
		Image: keepalivedImage, Comment: "Brings the address of " + service.Name + " to " + c.Instance.Name() + " while it is this one's.",
		Capabilities: []string{"DAC_OVERRIDE", "KILL", "NET_ADMIN", "NET_RAW", "SETGID", "SETUID"}, Writable: []string{"/run", "/tmp"},
		Entrypoint: []string{"bash", "/usr/local/etc/keepalived/start.sh"},
		Health:     &Health{Test: []string{"CMD-SHELL", "pidof keepalived >/dev/null"}}}
	s.small(mover, 64)
	mover.mount("./"+folder, "/usr/local/etc/keepalived")
	s.containers = slices.Insert(s.containers, slices.Index(s.containers, c), holder, mover)
	s.holders = append(s.holders, held{c, holder})
	s.vrrpOmits(service)
	if service.Reached.Tracks == "process" {
		s.program(folder+"/check.sh", s.vrrpScript(c))
	}
	s.file(folder+"/keepalived.conf", s.vrrpConf(c))
	s.program(folder+"/start.sh", s.vrrpStart(c))
}

// vrrpConf is keepalived's configuration: whom it agrees with, and what moves.
func (s *stack) vrrpConf(c *Container) []byte {
	service, reached := c.Instance.Service, c.Instance.Service.Reached
	var w config
	w.add("# The virtual address of %s. start.sh puts the names of interfaces in.", service.Name)
	w.section("global_defs {", "router_id "+c.Name, "script_user root", "enable_script_security", "vrrp_version 3",
		"vrrp_garp_master_delay 1", "vrrp_garp_master_repeat 2", "vrrp_garp_master_refresh 5", "vrrp_garp_master_refresh_repeat 1")
	w.add("}")
	tracks := reached.Tracks == "process"
	if tracks {
		w.section("vrrp_script process {", `script "/usr/local/etc/keepalived/check.sh"`, "interval 1", "timeout 1", "fall 2", "rise 2", "init_fail")
		w.add("}")
	}
	lines := []string{"state BACKUP", "interface INTERFACE01", fmt.Sprintf("virtual_router_id %d", max(reached.Router, 1)),
		fmt.Sprintf("priority %d", priority(c.Instance)), "advert_int " + seconds(reached.Advert)}
	if reached.Preempt != nil && !*reached.Preempt {
		lines = append(lines, "nopreempt")
	}
	own, _ := c.On(s.floats[service][0].network)
	lines = append(lines, "unicast_src_ip "+own.String())
	lines = append(lines, block("unicast_peer", s.vrrpPeers(c))...)
	var addresses []string
	for i, f := range s.floats[service] {
		addresses = append(addresses, fmt.Sprintf("%s/%d dev INTERFACE%02d", f.address, f.network.Subnet.Bits(), i+1))
	}
	lines = append(lines, block("virtual_ipaddress", addresses)...)
	if tracks {
		lines = append(lines, block("track_script", []string{"process"})...)
	}
	w.section("vrrp_instance address {", lines...)
	w.add("}")
	return w.bytes()
}

// vrrpPeers are the other instances that the firewalls let agree with one, by
// their addresses on the first network where the address moves.
func (s *stack) vrrpPeers(c *Container) []string {
	service := c.Instance.Service
	var peers []string
	for _, instance := range service.Instances {
		if other := s.of[instance]; other != c && s.a.Permits(model.Sender{Instance: c.Instance}, instance, 0, "vrrp") {
			address, _ := other.On(s.floats[service][0].network)
			peers = append(peers, address.String())
		}
	}
	if len(peers) == 0 {
		s.refuse(service.Path.Field("address"), "the firewalls let no VRRP through between the servers of %s: write a rule {from: %q, to: %q, transport: \"vrrp\"}", service.Name, service.Name, service.Name)
	}
	return peers
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
