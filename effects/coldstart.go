package effects

import (
	"fmt"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

const (
	coldStartTitle = "Cold start"
	shownCircles   = 8 // deadlocks
)

func serviceNames(services []*model.Service) []string {
	return each(services, func(s *model.Service) string { return s.Name })
}

func needNames(needs []analysis.StartNeed) []string { return each(needs, analysis.StartNeed.Name) }

// deadlockTold says what cannot be started again, deadlockWhy what forms the
// circle and what takes it apart.
func (s *sheet) deadlockTold(d analysis.Deadlock) string {
	who, they, all := s.and(serviceNames(d.Services)), "they", "all of them are"
	if len(d.Services) == 1 {
		they, all = "it", "all of it is"
	}
	if len(d.Missing) > 0 {
		return fmt.Sprintf("%s: undecided whether %s can be started again once %s down", who, they, all)
	}
	return fmt.Sprintf("%s: cannot be started again once %s down", who, all)
}

func (s *sheet) deadlockWhy(d analysis.Deadlock) []string {
	var lines []string
	for _, n := range d.Needs[:min(len(d.Needs), s.most(shownNames))] {
		lines = append(lines, n.String())
	}
	if left := len(d.Needs) - s.most(shownNames); left > 0 {
		lines = append(lines, more(left))
	}
	if behind := serviceNames(d.Behind); len(behind) > 0 {
		lines = append(lines, fmt.Sprintf("and %s, which %s them, cannot work either", s.and(behind), plural(len(behind), "needs", "need")))
	}
	for _, path := range d.Missing[:min(len(d.Missing), s.most(shownNames))] {
		lines = append(lines, analysis.Hint(path))
	}
	lines = append(lines, "without "+s.and(needNames(d.TakeOut))+" all of them start: "+fewest(d))
	if len(d.Wait) > 0 && len(d.Missing) == 0 {
		lines = append(lines, "or: "+s.waiting(d.Wait))
	}
	return lines
}

// fewest says whether another set might do.
func fewest(d analysis.Deadlock) string {
	switch {
	case len(d.TakeOut) == 1:
		return "make it optional"
	case d.Smallest:
		return "make them optional; fewer do not help"
	}
	return "make them optional; none of these can be left out"
}

// waiting asks what the programs can do, and says what to write then.
func (s *sheet) waiting(needs []analysis.StartNeed) string {
	var starts, paths []string
	for _, n := range needs {
		starts = append(starts, n.From.Name+" start without "+n.To.Name)
		paths = append(paths, string(n.Use.Path.Field("when"))+`: "run"`)
	}
	return fmt.Sprintf("can %s, and try again until %s answers? Then write %s", s.and(starts), plural(len(needs), needs[0].To.Name, "each"), s.and(paths))
}

func (t *textWriter) coldStart() {
	deadlocks := t.Analysis.ColdStart()
	if len(deadlocks) == 0 {
		return
	}
	t.heading(coldStartTitle)
	for i, d := range deadlocks[:min(len(deadlocks), t.most(shownCircles))] {
		t.entry(i == 0)
		t.paragraph(indent, indent+indent, t.deadlockTold(d))
		for _, line := range t.deadlockWhy(d) {
			t.paragraph(indent+indent, indent+indent+indent, line)
		}
	}
	if left := len(deadlocks) - t.most(shownCircles); left > 0 {
		t.paragraph("\n"+indent, indent, more(left))
	}
}

func (m *markdownWriter) coldStart() {
	deadlocks := m.Analysis.ColdStart()
	if len(deadlocks) == 0 {
		return
	}
	m.heading(coldStartTitle)
	for _, d := range deadlocks[:min(len(deadlocks), m.most(shownCircles))] {
		m.paragraph(m.deadlockTold(d) + ".")
		m.list(m.deadlockWhy(d))
	}
	if left := len(deadlocks) - m.most(shownCircles); left > 0 {
		m.paragraph(more(left))
	}
}

// jsonDeadlock is services that cannot be started again.
type jsonDeadlock struct {
	Services []string        `json:"services"`
	Needs    []jsonStartNeed `json:"needs"`
	Behind   []string        `json:"behind"`
	TakeOut  []string        `json:"takeOut"`
	Smallest bool            `json:"smallest"`
	Wait     []string        `json:"wait"`
	Missing  []model.Path    `json:"missing"`
}

// jsonStartNeed is a use in such a circle.
type jsonStartNeed struct {
	Use  string     `json:"use"`
	From string     `json:"from"`
	To   string     `json:"to"`
	When string     `json:"when,omitempty"`
	Path model.Path `json:"path"`
}

func jsonDeadlockOf(d analysis.Deadlock) jsonDeadlock {
	return jsonDeadlock{
		Services: serviceNames(d.Services), Behind: serviceNames(d.Behind),
		Needs: each(d.Needs, func(n analysis.StartNeed) jsonStartNeed {
			return jsonStartNeed{Use: n.Name(), From: n.From.Name, To: n.To.Name, When: n.Use.When, Path: n.Use.Path}
		}),
		TakeOut: needNames(d.TakeOut), Smallest: d.Smallest, Wait: needNames(d.Wait),
		Missing: append([]model.Path{}, d.Missing...),
	}
}
