package analysis

import "slices"

// sides are the fates of a tier of which bonds are cut; none where that does
// not matter.
func (w *world) sides(number int32, cuts []lane) []fate {
	t := &w.plan.tiers[number]
	needed := t.quorum
	if t.data != nil && t.data.Mode == "group" {
		needed = max(needed, t.size/2+1)
	} else if t.quorum == 1 {
		return nil
	}
	var broken []lane
	for _, way := range cuts {
		within := w.plan.tierOf[way.from] == number && w.plan.tierOf[way.to] == number
		if within && way.from != way.to && w.down[way.from] == up && w.down[way.to] == up {
			broken = append(broken, way)
		}
	}
	if len(broken) == 0 {
		return nil
	}
	var members []int32
	for i := range t.count {
		if w.down[t.first+i] == up {
			members = append(members, t.first+i)
		}
	}
	var found []fate
	halt := fate{halted: []int32{number}}
	for _, part := range w.joined(members) {
		if int32(len(part)) < needed {
			continue
		}
		found = append(found, fate{outside: without(members, part)})
		circles, all := w.seeing(part, broken)
		circles = slices.DeleteFunc(circles, func(c []int32) bool { return int32(len(c)) < needed || len(c) == len(part) })
		for _, circle := range circles {
			found = append(found, fate{outside: without(members, circle)})
		}
		if !all || len(circles) == 0 && len(broken) > 0 && w.anyBroken(part) {
			found = append(found, halt)
		}
	}
	if len(found) == 0 {
		return []fate{halt}
	}
	return found
}

// without are the members that are not in a part of them.
func without(members, part []int32) []int32 {
	var out []int32
	for _, member := range members {
		if !slices.Contains(part, member) {
			out = append(out, member)
		}
	}
	return out
}

// joined are the members that reach each other, directly or by way of others.
func (w *world) joined(members []int32) [][]int32 {
	var found [][]int32
	left := slices.Clone(members)
	for len(left) > 0 {
		part := []int32{left[0]}
		left = left[1:]
		for i := 0; i < len(part); i++ {
			left = slices.DeleteFunc(left, func(other int32) bool {
				if w.isBroken(part[i], other) {
					return false
				}
				part = append(part, other)
				return true
			})
		}
		slices.Sort(part)
		found = append(found, part)
	}
	return found
}

func (w *world) anyBroken(part []int32) bool {
	return slices.ContainsFunc(part, func(a int32) bool {
		return slices.ContainsFunc(part, func(b int32) bool { return a != b && w.isBroken(a, b) })
	})
}

// seeing are the largest sets of members of a part who all see each other, and
// whether these are all there are.
func (w *world) seeing(part []int32, broken []lane) (sets [][]int32, all bool) {
	sets = [][]int32{part}
	for _, way := range broken {
		var next [][]int32
		for _, set := range sets {
			if !slices.Contains(set, way.from) || !slices.Contains(set, way.to) {
				next = append(next, set)
				continue
			}
			next = append(next, without(set, []int32{way.from}), without(set, []int32{way.to}))
		}
		if sets = largest(next); len(sets) > mostFates {
			return nil, false
		}
	}
	return sets, true
}

// largest are the sets that no other one holds.
func largest(sets [][]int32) [][]int32 {
	var found [][]int32
	for i, set := range sets {
		held := slices.ContainsFunc(sets, func(other []int32) bool { return len(other) > len(set) && len(without(set, other)) == 0 })
		same := slices.ContainsFunc(sets[:i], func(other []int32) bool { return slices.Equal(other, set) })
		if !held && !same {
			found = append(found, set)
		}
	}
	return found
}
