package view

import (
	"cmp"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// mark puts the findings where they belong and lists them.
func (b *builder) mark(marks []Mark) {
	index := map[Finding]int{}
	for _, m := range marks {
		badge := Badge{Rule: m.Rule, Severity: m.Severity}
		for _, badges := range b.places(m) {
			if !slices.Contains(*badges, badge) {
				*badges = append(*badges, badge)
				slices.SortStableFunc(*badges, compareBadges)
			}
		}
		entry := Finding{Badge: badge, Summary: m.Summary}
		if i, ok := index[entry]; ok {
			b.v.Findings[i].Count++
			continue
		}
		index[entry] = len(b.v.Findings)
		entry.Count = 1
		b.v.Findings = append(b.v.Findings, entry)
	}
	slices.SortStableFunc(b.v.Findings, func(x, y Finding) int { return compareBadges(x.Badge, y.Badge) })
	b.nameBadges()
}

// nameBadges adds the rules to what is said when a reader points at a thing:
// not all badges may have room.
func (b *builder) nameBadges() {
	for _, node := range b.v.Nodes {
		node.Tip = dots(node.Tip, ruleNames(node.Badges))
	}
	for _, edge := range b.v.Edges {
		edge.Tip = dots(edge.Tip, ruleNames(edge.Badges))
	}
	var name func(boxes []*Box)
	name = func(boxes []*Box) {
		for _, box := range boxes {
			box.Tip = dots(box.Tip, ruleNames(box.Badges))
			name(box.Boxes)
		}
	}
	name(b.v.Boxes)
}

func ruleNames(badges []Badge) string {
	var names []string
	for _, badge := range badges {
		names = append(names, badge.Rule)
	}
	return strings.Join(slices.Compact(names), ", ")
}

// compareBadges puts the worst first.
func compareBadges(x, y Badge) int {
	return cmp.Or(cmp.Compare(rank(x.Severity), rank(y.Severity)), strings.Compare(x.Rule, y.Rule))
}

func rank(severity string) int {
	worst := []string{"error", "warning", "undecided"}
	if at := slices.Index(worst, severity); at >= 0 {
		return at
	}
	return len(worst)
}

// places are where a finding belongs: what its subject names, else what its
// path leads to. There may be none.
func (b *builder) places(m Mark) []*[]Badge {
	var found []*[]Badge
	for _, name := range strings.Fields(m.Subject) {
		for _, place := range b.named(name, m.Path) {
			if !slices.Contains(found, place) {
				found = append(found, place)
			}
		}
	}
	if len(found) > 0 {
		return found
	}
	for _, zone := range b.a.Zones {
		if box := b.zones[zone]; box != nil && (m.Path == zone.Path || m.Path.Within(model.Path("zones").Field(zone.Name))) {
			return []*[]Badge{&box.Badges}
		}
	}
	if edge := b.edgeAt(m.Path); edge != nil {
		return []*[]Badge{&edge.Badges}
	}
	return b.partAt(m.Path)
}

// named are the places of an instance, or, where the path is about machines, of
// a server or a zone. Other names say nothing that the path does not say
// better.
func (b *builder) named(name string, path model.Path) []*[]Badge {
	if at := strings.IndexByte(name, '@'); at >= 0 {
		service, server := b.a.Service(name[:at]), b.a.Server(name[at+1:])
		if service == nil || server == nil {
			return nil
		}
		return b.nodesOf(slices.DeleteFunc(slices.Clone(service.Instances), func(i *model.Instance) bool { return i.Server != server }))
	}
	if !path.Within("servers") && !path.Within("zones") {
		return nil
	}
	if box := b.servers[b.a.Server(name)]; box != nil {
		return []*[]Badge{&box.Badges}
	}
	if box := b.zones[b.a.Zone(name)]; box != nil {
		return []*[]Badge{&box.Badges}
	}
	return nil
}

// edgeAt is the first edge whose path comes nearest to the given one.
func (b *builder) edgeAt(path model.Path) *Edge {
	var best *Edge
	longest := 0
	for _, edge := range b.v.Edges {
		for _, p := range edge.paths {
			if path.Within(p) && len(p) > longest {
				best, longest = edge, len(p)
			}
		}
	}
	return best
}

// partAt are the places of a service, an external, a server or a client, by
// the beginning of the path: services.db.
func (b *builder) partAt(path model.Path) []*[]Badge {
	root, rest, _ := strings.Cut(string(path), ".")
	name := rest
	if end := strings.IndexAny(rest, ".["); end >= 0 {
		name = rest[:end]
	}
	switch root {
	case "services", "externals":
		if service := b.a.Service(name); service != nil {
			return b.nodesOf(instancesAt(service, path))
		}
	case "servers":
		if group := b.a.Group(name); group != nil {
			return b.boxesOf(group.Servers)
		}
	case "clients":
		if node := b.clients[name]; node != nil {
			return []*[]Badge{&node.Badges}
		}
	}
	return nil
}

// instancesAt are the instances that a path means: those of one element of
// "on", or all.
func instancesAt(service *model.Service, path model.Path) []*model.Instance {
	var found []*model.Instance
	for _, instance := range service.Instances {
		if instance.Server != nil && path == instance.Path {
			found = append(found, instance)
		}
	}
	if found == nil {
		return service.Instances
	}
	return found
}

func (b *builder) boxesOf(servers []*model.Server) []*[]Badge {
	var found []*[]Badge
	for _, server := range servers {
		if box := b.servers[server]; box != nil && !slices.Contains(found, &box.Badges) {
			found = append(found, &box.Badges)
		}
	}
	return found
}

func (b *builder) nodesOf(instances []*model.Instance) []*[]Badge {
	var found []*[]Badge
	for _, instance := range instances {
		if node := b.nodes[instance]; node != nil && !slices.Contains(found, &node.Badges) {
			found = append(found, &node.Badges)
		}
	}
	return found
}
