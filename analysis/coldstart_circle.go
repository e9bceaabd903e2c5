package analysis

import (
	"slices"

	"github.com/loadpath/loadpath/model"
)

// startCircle is instances that wait for each other, and for nothing else that
// does not start.
type startCircle struct {
	instances []int32
	tiers     []int32 // rising
	// uses are those that find too few targets because of the circle.
	uses []StartNeed

	takeOut, wait []StartNeed
	smallest      bool
}

// blame is the graph of what waits for what: instances, the uses that an
// instance finds unmet, and services that lack their quorum.
type blame struct {
	*boot
	digraph
	node   map[int32]int32 // of an instance, a use, a service, by number
	number []int32         // of a node
}

// numberOf are three ranges of numbers, one after the other.
func (b *boot) useNumber(l *link) int32  { return int32(len(b.instances)) + l.number }
func (b *boot) tierNumber(t int32) int32 { return int32(len(b.instances)) + b.links + t }
func (g *blame) isInstance(n int32) bool { return g.number[n] < int32(len(g.instances)) }

func (b *boot) blameOf(stuck []int32) *blame {
	g := &blame{boot: b, node: make(map[int32]int32)}
	for _, instance := range stuck {
		g.add(instance)
	}
	for i, instance := range stuck {
		needs := g.waitsFor(instance)
		g.to[i] = needs
	}
	return g
}

func (g *blame) add(number int32) (node int32, isNew bool) {
	if node, known := g.node[number]; known {
		return node, false
	}
	node = int32(len(g.number))
	g.node[number] = node
	g.number, g.to = append(g.number, number), append(g.to, nil)
	return node, true
}

// waitsFor are the nodes that an instance waits for.
func (g *blame) waitsFor(instance int32) []int32 {
	var found []int32
	t := g.tierOf[instance]
	at := &g.tiers[t]
	for _, l := range at.links {
		if !g.unmet(l, instance) {
			continue
		}
		if l.local != nil {
			found = append(found, g.targets(l, instance)...)
			continue
		}
		use, isNew := g.add(g.useNumber(l))
		if isNew {
			g.to[use] = g.targets(l, instance)
		}
		found = append(found, use)
	}
	if g.up[instance] && !g.quorate(at, g.up) {
		quorum, isNew := g.add(g.tierNumber(t))
		if isNew {
			for i := range at.count {
				if member := at.first + i; !g.up[member] && g.isStuck(member) {
					g.to[quorum] = append(g.to[quorum], g.node[member])
				}
			}
		}
		found = append(found, quorum)
	}
	return found
}

// unmet tells whether a use keeps an instance from starting or working.
func (b *boot) unmet(l *link, instance int32) bool {
	start, run := b.needs(l)
	return (start || run) && !l.met(instance-b.tiers[b.tierOf[instance]].first, b.good)
}

// targets are the nodes that a use of an instance waits for.
func (g *blame) targets(l *link, instance int32) []int32 {
	var found []int32
	for _, target := range l.within(instance - g.tiers[g.tierOf[instance]].first) {
		if node, known := g.node[target]; known && !g.good[target] {
			found = append(found, node)
		}
	}
	return found
}

// circles are the instances among those that do not start that wait for each
// other alone. Circles that go through the same services are one.
func (b *boot) circles(stuck []int32) []*startCircle {
	g := b.blameOf(stuck)
	components := g.components()
	component := make([]int, len(g.to))
	for i, c := range components {
		for _, n := range c {
			component[n] = i
		}
	}
	circleOf := make(map[int32]*startCircle) // by service
	var all []*startCircle
	for i, c := range components {
		if len(c) == 1 && !slices.Contains(g.to[c[0]], c[0]) || slices.ContainsFunc(c, func(n int32) bool { return g.leaves(n, component, i) }) {
			continue
		}
		all = g.join(all, circleOf, c)
	}
	for _, circle := range all {
		g.finish(circle)
	}
	return all
}

// leaves tells whether a node waits for something outside of its component.
func (g *blame) leaves(n int32, component []int, own int) bool {
	return slices.ContainsFunc(g.to[n], func(to int32) bool { return component[to] != own })
}

// join adds the instances of a component to the circles found so far: to those
// that share a service with it, which become one.
func (g *blame) join(all []*startCircle, circleOf map[int32]*startCircle, component []int32) []*startCircle {
	circle := &startCircle{}
	for _, n := range component {
		if g.isInstance(n) {
			circle.instances = append(circle.instances, g.number[n])
		}
	}
	for i := 0; i < len(circle.instances); i++ {
		t := g.tierOf[circle.instances[i]]
		if other := circleOf[t]; other != nil && other != circle {
			all = slices.DeleteFunc(all, func(c *startCircle) bool { return c == other })
			circle.instances = append(circle.instances, other.instances...)
		}
		circleOf[t] = circle
	}
	return append(all, circle)
}

// finish fills in the services and uses.
func (g *blame) finish(circle *startCircle) {
	slices.Sort(circle.instances)
	inside := make(map[int32]bool)
	for _, instance := range circle.instances {
		inside[g.tierOf[instance]] = true
	}
	seen := make(map[*model.Use]bool)
	for _, instance := range circle.instances {
		t := g.tierOf[instance]
		if n := len(circle.tiers); n == 0 || circle.tiers[n-1] != t {
			circle.tiers = append(circle.tiers, t)
		}
		for _, l := range g.tiers[t].links {
			if inside[l.to] && !seen[l.Use] && g.unmet(l, instance) {
				seen[l.Use] = true
				circle.uses = append(circle.uses, StartNeed{l.From, l.To, l.Use})
			}
		}
	}
}
