package scene

import "github.com/loadpath/loadpath/render/internal/view"

// level is the boxes that stand side by side: of one depth, and beginning in
// one tier.
type level struct{ depth, tier int }

// findHeadroom finds what must stay free above the frames, so that the label of
// a wire that comes in from above stands before the frame and not in its
// header. All frames of a level get it, so that their tops are in line.
func (c *composer) findHeadroom() {
	for _, edge := range c.v.Edges {
		size := c.labelSize(edge)
		if size.H == 0 || edge.From.Tier >= edge.To.Tier {
			continue
		}
		if box := entered(edge); box != nil && topTier(box) == edge.To.Tier {
			at := levelOf(box)
			c.headroom[at] = max(c.headroom[at], size.H+2*labelAir)
		}
	}
}

// entered is the outermost box that an edge leads into, or nil.
func entered(edge *view.Edge) *view.Box {
	around := map[*view.Box]bool{}
	for box := edge.From.Box; box != nil; box = box.Parent {
		around[box] = true
	}
	var outermost *view.Box
	for box := edge.To.Box; box != nil && !around[box]; box = box.Parent {
		outermost = box
	}
	return outermost
}

func levelOf(box *view.Box) level {
	at := level{tier: topTier(box)}
	for outer := box.Parent; outer != nil; outer = outer.Parent {
		at.depth++
	}
	return at
}

// topTier is the first tier that a box has a node in.
func topTier(box *view.Box) int {
	top := noTier
	for _, node := range box.Nodes {
		top = min(top, node.Tier)
	}
	for _, inner := range box.Boxes {
		top = min(top, topTier(inner))
	}
	return top
}

// noTier is below every tier.
const noTier = 1 << 30
