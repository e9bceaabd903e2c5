package analysis

// splitBrains are the primaries that go on inside of what is cut off. Whoever
// is in there with one still writes to it; once a replica outside has become
// the primary, two take writes, and what one took is lost. A group does not
// let that happen, as the side without the majority takes none; nor does
// fencing.
func (a *account) splitBrains() []Step {
	var steps []Step
	for _, f := range a.outcome.Failures() {
		if f.Kind != Cut || f.Server == nil && f.Zone == nil {
			continue
		}
		for _, instance := range a.dead {
			t := &a.engine.plan.tiers[a.engine.plan.tierOf[instance]]
			if t.data == nil || t.data.primary != instance || t.data.Mode == "group" || !f.takes(a.engine.plan.instances[instance]) {
				continue
			}
			if fencing := t.service.Replication.Fencing; fencing != nil && *fencing {
				continue
			}
			steps = append(steps, Step{
				a.name(instance) + " goes on taking writes inside of what is cut off: if a replica becomes the primary meanwhile, there are two (fencing is not written)",
				t.service.Path.Field("replication").Field("fencing"),
			})
		}
	}
	return steps
}
