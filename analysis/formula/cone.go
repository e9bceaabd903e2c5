package formula

import (
	"slices"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// cone is everything that one flow hangs on: instances that need pools, and
// pools that use instances. There is one view of the instances for the flow,
// and one for each health check on the way, which may ask for more than the
// flow does, or for less.
type cone struct {
	nodes []node // the first is the pool that the clients use
	// patience is how long a request may be late.
	patience model.Duration
	known    map[nodeKey]int32
	views    []view
	// viewOf is the number of the view of a connection's check.
	viewOf map[*model.Connection]int32
	// circles are the nodes in the order of what needs what; nodes that need
	// each other are together.
	circles [][]int32
}

// node is an instance or a pool, in one view.
type node struct {
	view     int32
	instance *model.Instance // nil for a pool
	link     *link           // nil for an instance
	write    bool            // the pool carries writes
	needs    []int32         // the pools of an instance, the targets of a pool
	checks   []int32         // the targets as the pool's health check sees them, or nil

	loss
}

// retriesErrors tells whether an error of a target's own is tried elsewhere,
// retriesGateway whether that of a proxy without an answer is. The request was
// sent, so a write is not tried again unless that is written.
func (n *node) retriesErrors() bool { return n.link.onErrors && (!n.write || n.link.RetryWrites) }

func (n *node) retriesGateway() bool { return n.link.onGateway && (!n.write || n.link.RetryWrites) }

// retries tells whether any error is tried elsewhere.
func (n *node) retries() bool { return n.retriesErrors() || n.retriesGateway() }

// tellsErrors: it counts for some pool whose error an answer is.
func (c *cone) tellsErrors() bool {
	return slices.ContainsFunc(c.nodes, func(n node) bool {
		return n.link != nil && n.retriesErrors() != n.retriesGateway()
	})
}

// nodeKey tells nodes apart: an instance, or a connection (nil for the entry)
// and, with same-server, who calls.
type nodeKey struct {
	view       int32
	instance   *model.Instance
	connection *model.Connection
}

// view is which connections count, and whether an access that may be either is
// a write.
type view struct {
	counts func(*model.Connection) bool
	writes bool
}

// cut is the cone of a flow.
func cut(f *model.Flow) *cone {
	c := &cone{patience: analysis.Allowed(f), known: make(map[nodeKey]int32), viewOf: make(map[*model.Connection]int32)}
	writes := f.Kind == model.WriteFlow
	c.views = append(c.views, view{counts: f.Uses, writes: writes})
	c.nodes = append(c.nodes, node{link: entry(f.Enters), write: writes})
	for i := 0; i < len(c.nodes); i++ { // new nodes join the end
		if c.nodes[i].link != nil {
			c.growPool(i)
		} else {
			c.growInstance(i)
		}
	}
	c.arrange()
	return c
}

func (c *cone) growInstance(i int) {
	n := c.nodes[i]
	at := c.views[n.view]
	var needs []int32
	for _, connection := range n.instance.Service.Connections {
		if at.counts(connection) {
			needs = append(needs, c.pool(connection, n.instance, n.view))
		}
	}
	c.nodes[i].needs = needs
}

func (c *cone) growPool(i int) {
	n := c.nodes[i]
	var needs, checks []int32
	for _, target := range n.link.targets {
		needs = append(needs, c.instance(target, n.view))
		if n.link.way == byCheck {
			checks = append(checks, c.instance(target, c.checkView(n.link.Connection)))
		}
	}
	c.nodes[i].needs, c.nodes[i].checks = needs, checks
}

// checkView is the view of a connection's health check. A check reads.
func (c *cone) checkView(connection *model.Connection) int32 {
	number, ok := c.viewOf[connection]
	if !ok {
		number = int32(len(c.views))
		c.viewOf[connection] = number
		counts := connection.Sees
		if len(connection.Check.Reaches) == 0 {
			counts = func(*model.Connection) bool { return false }
		}
		c.views = append(c.views, view{counts: counts})
	}
	return number
}

func (c *cone) instance(instance *model.Instance, view int32) int32 {
	return c.add(nodeKey{view, instance, nil}, func() node { return node{view: view, instance: instance} })
}

// pool is the pool of a connection; all callers share it, but for one on their
// own server.
func (c *cone) pool(connection *model.Connection, from *model.Instance, view int32) int32 {
	key := nodeKey{view, nil, connection}
	if connection.Role == model.SameServer {
		key.instance = from
	}
	return c.add(key, func() node {
		write := connection.Access == model.Writes || connection.Access == model.Any && c.views[view].writes
		return node{view: view, link: linkFor(connection, from), write: write}
	})
}

func (c *cone) add(key nodeKey, make func() node) int32 {
	number, ok := c.known[key]
	if !ok {
		number = int32(len(c.nodes))
		c.known[key] = number
		c.nodes = append(c.nodes, make())
	}
	return number
}

// undecided are the paths of facts that are not written and decide how a pool
// of the cone behaves, each once, in the order of the cone.
func (c *cone) undecided() []model.Path {
	var paths []model.Path
	seen := make(map[model.Path]bool)
	for i := range c.nodes {
		if c.nodes[i].link == nil {
			continue
		}
		for _, path := range c.nodes[i].link.undecided() {
			if !seen[path] {
				seen[path] = true
				paths = append(paths, path)
			}
		}
	}
	return paths
}
