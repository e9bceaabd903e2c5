package effects

import (
	"fmt"
	"strings"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/markdown"
	"github.com/loadpath/loadpath/model"
)

const (
	setLimit  = 1000 // cut sets of a flow that are looked for
	shownSets = 25   // lines of cut sets of a flow
)

// family is cut sets that differ in their last failure alone.
type family struct {
	with []analysis.Failure // what they have in common
	last []analysis.Failure
}

// families draws cut sets together, in their order.
func families(sets [][]analysis.Failure) []*family {
	var all []*family
	position := make(map[string]*family)
	for _, set := range sets {
		if len(set) == 0 {
			continue
		}
		common, last := set[:len(set)-1], set[len(set)-1]
		key := strings.Join(namesOf(common), " ")
		f := position[key]
		if f == nil {
			f = &family{with: common}
			position[key] = f
			all = append(all, f)
		}
		f.last = append(f.last, last)
	}
	return all
}

// told says which sets a family has: "lb@lb-1", "web@server-1 with one of
// web@server-2, server-2".
func (s *sheet) told(f *family) string {
	last := s.and(s.everyRun(f.last))
	switch {
	case len(f.with) == 0 && len(f.last) > 1:
		return "each alone: " + last
	case len(f.with) == 0:
		return "alone: " + last
	case len(f.last) > 1:
		return strings.Join(namesOf(f.with), " with ") + " with one of " + last
	}
	return strings.Join(namesOf(f.with), " with ") + " with " + last
}

// stops says what stops a flow, a line each, and after them whether that is
// all.
func (s *sheet) stops(f *model.Flow) []string {
	sets, complete := s.Analysis.CutSets(f, s.Order, setLimit)
	all := families(sets)
	var lines []string
	for _, family := range all[:min(len(all), s.most(shownSets))] {
		lines = append(lines, s.told(family))
	}
	left := len(all) - s.most(shownSets)
	switch {
	case len(sets) > 0 && len(sets[0]) == 0:
		lines = append(lines, "nothing has to fail for that")
	case !complete && len(sets) == 0:
		lines = append(lines, "none was found before the search was given up")
	case !complete:
		lines = append(lines, "there are more: the search was given up")
	case left > 0:
		lines = append(lines, more(left))
	case len(sets) == 0:
		lines = append(lines, fmt.Sprintf("nothing of that size: it takes more than %d %s", s.Order, plural(s.Order, "crash", "crashes")))
	}
	return lines
}

// cutSetsTitle says what is shown.
func (s *sheet) cutSetsTitle() string {
	if s.Order == 1 {
		return "What stops a flow: cut sets of one crash"
	}
	return fmt.Sprintf("What stops a flow: cut sets of up to %d crashes", s.Order)
}

func (t *textWriter) cutSets() {
	if t.Order == 0 {
		return
	}
	t.heading(t.cutSetsTitle())
	for i, flow := range t.Flows {
		t.entry(i == 0)
		t.paragraph(indent, indent+indent, flow.Name)
		for _, line := range t.stops(flow) {
			t.paragraph(indent+indent, indent+indent+indent, line)
		}
	}
}

func (m *markdownWriter) cutSets() {
	if m.Order == 0 {
		return
	}
	m.heading(m.cutSetsTitle())
	for _, flow := range m.Flows {
		m.subject(flow.Name)
		fmt.Fprintln(m)
		for _, line := range m.stops(flow) {
			fmt.Fprintf(m, "- %s\n", markdown.Text(line))
		}
	}
}
