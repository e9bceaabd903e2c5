package effects

import (
	"fmt"

	"github.com/loadpath/loadpath/analysis"
)

// title says what the report is about.
func (s *sheet) title() string {
	return s.Analysis.Architecture.Display() + ": what each failure does to each flow"
}

// preliminaries say what is wrong before anything fails.
func (s *sheet) preliminaries() []string {
	var lines []string
	for _, flow := range s.Flows {
		switch s.Analysis.Baseline(flow) {
		case analysis.Total:
			lines = append(lines, fmt.Sprintf("%s does not work with nothing failed: no failure harms it more.", flow.Name))
		case analysis.Partial:
			lines = append(lines, fmt.Sprintf("A part of %s fails with nothing failed: only what harms it more is told.", flow.Name))
		}
	}
	return lines
}

// terms say what the answers hold under.
func (s *sheet) terms() []string {
	lines := []string{"Each thing fails alone, as a crash. Requests in flight at that moment are not counted."}
	for _, assumption := range s.Analysis.Architecture.Assumptions {
		lines = append(lines, fmt.Sprintf("Taken as perfect: %s, because: %s", assumption.Perfect, assumption.Because))
	}
	return lines
}

// everyRun draws neighbours together sort by sort.
func (s *sheet) everyRun(failures []analysis.Failure) []string {
	var names []string
	for _, ofOne := range bySort(failures) {
		names = append(names, s.runs(ofOne)...)
	}
	return names
}

// bySort parts failures by what they may be folded with.
func bySort(failures []analysis.Failure) [][]analysis.Failure {
	position := make(map[any]int)
	var parts [][]analysis.Failure
	for _, f := range failures {
		i, known := position[sortOf(f)]
		if !known {
			i = len(parts)
			position[sortOf(f)] = i
			parts = append(parts, nil)
		}
		parts[i] = append(parts[i], f)
	}
	return parts
}

// along says what takes a single point with it.
func (p point) along() string {
	return fmt.Sprintf("%s %s %s along", and(namesOf(p.related)), plural(len(p.related), "takes", "take"), p.failures[0].Name())
}

// radius says what a place takes along.
func (s *sheet) radius(p place) string {
	who := and(s.runs(p.failures))
	if len(p.failures) > 1 {
		var services []string
		for _, f := range p.taken {
			services = append(services, f.Instance.Service.Name)
		}
		return who + ": each takes its " + and(services) + " along"
	}
	return who + ": takes " + and(s.counted(p.taken)) + " along"
}

// counted draws the instances of a service together: to their number where
// they are many and not neighbours.
func (s *sheet) counted(instances []analysis.Failure) []string {
	var names []string
	for _, ofOne := range bySort(instances) {
		runs := s.runs(ofOne)
		if len(runs) > 2 {
			runs = []string{fmt.Sprintf("%d of %s", len(ofOne), ofOne[0].Instance.Service.Name)}
		}
		names = append(names, runs...)
	}
	return names
}

// asked says what is undecided.
func (s *sheet) asked(q *question) string {
	return fmt.Sprintf("What becomes of %s when one of these fails: %s", and(q.flows), and(s.everyRun(q.failures)))
}
