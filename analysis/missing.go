package analysis

import (
	"slices"

	"github.com/loadpath/loadpath/model"
)

// missing are the places of the facts that the outcome hangs on: of every pool
// that the failure reaches and that would answer otherwise under the other
// assumption, in the order of the cone.
func (s *study) missing() []model.Path {
	var paths []model.Path
	add := func(path model.Path) {
		if !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
	}
	for i := range s.fates {
		s.turn(i)
		s.missingHere(add)
	}
	return paths
}

// missingHere adds those of one fate.
func (s *study) missingHere(add func(model.Path)) {
	for i := range s.readings[0].nodes {
		n := &s.readings[0].nodes[i]
		if n.link == nil || !n.link.undecided() {
			continue
		}
		for _, r := range s.readings {
			if n.link.way == unwritten && r.differs(n, &r.clientTries) {
				add(n.link.Use.Path.Field("choose"))
			}
			if n.link.hangsOnRoles() && n.link.data.ambiguous() && r.differs(n, &r.promotesItself) {
				add(n.link.To.Path.Field("replication").Field("controller"))
			}
		}
	}
}

// differs tells whether a pool answers otherwise when an assumption is turned.
func (r *reading) differs(n *node, assumption *bool) bool {
	var before, after verdict
	for h := range before {
		before[h], _ = r.poolLoses(n, Horizon(h))
	}
	*assumption = !*assumption
	for h := range after {
		after[h], _ = r.poolLoses(n, Horizon(h))
	}
	*assumption = !*assumption
	return before != after
}
