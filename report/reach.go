package report

import (
	"fmt"

	"github.com/loadpath/loadpath/model"
)

// reach says how those who use a service find it, and what happens to the
// address when an instance is lost.
func (r *writer) reach(s *model.Service) string {
	var text sentences
	if s.Kind == model.External {
		text.add("%s has addresses of its own, which are its provider's business.", code(s.Name))
		return text.String()
	}
	if s.Address != nil && len(s.Address.Names) > 0 {
		text.add("%s is known as %s.", code(s.Name), codes(s.Address.Names, "and"))
	}
	it := "it"
	if len(text) == 0 {
		it = code(s.Name)
	}
	if len(s.Instances) == 1 {
		text.add("%s has one address, that of %s, and there is no other instance that could take it over.", it, code(s.Instances[0].Server.Name))
		return text.String()
	}
	r.moves(&text, s)
	return text.String()
}

// moves says what becomes of the address of one of several instances.
func (r *writer) moves(text *sentences, s *model.Service) {
	address := s.Reached
	first := s.Instances[0]
	switch address.By {
	case "virtual-ip":
		ip := "A virtual IP"
		if address.IP != "" {
			ip = "The virtual IP " + code(address.IP)
		}
		text.add("%s moves between %s by VRRP, and stands on %s first.", ip, instanceNames(s.Instances, "and"), code(first.Server.Name))
		if address.Tracks == "process" {
			text.add("It follows the process: it leaves a server that is dead, and one on which %s is.", processName(s))
		} else {
			text.add("It follows the server only: where %s is dead on a live server, it stays.", processName(s))
		}
		r.advert(text, s)
	case "dns":
		text.add("DNS gives out the addresses of %s.", instanceNames(s.Instances, "and"))
		if isTrue(address.Checked) {
			text.add("A health check takes a dead address out%s.", probed(address))
		} else {
			text.add("Nothing takes a dead address out: its share of the requests is lost.")
		}
		if address.TTL > 0 {
			text.add("An answer is kept for %s.", address.TTL)
		}
	case "anycast":
		text.add("One address is announced from %s; the network leads to the nearest.", instanceNames(s.Instances, "and"))
	default:
		text.add("There is one address, that of %s, and nothing moves it to %s.", code(first.Server.Name), instanceNames(s.Instances[1:], "or"))
	}
}

// advert says how fast a virtual IP moves.
func (r *writer) advert(text *sentences, s *model.Service) {
	written := s.Address.Advert > 0
	interval := s.Reached.Advert
	source := ""
	if !written {
		source = ", keepalived's default"
		r.rely(model.Software{Name: "keepalived", Title: "keepalived", Source: "keepalived.conf(5): advert_int"},
			"an advertisement "+every(interval))
	}
	text.add("Its holder announces itself %s%s; after three announcements missed, the next takes over.", every(interval), source)
}

// probed says how often, as the end of a clause.
func probed(address model.Address) string {
	switch {
	case address.Every > 0 && address.Fall > 0:
		return fmt.Sprintf(", after %s in a row, one %s", count(address.Fall, "failure", "failures"), every(address.Every))
	case address.Every > 0:
		return "; it asks " + every(address.Every)
	}
	return ""
}

// processName is the process that a virtual IP may follow.
func processName(s *model.Service) string {
	if software := softwareName(s); software != "" {
		return software
	}
	return code(s.Name)
}
