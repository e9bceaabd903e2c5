package formula

// ahead are targets that were asked in vain before others, and so fail every
// request: how many they are, and when errors of applications are among their
// answers.
type ahead struct {
	count int
	own   ref
}

// tooMany: more targets fail a request than it is tried again, those ahead
// among them.
func (r *reading) tooMany(n *node, ahead int, failing []ref) ref {
	if n.link.tries < ahead {
		return always
	}
	return r.circuit.atLeast(n.link.tries-ahead+1, failing)
}

// failing are when each of the targets fails a request that may meet it. Who
// comes back to those that are passed over may meet them all.
func (r *reading) failing(n *node, list []candidate) []ref {
	failing := make([]ref, len(list))
	for i, c := range list {
		failing[i] = c.partial
		if !n.link.comesBack() {
			failing[i] = r.butNot(c.partial, c.skipped)
		}
	}
	return failing
}

// ownPassed: errors of applications are among what those answer that are passed
// over and come back to.
func (r *reading) ownPassed(n *node, list []candidate, before ahead) ref {
	if !n.link.comesBack() {
		return never
	}
	own := []ref{before.own}
	for _, c := range list {
		own = append(own, c.own)
	}
	return r.circuit.or(own...)
}

// late: the server of a target is gone, and whoever comes back to it from time
// to time waits longer for the connection than the flow may be interrupted.
func (r *reading) late(n, target *node) ref {
	if !n.link.comesBack() || n.link.connect <= r.patience {
		return never
	}
	return r.server(target.instance)
}

// skipping: all of the targets are passed over.
func (r *reading) skipping(list []candidate) ref {
	all := make([]ref, len(list))
	for i, c := range list {
		all[i] = c.skipped
	}
	return r.circuit.and(all...)
}

// backups is what is lost by the backups where all active ones are passed over.
func (r *reading) backups(n *node, active, backups []candidate) loss {
	before := ahead{own: r.ownPassed(n, active, ahead{own: never})}
	if n.link.comesBack() {
		before.count = len(active)
	}
	var lost loss
	if n.link.allBackups {
		lost = r.mix(n, backups, before)
	} else {
		lost = r.firstOf(n, backups, before)
	}
	for _, c := range active {
		lost.partial = r.circuit.or(lost.partial, c.late)
	}
	return lost
}

// firstOf is what is lost where the first that is not skipped takes everything,
// after others that were asked in vain. Who comes back to those may meet them
// again, and with too few tries nobody else.
func (r *reading) firstOf(n *node, list []candidate, before ahead) loss {
	if !n.link.comesBack() {
		return r.chain(n, list, everything())
	}
	passed, late := []ahead{before}, []ref{never} // before each
	for i, c := range list {
		passed = append(passed, ahead{passed[i].count + 1, r.circuit.or(passed[i].own, c.own)})
		late = append(late, r.circuit.or(late[i], c.late))
	}
	all := passed[len(list)]
	last := everything()
	last.own = r.circuit.and(r.tooMany(n, all.count, nil), all.own)
	for i := len(list) - 1; i >= 0; i-- {
		c := list[i]
		tooMany := r.tooMany(n, passed[i].count, []ref{c.partial})
		lost := r.one(n, c)
		lost.partial = r.circuit.or(lost.partial, late[i], tooMany)
		lost.own = r.circuit.or(lost.own, r.circuit.and(tooMany, passed[i+1].own))
		last = r.choose(c.skipped, last, lost)
	}
	return last
}
