package analysis

// Patroni keeps the primary where it is only as long as it renews its lease in
// the store that it uses. It demotes the primary when it cannot, whether the
// store is down or out of reach, as from one server the two look alike (Patroni
// documentation: DCS failsafe mode, which is off where it is not configured).
// The agent demotes: who has none beside it any more stays what it is. Sentinel,
// Orchestrator and others leave the primary alone when they cannot act.

// leases tells of each tier with data whether the agent beside its primary
// functions now: it renews the lease on which the primary works.
func (w *world) leases() []bool {
	held := make([]bool, len(w.plan.tiers))
	for i := range w.plan.tiers {
		d := w.plan.tiers[i].data
		held[i] = d != nil && d.agents && w.agentOf(d) != none && w.renews(d)
	}
	return held
}

// agentOf is the agent beside the primary, or none.
func (w *world) agentOf(d *data) int32 {
	t := &w.plan.tiers[d.controller]
	for i := range t.count {
		agent := t.first + i
		if w.plan.instances[agent].Server == w.plan.instances[d.primary].Server {
			return agent
		}
	}
	return none
}

// renews tells whether the agent beside the primary functions.
func (w *world) renews(d *data) bool {
	w.acts(d.controller) // works out who functions
	return w.functions[w.agentOf(d)]
}

// demotes tells whether the agent beside a primary that works is alive, and can
// renew its lease no more.
func (w *world) demotes(d *data) bool {
	return w.leased[d.tier] && w.leads(d.primary) && w.down[w.agentOf(d)] == up && !w.renews(d)
}

// heldDown tells whether agents keep a person from promoting a replica: as many
// as are needed to do so do not function, and those that are alive demote
// whatever is the primary. Patroni's own command needs the store, too (Patroni
// documentation: patronictl).
func (w *world) heldDown(d *data) bool {
	return d.agents && w.alive[d.controller] > 0 && !w.acts(d.controller)
}
