package validate

import (
	"fmt"
	"slices"

	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/model"
)

// net002 finds servers with no firewall in front of them, and firewalls that
// let through what no rule names. No firewall at all is one finding.
func net002(in *Input) []findings.Finding {
	a := in.Architecture
	switch {
	case len(a.Servers) == 0:
		return nil
	case len(a.Firewalls) == 0:
		return []findings.Finding{{
			Path:    "servers",
			Summary: "no server has a firewall",
			Detail: fmt.Sprintf("Whoever can send packets to %s reaches every port that a program opens there, also those that are not meant for them.\n%s",
				and(serverNames(a.Servers)), firewallAdvice),
		}}
	}
	var found []findings.Finding
	guarded := make(map[*model.Server]bool)
	for _, firewall := range a.Firewalls {
		for _, server := range firewall.Servers {
			guarded[server] = true
		}
		if firewall.Default == "allow" && !deniesRest(firewall) {
			found = append(found, permissive(firewall))
		}
	}
	for _, group := range a.Groups {
		bare := slices.DeleteFunc(slices.Clone(group.Servers), func(s *model.Server) bool { return guarded[s] })
		if len(bare) > 0 {
			found = append(found, unguarded(group, serverNames(bare)))
		}
	}
	return found
}

const firewallAdvice = `Write a firewall under firewalls whose "on" names the servers or their zone, whose default is "deny", and whose rules allow what the connections need.`

func unguarded(group *model.Group, bare []string) findings.Finding {
	return findings.Finding{
		Path:    group.Path,
		Summary: fmt.Sprintf("no firewall stands in front of %s", and(bare)),
		Detail: fmt.Sprintf("Other servers have one. Every port that a program opens on %s can be reached from wherever packets get there.\n%s",
			and(bare), firewallAdvice),
	}
}

func permissive(firewall *model.Firewall) findings.Finding {
	return findings.Finding{
		Path:    firewall.Path.Field("default"),
		Summary: fmt.Sprintf("firewall %s lets through whatever no rule names", firewall.Name),
		Detail: fmt.Sprintf("So a port that somebody opens on %s by mistake is open to all.\nWrite default: \"deny\", and a rule for each connection that must get through.",
			and(serverNames(firewall.Servers))),
	}
}

// deniesRest tells whether a rule stops everything that the rules before it
// let be, so that the default is never asked.
func deniesRest(firewall *model.Firewall) bool {
	return slices.ContainsFunc(firewall.Rules, func(r *model.FirewallRule) bool {
		return r.Action == "deny" && r.Transport == "any" && len(r.Port) == 0 &&
			slices.Contains(r.From, "any") && (len(r.To) == 0 || slices.Contains(r.To, "any"))
	})
}

func serverNames(servers []*model.Server) []string {
	return each(servers, func(s *model.Server) string { return s.Name })
}
