package advice

import (
	"slices"

	"github.com/loadpath/loadpath/model"
)

// networks are all, with what belongs to the part.
func (p *part) networks() []*model.Network {
	var kept []*model.Network
	for _, network := range p.of.Networks {
		of := *network
		of.Members = p.known(network.Members)
		kept = append(kept, &of)
	}
	return kept
}

// firewalls are those in front of servers of the part. Of their rules the ends
// that belong to the part are left; a rule that has none left is a rule still,
// as its place counts, about nothing that is there.
func (p *part) firewalls() []*model.Firewall {
	var kept []*model.Firewall
	for _, firewall := range p.of.Firewalls {
		of := *firewall
		of.On, of.Rules = p.known(firewall.On), nil
		if len(of.On) == 0 {
			continue
		}
		for _, rule := range firewall.Rules {
			within := *rule
			within.From, within.To = p.ends(rule.From), p.ends(rule.To)
			if len(within.To) == 0 && len(rule.To) > 0 {
				within.From = nil
			}
			of.Rules = append(of.Rules, &within)
		}
		kept = append(kept, &of)
	}
	return kept
}

// ends are the ends of a rule that are there: any, clients, networks, and what
// belongs to the part.
func (p *part) ends(names []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		isNetwork := slices.ContainsFunc(p.of.Networks, func(n *model.Network) bool { return n.Name == name })
		return name != "any" && p.of.Client(name) == nil && !isNetwork && len(p.known([]string{name})) == 0
	})
}
