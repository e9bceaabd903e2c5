package view

import (
	"strconv"

	"github.com/loadpath/loadpath/model"
)

// mesh is a connection of which only a part is drawn.
type mesh struct {
	from, to []*Node
	link     link
}

// connectSparsely draws a connection in which each reaches all: from each node
// to the target nearest to it, with a label that says that it is all. It tells
// whether there was anything to leave out. reachRest sees to the targets that
// nothing leads to then.
func (b *builder) connectSparsely(c *model.Connection) bool {
	if c.ActivePassive || c.Choose == model.Fixed || c.Role == model.SameServer || c.Role == model.Primary {
		return false
	}
	from, to := b.nodesInOrder(c.From.Instances), b.nodesInOrder(c.Targets(nil))
	if b.addresses[c.To] != nil || len(to) < 2 {
		return false
	}
	m := mesh{from: from, to: to, link: connectionLink(c)}
	m.link.thinned = true
	m.link.text = joined(m.link.text, "all "+strconv.Itoa(len(c.Targets(nil))))
	taken := map[*Node]int{}
	for _, source := range from {
		b.connect(source, nearest(source, to, taken), m.link)
	}
	b.meshes = append(b.meshes, m)
	return true
}

// reachRest draws an edge to each target of a mesh that has none.
func (b *builder) reachRest() {
	reached := map[*Node]bool{}
	for _, edge := range b.v.Edges {
		reached[edge.To] = true
	}
	for _, m := range b.meshes {
		taken := map[*Node]int{}
		for _, target := range m.to {
			if !reached[target] {
				reached[target] = true
				b.connect(nearest(target, m.from, taken), target, m.link)
			}
		}
	}
}

// nodesInOrder are the nodes of instances, once each.
func (b *builder) nodesInOrder(instances []*model.Instance) []*Node {
	var nodes []*Node
	seen := map[*Node]bool{}
	for _, instance := range instances {
		if node := b.nodes[instance]; !seen[node] {
			seen[node] = true
			nodes = append(nodes, node)
		}
	}
	return nodes
}

// nearest is the node in the same box as the given one, else one that shares
// the innermost zone with it, else any: of several the one that was taken least
// often.
func nearest(node *Node, others []*Node, taken map[*Node]int) *Node {
	for box := node.Box; box != nil; box = box.Parent {
		var near []*Node
		for _, other := range others {
			if other.Box.inside(box) {
				near = append(near, other)
			}
		}
		if len(near) > 0 {
			return leastTaken(near, taken)
		}
	}
	return leastTaken(others, taken)
}

// inside tells whether a box is another or lies in it.
func (b *Box) inside(outer *Box) bool {
	for ; b != nil; b = b.Parent {
		if b == outer {
			return true
		}
	}
	return false
}

func leastTaken(nodes []*Node, taken map[*Node]int) *Node {
	least := nodes[0]
	for _, node := range nodes {
		if taken[node] < taken[least] {
			least = node
		}
	}
	taken[least]++
	return least
}
