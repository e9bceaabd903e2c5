package analysis

import "github.com/loadpath/loadpath/model"

// condition is what has become of an instance.
type condition uint8

const (
	up          condition = iota
	processDown           // the process has crashed
	serverDown            // its server, or a zone around that, is away
)

// world is what is dead, and what is assumed where the architecture does not
// say.
type world struct {
	plan  *plan
	down  []condition // of each instance
	alive []int32     // how many instances of each tier are
	// clientTries: whoever does not say how it chooses tries the next target.
	clientTries bool
	// promotesItself: an automatic failover that nobody is said to perform
	// happens.
	promotesItself bool
}

func newWorld(p *plan, optimistic bool) *world {
	w := &world{
		plan: p, down: make([]condition, len(p.instances)), alive: make([]int32, len(p.tiers)),
		clientTries: optimistic, promotesItself: optimistic,
	}
	for i := range p.tiers {
		w.alive[i] = p.tiers[i].count
	}
	return w
}

// fail takes an instance away; repair brings it back.
func (w *world) fail(instance int32, how condition) {
	w.down[instance] = how
	w.alive[w.plan.tierOf[instance]]--
}

func (w *world) repair(instance int32) {
	w.down[instance] = up
	w.alive[w.plan.tierOf[instance]]++
}

// works tells whether the instance is alive and, where its tier needs a
// quorum, enough others are.
func (w *world) works(instance int32) bool {
	t := w.plan.tierOf[instance]
	return w.down[instance] == up && w.alive[t] >= w.plan.tiers[t].quorum
}

// majority tells whether more than half of the members are alive.
func (w *world) majority(d *data) bool { return 2*w.alive[d.tier] > w.plan.tiers[d.tier].count }

// promotes tells whether a machine makes a replica the primary: a group by its
// majority, else the controller, of which as many must be alive as its quorum
// says.
func (w *world) promotes(d *data) bool {
	switch {
	case !d.Automatic:
		return false
	case d.Mode == "group":
		return w.majority(d)
	case d.controller == none:
		return w.promotesItself
	}
	return w.alive[d.controller] >= w.plan.tiers[d.controller].quorum
}

// accepts tells whether a write that has reached its member is taken. A group
// without its majority takes none until a person forces it. A primary that
// lacks the replicas it waits for takes none while it waits: for its timeout,
// unless it had given up before the failure, or until a person switches the
// waiting off.
func (w *world) accepts(d *data, h Horizon) bool {
	if d.Mode == "group" && !w.majority(d) && h < AfterPerson {
		return false
	}
	wanted := int32(d.WaitFor)
	if wanted == 0 || w.alive[d.tier] > wanted || h == AfterPerson {
		return true
	}
	if d.WaitTimeout == model.Forever {
		return false
	}
	return h == AfterFailover || w.plan.tiers[d.tier].count <= wanted
}

// primary is the position among the link's targets of the member that the link
// finds as the primary, or none.
func (w *world) primary(l *link, h Horizon) int32 {
	if len(l.targets) == 0 {
		return none
	}
	if w.down[l.targets[0]] == up {
		return 0
	}
	switch h {
	case BeforeFailover:
		return none
	case AfterFailover:
		if !w.promotes(l.data) || !l.findsPrimary(w.clientTries) {
			return none
		}
	}
	for i, target := range l.targets[1:] {
		if w.down[target] == up {
			return int32(i + 1)
		}
	}
	return none
}
