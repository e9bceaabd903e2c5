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

// opened is the change with the firewall rules that it needs: for what has to
// pass after it, did not have to before or could, and is stopped.
func opened(a *model.Architecture, c Change, flows []*model.Flow) Change {
	if len(a.Firewalls) == 0 {
		return c
	}
	before, err := edited(a, Change{}, flows, true)
	if err != nil {
		return c
	}
	after, err := edited(a, c, flows, true)
	if err != nil {
		return c
	}
	was, edits := stopped(before), slices.Clone(c.Edits)
	added := make(map[*model.Firewall]int)
	for _, talk := range inOrder(stopped(after), talk.key) {
		if was[talk] {
			continue
		}
		for _, firewall := range after.Firewalls {
			if firewall.Default != "deny" || !guards(firewall, after.Service(talk.to)) {
				continue
			}
			at := firewall.Path.Field("rules").Index(len(firewall.Rules) + added[firewall])
			edits = append(edits, Write(at, talk.rule()))
			added[firewall]++
		}
	}
	c.Edits = edits
	return c
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

func guards(f *model.Firewall, s *model.Service) bool {
	return s != nil && slices.ContainsFunc(s.Instances, func(i *model.Instance) bool { return slices.Contains(f.Servers, i.Server) })
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

// stopped is what has to pass and does not, between some of the instances: the
// connections, the copying of the data, and the talk of those that share a
// virtual IP.
func stopped(a *model.Architecture) map[talk]bool {
	found := make(map[talk]bool)
	note := func(from, to *model.Instance, port int, transport string) {
		if !a.Permits(model.Sender{Instance: from}, to, port, transport) {
			found[talk{from.Service.Name, to.Service.Name, port, transport}] = true
		}
	}
	for _, c := range a.Connections {
		for _, from := range samples(c.From.Instances) {
			for _, to := range samples(c.Targets(from)) {
				note(from, to, c.Port, "tcp")
			}
		}
	}
	for _, s := range a.Services {
		port := cmp.Or(s.Port, s.Defaults.Port)
		shares := s.Address != nil && s.Address.By == "virtual-ip"
		for _, from := range samples(s.Instances) {
			for _, to := range samples(s.Instances) {
				if shares {
					note(from, to, 0, "vrrp")
				}
				if s.Data != nil || s.Quorum > 1 {
					note(from, to, port, "tcp")
				}
			}
		}
	}
	return found
}
