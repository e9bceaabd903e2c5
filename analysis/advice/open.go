package advice

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/loadpath/loadpath/model"
)

// talk is packets that go from one service, or client, to another.
type talk struct {
	from, to  string
	port      int // 0 where the transport has none
	transport string
}

// opened is the change with the firewall rules that it needs, for what has to
// pass after it, did not have to before or could, and is stopped; and whether
// all of that passes then.
func opened(a *model.Architecture, c Change, flows []*model.Flow) (Change, bool) {
	if len(a.Firewalls) == 0 {
		return c, true
	}
	before, err := edited(a, Change{}, flows, true)
	if err != nil {
		return c, false
	}
	after, err := edited(a, c, flows, true)
	if err != nil {
		return c, false
	}
	was, rules := stopped(before), newRulebook(a, after)
	for _, talk := range inOrder(stopped(after), talk.key) {
		if !was[talk] {
			rules.let(talk)
		}
	}
	c.Edits = slices.Concat(c.Edits, rules.edits())
	final, err := edited(a, c, flows, true)
	if err != nil {
		return c, false
	}
	for talk := range stopped(final) {
		if !was[talk] {
			return c, false
		}
	}
	return c, true
}

// key orders talks.
func (t talk) key() string {
	return t.from + " " + t.to + " " + t.transport + " " + strconv.Itoa(t.port)
}

// rule lets the packets through.
func (t talk) rule() *model.FirewallRule {
	rule := &model.FirewallRule{From: []string{t.from}, To: []string{t.to}}
	if t.port != 0 {
		rule.Port = []int{t.port}
	}
	if t.transport != "tcp" {
		rule.Transport = t.transport
	}
	return rule
}

// samples are two instances of each group of servers in each zone: to firewalls
// the others are like them, and one alone would be beside itself only.
func samples(instances []*model.Instance) []*model.Instance {
	type sort struct {
		group *model.Group
		zone  *model.Zone
	}
	seen := make(map[sort]int)
	var some []*model.Instance
	for _, i := range instances {
		of := sort{}
		if i.Server != nil {
			of = sort{i.Server.Group, i.Server.Zone}
		}
		if seen[of]++; seen[of] <= 2 {
			some = append(some, i)
		}
	}
	return some
}

// packet is one that a talk sends from an instance to another.
type packet struct {
	talk
	from, to *model.Instance
}

// passes tells whether the firewalls of an architecture let it through.
func (p packet) passes(a *model.Architecture) bool {
	return a.Permits(model.Sender{Instance: p.from}, p.to, p.port, p.transport)
}

// stopped is what has to pass and does not.
func stopped(a *model.Architecture) map[talk]bool {
	found := make(map[talk]bool)
	for _, p := range packets(a) {
		if !p.passes(a) {
			found[p.talk] = true
		}
	}
	return found
}

// packets are those that have to pass between some of the instances: those of
// the connections, of the copying of the data, and of those that share a
// virtual IP.
func packets(a *model.Architecture) []packet {
	var all []packet
	add := func(from, to []*model.Instance, port int, transport string) {
		for _, x := range samples(from) {
			for _, y := range samples(to) {
				all = append(all, packet{talk{x.Service.Name, y.Service.Name, port, transport}, x, y})
			}
		}
	}
	for _, c := range a.Connections {
		for _, from := range samples(c.From.Instances) {
			add([]*model.Instance{from}, c.Targets(from), c.Port, "tcp")
		}
	}
	for _, s := range a.Services {
		if s.Address != nil && s.Address.By == "virtual-ip" {
			add(s.Instances, s.Instances, 0, "vrrp")
		}
		if s.Data != nil || s.Quorum > 1 {
			add(s.Instances, s.Instances, cmp.Or(s.Port, s.Defaults.Port), "tcp")
		}
	}
	return all
}
