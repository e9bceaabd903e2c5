package analysis

// worstTarget is the target in use by which the users of a pool lose most, or
// none where there is none: one whose requests no other target answers, then
// the one that loses more, then a dead one.
func (r *reading) worstTarget(n *node, use []int32, h Horizon) int32 {
	worst, most := none, -1
	elsewhere := r.saves(n, use, h)
	for _, target := range use {
		harm := r.harm(target, h)
		if harm > 0 && !(elsewhere && r.triedAgain(n, target, h)) {
			harm += worstHarm
		}
		if harm > most {
			worst, most = target, harm
		}
	}
	return worst
}

// worstHarm is more than any harm.
const worstHarm = 2*int(Total) + 2

// harm is how bad it is that requests go to a target: the greater the worse.
func (r *reading) harm(target int32, h Horizon) int {
	lost := r.targetLoses(target, h)
	if lost == Total && r.down[r.nodes[target].instance] != up {
		return 2*int(lost) + 1
	}
	return 2 * int(lost)
}
