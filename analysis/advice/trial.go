package advice

import (
	"slices"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// trial is what changes are held against: outcomes that are to be gone.
type trial struct {
	judge  *Judge
	kind   analysis.Kind
	flows  []*model.Flow
	wanted []analysis.Outcome
	around []string // the servers and zones around the points
}

func newTrial(j *Judge, points []analysis.SinglePoint) *trial {
	t := &trial{judge: j, kind: points[0].Failure.Kind}
	for _, p := range points {
		for _, o := range p.Outcomes {
			t.want(o)
		}
		for _, name := range surroundings(p.Failure) {
			if !slices.Contains(t.around, name) {
				t.around = append(t.around, name)
			}
		}
	}
	return t
}

// want asks for an outcome to be gone.
func (t *trial) want(o analysis.Outcome) {
	t.wanted = append(t.wanted, o)
	if !slices.Contains(t.flows, o.Flow) {
		t.flows = append(t.flows, o.Flow)
	}
}

// proves tries a change.
func (t *trial) proves(c Change) (Proven, bool) {
	made, err := t.judge.Compare(c, t.flows, t.kind)
	if err != nil || slices.ContainsFunc(t.wanted, func(o analysis.Outcome) bool { return !made.InTime(o) }) {
		return Proven{}, false
	}
	if !t.judge.fits(made.Change) {
		return Proven{}, false
	}
	proven := Proven{Change: made.Change}
	for _, name := range t.around {
		if slices.ContainsFunc(t.flows, func(f *model.Flow) bool { return made.harms[harm{name, made.spokesman[f.Name]}].lasting > 0 }) {
			proven.Remains = append(proven.Remains, name)
		}
	}
	return proven, true
}

// fits tells whether the whole architecture still holds together with a change
// that was tried in a part of it: another flow's balance may name a server that
// an instance is moved from.
func (j *Judge) fits(c Change) bool {
	whole := j.result.Architecture.Written()
	return c.Apply(whole) == nil && len(whole.Resolve()) == 0
}

// surroundings are the server and the zones around what fails, innermost
// first, zones without servers of their own left out.
func surroundings(f analysis.Failure) []string {
	var names []string
	var zone *model.Zone
	switch {
	case f.Instance != nil && f.Instance.Server != nil:
		names, zone = []string{f.Instance.Server.Name}, f.Instance.Server.Zone
	case f.Server != nil:
		zone = f.Server.Zone
	case f.Zone != nil:
		zone = f.Zone.Parent
	}
	for ; zone != nil; zone = zone.Parent {
		names = append(names, zone.Name)
	}
	return names
}
