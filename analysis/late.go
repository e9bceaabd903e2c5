package analysis

// late tells whether a request that goes to a dead target is answered too late,
// by another one, to count as answered. Nobody refuses for a server that is
// gone: whoever finds out by itself that a target does not work waits for the
// connection to open, until it gives up and leaves the target out for a while.
// After that a request goes there again, for as long as the server is gone
// (nginx: fail_timeout, 10 seconds). What it waits for an unknown time is taken
// to be in time.
func (r *reading) late(n *node, target int32) bool {
	if n.link.connect <= r.patience || !n.link.notices() {
		return false
	}
	instance := r.nodes[target].instance
	return r.down[instance]&refusing != 0 && r.down[instance]&displaced != 0 || r.isCut(r.asker, instance)
}

// leaves tells whether the caller leaves a target out that it has just found to
// give no answer, and uses others, or the backups, until it comes back to it.
// A server that is gone is found out only by the wait for it.
func (r *reading) leaves(n *node, target int32, h Horizon) bool {
	return n.link.notices() && (r.hangs(target) || h > BeforeFailover && r.late(n, target))
}

// lateParts are what a pool waits for whose callers find out by themselves.
func (r *reading) lateParts(n *node, before []int32) []Part {
	for _, target := range before {
		if r.late(n, target) {
			return []Part{newPart("connect timeout", n.link.connect, 1, n.link.Use.Path.Field("timeout").Field("connect"))}
		}
	}
	return nil
}
