package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/markdown"
	"github.com/loadpath/loadpath/model"
)

// explanation says what the infrastructure is made of: the servers, the zones
// around them, and the services in the order in which a request meets them.
func (r *writer) explanation() {
	r.doc.heading(2, "Explanation of the infrastructure")
	var items []string
	for _, alike := range serversAlike(r.a.Servers) {
		items = append(items, item(serverNames(alike, "and"), r.serversText(alike)))
	}
	if text := r.zonesText(); text != "" {
		items = append(items, item("Zones", text))
	}
	for _, service := range servicesInOrder(r.a) {
		items = append(items, item(serviceTitle(service), r.serviceText(service)))
	}
	r.doc.numbered(items)
}

// serversAlike puts servers that run the same services together.
func serversAlike(servers []*model.Server) [][]*model.Server {
	var sets [][]*model.Server
	index := make(map[string]int)
	for _, server := range servers {
		var key strings.Builder
		for _, instance := range server.Instances {
			key.WriteString(instance.Service.Name + " ")
		}
		i, known := index[key.String()]
		if !known {
			i = len(sets)
			index[key.String()] = i
			sets = append(sets, nil)
		}
		sets[i] = append(sets[i], server)
	}
	return sets
}

// serversText says what servers that are alike carry, and what becomes of the
// flows when one of them goes down.
func (r *writer) serversText(alike []*model.Server) string {
	var text sentences
	var services []*model.Service
	for _, instance := range alike[0].Instances {
		services = append(services, instance.Service)
	}
	opening := count(len(alike), "server", "servers") + placed(alike)
	switch {
	case len(services) == 0:
		text.add("%s without a service on %s.", opening, plural(len(alike), "it", "them"))
	case len(alike) == 1:
		text.add("%s with %s on it.", opening, serviceNames(services, "and"))
	default:
		text.add("%s, each with %s: whatever one of them runs, %s, for redundancy.", opening, serviceNames(services, "and"),
			plural(len(alike)-1, "the other runs too", "the others run too"))
	}
	r.describeServers(&text, alike)
	r.consequences(&text, failuresOfServers(alike), "it", "goes down")
	return text.String()
}

// placed says which zones servers stand in.
func placed(servers []*model.Server) string {
	var zones []*model.Zone
	in := make(map[*model.Zone]int)
	for _, server := range servers {
		if server.Zone == nil {
			return ""
		}
		if in[server.Zone]++; in[server.Zone] == 1 {
			zones = append(zones, server.Zone)
		}
	}
	if len(zones) == 1 {
		return " in " + zoneName(zones[0])
	}
	words := make([]string, len(zones))
	one := true
	for i, zone := range zones {
		words[i] = code(zone.Name)
		one = one && in[zone] == 1
	}
	if one {
		return ", one in each of the zones " + list(words, "and")
	}
	for i, zone := range zones {
		words[i] += fmt.Sprintf(" (%s)", number(in[zone]))
	}
	return " in the zones " + list(words, "and")
}

// describeServers adds what the architecture tells of each entry.
func (r *writer) describeServers(text *sentences, servers []*model.Server) {
	var groups []*model.Group
	for _, server := range servers {
		if !slices.Contains(groups, server.Group) {
			groups = append(groups, server.Group)
		}
	}
	for _, group := range groups {
		if group.Title != "" {
			text.add("%s: %s.", serverNames(group.Servers, "and"), markdown.Text(group.Title))
		}
		text.user(group.Description)
		if facts := machine(group); len(facts) > 0 {
			each := code(group.Name) + " has"
			if len(group.Servers) > 1 {
				each = "each of " + serverNames(group.Servers, "and") + " has"
			}
			text.add("%s %s.", each, list(facts, "and"))
		}
	}
}

// machine is what a server has.
func machine(group *model.Group) []string {
	var facts []string
	if group.OS != "" {
		facts = append(facts, markdown.Text(group.OS))
	}
	if cpu := group.Resources.CPU; cpu > 0 {
		facts = append(facts, fmt.Sprintf("%g %s", cpu, plural(int(cpu), "core", "cores")))
	}
	if memory := group.Resources.Memory; memory > 0 {
		facts = append(facts, memory.String()+" of memory")
	}
	if disk := group.Resources.Disk; disk > 0 {
		facts = append(facts, disk.String()+" of disk")
	}
	return facts
}

func failuresOfServers(servers []*model.Server) []analysis.Failure {
	failures := make([]analysis.Failure, len(servers))
	for i, server := range servers {
		failures[i] = analysis.Failure{Server: server}
	}
	return failures
}

// consequences adds what becomes of the flows under each failure, one sentence
// for those that are alike. A failure without others is called sole, or by its
// name where that is empty.
func (r *writer) consequences(text *sentences, failures []analysis.Failure, sole, verb string) {
	var phrases []string
	alike := make(map[string][]string)
	for _, failure := range failures {
		phrase := r.phrase(r.effectOf(failure))
		if phrase == "" {
			continue
		}
		if alike[phrase] == nil {
			phrases = append(phrases, phrase)
		}
		alike[phrase] = append(alike[phrase], bareName(failure))
	}
	for _, phrase := range phrases {
		names := alike[phrase]
		switch {
		case len(failures) == 1 && sole != "":
			text.add("If %s %s, %s.", sole, verb, phrase)
		case len(names) == len(failures) && len(names) > 1:
			text.add("If one of them %s, %s.", verb, phrase)
		case len(names) > few:
			text.add("If one of %s and %s others %s, %s.", names[0], number(len(names)-1), verb, phrase)
		default:
			text.add("If %s %s, %s.", list(names, "or"), verb, phrase)
		}
	}
}

// bareName is a failure by its name alone.
func bareName(f analysis.Failure) string {
	switch {
	case f.Zone != nil:
		return code(f.Zone.Name)
	case f.Server != nil:
		return code(f.Server.Name)
	}
	return code(f.Instance.Name())
}
