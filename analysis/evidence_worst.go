package analysis

// worstTarget is the target in use by which the users of a pool lose most, or
// none where there is none: one whose requests no other target answers, then
// the one that loses more, then a dead one.
func (r *reading) worstTarget(n *node, use []int32, h Horizon) int32 {
	worst, most := none, -1
	for _, target := range use {
		if harm := r.harm(n, use, target, h); harm > most {
			worst, most = target, harm
		}
	}
	return worst
}

// harm is how bad it is that requests go to a target: the greater the worse.
func (r *reading) harm(n *node, use []int32, target int32, h Horizon) int {
	lost := r.targetLoses(target, h)
	harm := 2 * int(lost)
	if lost == Total && r.down[r.nodes[target].instance] != up {
		harm++
	}
	if lost != None && !(r.answered(use, h) && n.link.triesOthers() && r.triedAgain(n, target, h)) {
		harm += 2 * (int(Total) + 1)
	}
	return harm
}

// answered tells whether one of the targets answers everything.
func (r *reading) answered(use []int32, h Horizon) bool {
	for _, target := range use {
		if r.targetLoses(target, h) == None {
			return true
		}
	}
	return false
}
