package view

import (
	"fmt"
	"math"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// Detail is how much is drawn together, from nothing to everything.
type Detail int

// The details. Each draws together what the ones before it do, too.
const (
	// EveryServer draws each server, except those of a large group.
	EveryServer Detail = iota
	// Groups draws the servers of a group in a zone as one.
	Groups
	// Alike draws the servers of a zone that carry the same as one.
	Alike
	// PerZone draws no servers, only each service in each zone.
	PerZone
	// PerService draws no zones.
	PerService
	// PerKind draws one node for all services of a kind.
	PerKind
)

// largeGroup is the number of servers above which a group is drawn as one in
// any case.
const largeGroup = 4

// nodes is the number of nodes above which less detail is better. What has no
// less detail is drawn whatever its number.
func (d Detail) nodes() int {
	switch d {
	case EveryServer:
		return 28
	case Groups:
		return 40
	case Alike:
		return 50
	case PerZone, PerService:
		return 70
	}
	return math.MaxInt
}

// fullMesh is the number of edges above which those between two services that
// all reach each other are thinned out.
const fullMesh = 32

// edges is the same as nodes for edges: they cross, so they are what makes a
// picture unreadable first.
func (d Detail) edges() int {
	if d == PerKind {
		return math.MaxInt
	}
	return 2 * d.nodes()
}

// row is the same for the nodes beside each other: more make a page wider than
// anybody can read.
func (d Detail) row() int {
	switch d {
	case PerKind:
		return math.MaxInt
	case PerService:
		return 20
	}
	return 12
}

// widest is the number of nodes in the longest row.
func widest(nodes []*Node) int {
	most := 0
	count := map[int]int{}
	for _, node := range nodes {
		count[node.Tier]++
		most = max(most, count[node.Tier])
	}
	return most
}

// note says what is drawn together.
func (d Detail) note() string {
	switch d {
	case PerZone:
		return "The instances of a service in a zone are drawn as one."
	case PerService:
		return "The instances of a service are drawn as one, without servers and zones."
	case PerKind:
		return "The services of one kind are drawn as one, without servers and zones."
	}
	return ""
}

// boxKey tells which servers share a box; empty where servers have none.
func (d Detail) boxKey(server *model.Server) string {
	zone := ""
	if server.Zone != nil {
		zone = server.Zone.Name
	}
	switch d {
	case EveryServer:
		if server.Group.Count > largeGroup {
			return "group\x00" + server.Group.Name + "\x00" + zone
		}
		return "server\x00" + server.Name
	case Groups:
		if server.Group.Count > 1 {
			return "group\x00" + server.Group.Name + "\x00" + zone
		}
		return "server\x00" + server.Name
	case Alike:
		return "alike\x00" + carries(server) + "\x00" + zone
	}
	return ""
}

// nodeKey tells which instances share a node.
func (d Detail) nodeKey(instance *model.Instance) string {
	service := instance.Service.Name
	switch {
	case d == PerKind:
		return "kind\x00" + string(instance.Service.Kind)
	case d == PerService || instance.Server == nil:
		return "service\x00" + service
	case d == PerZone && instance.Server.Zone != nil:
		return "zone\x00" + service + "\x00" + instance.Server.Zone.Name
	case d == PerZone:
		return "service\x00" + service
	}
	return d.boxKey(instance.Server) + "\x00" + service
}

// count is the number of nodes that instances would take.
func (d Detail) count(a *model.Architecture) int {
	seen := map[string]bool{}
	for _, instance := range a.Instances() {
		seen[d.nodeKey(instance)] = true
	}
	return len(seen)
}

// carries names what runs on a server.
func carries(server *model.Server) string {
	var names []string
	for _, instance := range server.Instances {
		names = append(names, instance.Service.Name)
	}
	return strings.Join(names, " ")
}

// summary says how large an architecture is.
func summary(a *model.Architecture) string {
	parts := []string{
		counted(len(a.Services), "service", "services"),
		"on " + counted(len(a.Servers), "server", "servers"),
	}
	if len(a.Zones) > 0 {
		parts = append(parts, "in "+counted(len(a.Zones), "zone", "zones"))
	}
	if len(a.Externals) > 0 {
		parts = append(parts, "with "+counted(len(a.Externals), "external", "externals"))
	}
	return strings.Join(parts, " ")
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
