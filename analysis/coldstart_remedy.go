package analysis

import (
	"math/bits"
	"slices"

	"github.com/loadpath/loadpath/model"
)

// exactUses is up to how many uses in a circle every set is tried.
const exactUses = 12

// mend looks for uses without which the circle starts.
func (b *boot) mend(c *startCircle) {
	c.takeOut, c.smallest = b.fewest(c, c.uses, b.dropped)
	var start []StartNeed
	for _, n := range c.uses {
		if n.Use.When != "run" {
			start = append(start, n)
		}
	}
	c.wait, _ = b.fewest(c, start, b.late)
}

// fewest is a smallest set of the uses that frees the circle when they are put
// into the edit, or, of too many, one of which none can be left out; nil where
// all of them do not free it.
func (b *boot) fewest(c *startCircle, uses []StartNeed, edit map[*model.Use]bool) (set []StartNeed, smallest bool) {
	if !b.freedBy(c, edit, uses) {
		return nil, false
	}
	if len(uses) > exactUses {
		return b.halved(c, edit, nil, uses), false
	}
	for size := 1; size <= len(uses); size++ {
		for chosen := range uint(1) << len(uses) {
			if bits.OnesCount(chosen) != size {
				continue
			}
			set = set[:0]
			for i, use := range uses {
				if chosen>>i&1 == 1 {
					set = append(set, use)
				}
			}
			if b.freedBy(c, edit, set) {
				return set, true
			}
		}
	}
	return nil, false
}

// halved is a part of the uses that frees the circle together with those that
// are kept, and of which none can be left out. More uses never free less, so
// half of them can be left out at once.
func (b *boot) halved(c *startCircle, edit map[*model.Use]bool, kept, uses []StartNeed) []StartNeed {
	if b.freedBy(c, edit, kept) {
		return nil
	}
	if len(uses) == 1 {
		return uses
	}
	half := len(uses) / 2
	left := b.halved(c, edit, slices.Concat(kept, uses[half:]), uses[:half])
	right := b.halved(c, edit, slices.Concat(kept, left), uses[half:])
	return slices.Concat(left, right)
}

// freedBy tells whether all of the circle starts and works with these uses in
// the edit. What it does not hang on is settled, and left as it is.
func (b *boot) freedBy(c *startCircle, edit map[*model.Use]bool, uses []StartNeed) bool {
	for _, n := range uses {
		edit[n.Use] = true
	}
	var was []bool
	for _, t := range c.tiers {
		at := &b.tiers[t]
		was = append(append(was, b.up[at.first:at.first+at.count]...), b.good[at.first:at.first+at.count]...)
	}
	for _, component := range b.tierComponents(c.tiers) {
		b.start(component)
	}
	freed := !slices.ContainsFunc(c.instances, b.isStuck)
	for _, t := range c.tiers {
		at := &b.tiers[t]
		was = was[copy(b.up[at.first:at.first+at.count], was):]
		was = was[copy(b.good[at.first:at.first+at.count], was):]
	}
	for _, n := range uses {
		delete(edit, n.Use)
	}
	return freed
}
