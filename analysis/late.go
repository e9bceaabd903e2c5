package analysis

// late tells whether a request that goes to a dead target is answered too late,
// by another one, to count as answered. Nobody refuses for a server that is
// gone: whoever finds out by itself that a target does not work waits for the
// connection to open, until it gives up and leaves the target out for a while.
// What it waits for an unknown time is taken to be in time.
func (r *reading) late(n *node, target int32, h Horizon) bool {
	if h != BeforeFailover || n.link.connect <= r.patience || !n.link.notices() {
		return false
	}
	instance := r.nodes[target].instance
	return r.down[instance]&refusing != 0 && r.down[instance]&displaced != 0 || r.isCut(r.asker, instance)
}

// lateParts are what a pool waits for whose callers find out by themselves.
func (r *reading) lateParts(n *node, before []int32) []Part {
	for _, target := range before {
		if r.late(n, target, BeforeFailover) {
			return []Part{newPart("connect timeout", n.link.connect, 1, n.link.Use.Path.Field("timeout").Field("connect"))}
		}
	}
	return nil
}
