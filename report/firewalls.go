package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/loadpath/loadpath/markdown"
	"github.com/loadpath/loadpath/model"
)

// firewalls says what packets may reach which servers, or that there is none.
func (r *writer) firewalls() string {
	var text sentences
	if len(r.a.Firewalls) == 0 {
		text.add("There is none: every port of every server is open to whoever reaches the network.")
		return text.String()
	}
	for _, firewall := range r.a.Firewalls {
		r.firewall(&text, firewall)
	}
	var bare []*model.Server
	for _, server := range r.a.Servers {
		if !slices.ContainsFunc(r.a.Firewalls, func(f *model.Firewall) bool { return slices.Contains(f.Servers, server) }) {
			bare = append(bare, server)
		}
	}
	if len(bare) > 0 {
		text.add("%s %s none.", serverNames(bare, "and"), plural(len(bare), "has", "have"))
	}
	return text.String()
}

func (r *writer) firewall(text *sentences, f *model.Firewall) {
	fate := "stops whatever no rule allows"
	if f.Default == "allow" {
		fate = "lets everything through that no rule stops"
	}
	text.add("%s stands in front of %s and %s.", code(f.Name), serverNames(f.Servers, "and"), fate)
	text.user(f.Description)
	var allowed, denied []string
	for _, rule := range f.Rules {
		if rule.Action == "deny" {
			denied = append(denied, r.passage(rule))
		} else {
			allowed = append(allowed, r.passage(rule))
		}
	}
	if len(allowed) > 0 {
		text.add("It lets through: %s.", strings.Join(allowed, "; "))
	}
	if len(denied) > 0 {
		text.add("It stops: %s.", strings.Join(denied, "; "))
	}
}

// passage is a rule in words: "`lb` to `web` on port 443".
func (r *writer) passage(rule *model.FirewallRule) string {
	ends := func(names []string) string {
		words := make([]string, len(names))
		for i, name := range names {
			switch {
			case name == "any":
				words[i] = "anybody"
			case r.a.Service(name) == nil && r.a.Client(name) != nil:
				words[i] = clientName(r.a, name)
			default:
				words[i] = code(name)
			}
		}
		return list(words, "and")
	}
	text := ends(rule.From)
	if len(rule.To) > 0 {
		text += " to " + ends(rule.To)
	}
	if len(rule.Port) > 0 {
		ports := make([]string, len(rule.Port))
		for i, port := range rule.Port {
			ports[i] = strconv.Itoa(port)
		}
		text += fmt.Sprintf(" on %s %s", plural(len(ports), "port", "ports"), list(ports, "and"))
	}
	switch rule.Transport {
	case "", "tcp":
	case "any":
		text += " by any protocol"
	default:
		text += " by " + protocolWord(rule.Transport)
	}
	return text
}

func protocolWord(transport string) string {
	if transport == "icmp" {
		return "ICMP"
	}
	return protocolName(transport)
}

// networks says which networks there are and who is on them.
func (r *writer) networks() string {
	var text sentences
	for _, network := range r.a.Networks {
		name := code(network.Name)
		if network.CIDR != "" {
			name += " (" + markdown.Text(network.CIDR) + ")"
		}
		sort := "a network of our own"
		if isTrue(network.Public) {
			sort = "open to others"
		}
		text.add("%s is %s.", name, sort)
		text.user(network.Description)
		if members := r.members(network); members != "" {
			text.add("On it: %s.", members)
		}
	}
	return text.String()
}

// members are what was attached to a network, from either side.
func (r *writer) members(network *model.Network) string {
	names := slices.Clone(network.Members)
	for _, group := range r.a.Groups {
		if slices.Contains(group.Networks, network.Name) && !slices.Contains(names, group.Name) {
			names = append(names, group.Name)
		}
	}
	return codes(names, "and")
}
