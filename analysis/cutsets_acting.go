package analysis

// keepActing keeps a controller able to promote, as world.acts has it: as many
// of its instances as its quorum says that function, and what keeps each of
// those functioning. As long as nothing of that fails all of it goes on, as
// every one that is kept finds what it needs among the others.
func (g *ground) keepActing(controller int32) {
	if !g.acts(controller) {
		return
	}
	k := &keeping{ground: g, kept: make(map[int32]bool)}
	k.ofTier(controller)
	k.needs()
}

// keepLease keeps the agent beside a primary from demoting it: as world.demotes
// has it. It keeps the agent functioning; where that is alive and does not, a
// further failure may end that it demotes.
func (g *ground) keepLease(d *data) {
	if !d.agents || !g.leased[d.tier] {
		return
	}
	agent := g.agentOf(d)
	switch {
	case g.down[agent] != up:
	case g.renews(d):
		k := &keeping{ground: g, kept: make(map[int32]bool)}
		k.keep(none, []int32{agent}, 1)
		k.needs()
	default:
		g.addGuard(d)
	}
}

// needs keeps what those need that are kept functioning, and so on.
func (k *keeping) needs() {
	for len(k.open) > 0 {
		instance := k.open[len(k.open)-1]
		k.open = k.open[:len(k.open)-1]
		t := k.plan.tierOf[instance]
		for _, l := range k.plan.tiers[t].links {
			if k.plan.isNeedToAct(l) {
				k.keep(instance, l.reachedFrom(int(instance-k.plan.tiers[t].first)), int32(l.atLeast))
				k.ofTier(l.to)
			}
		}
	}
}

// keeping are the instances that are kept functioning for a controller.
type keeping struct {
	*ground
	kept map[int32]bool
	open []int32 // those whose needs are not kept yet
}

// ofTier keeps as many of a tier functioning as its quorum says.
func (k *keeping) ofTier(t int32) {
	tier := &k.plan.tiers[t]
	all := make([]int32, tier.count)
	for i := range all {
		all[i] = tier.first + int32(i)
	}
	k.keep(none, all, tier.quorum)
}

// keep keeps so many of some instances functioning that one reaches, those first
// that are kept anyway.
func (k *keeping) keep(who int32, instances []int32, count int32) {
	for _, instance := range instances {
		if count > 0 && k.kept[instance] && !k.isCut(who, instance) {
			count--
			k.keepLane(who, instance)
		}
	}
	for _, alive := range [...]bool{true, false} {
		for _, instance := range instances {
			if count > 0 && !k.kept[instance] && k.functions[instance] && k.ground.kept[instance] == alive && !k.isCut(who, instance) {
				count--
				k.kept[instance] = true
				k.keepUp(instance)
				k.keepLane(who, instance)
				k.open = append(k.open, instance)
			}
		}
	}
}
