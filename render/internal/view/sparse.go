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
	m.link.text = joined(m.link.text, "all "+strconv.Itoa(len(c.Targets(nil))))
	for _, source := range from {
		b.connect(source, nearest(source, to), m.link)
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
		for _, target := range m.to {
			if !reached[target] {
				reached[target] = true
				b.connect(nearest(target, m.from), target, m.link)
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

// nearest is the node in the same box as the given one, else the one that
// shares the innermost zone with it, else the first.
func nearest(node *Node, others []*Node) *Node {
	for box := node.Box; box != nil; box = box.Parent {
		for _, other := range others {
			for around := other.Box; around != nil; around = around.Parent {
				if around == box {
					return other
				}
			}
		}
	}
	return others[0]
}
