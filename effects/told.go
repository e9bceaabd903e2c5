package effects

import (
	"fmt"
	"slices"

	"github.com/loadpath/loadpath/analysis"
)

// title says what the report is about.
func (s *sheet) title() string {
	name := s.Analysis.Architecture.Display()
	switch len(s.Without) {
	case 0:
		return name + ": what each failure does to each flow"
	case 1:
		return name + ": what if " + s.Without[0].Name() + " fails"
	}
	return name + ": what if " + s.and(s.everyRun(s.Without)) + " fail together"
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
	lines := []string{s.manner() + " Requests in flight at that moment are not counted."}
	if s.Availability {
		lines = append(lines, "The minutes a year take failures as independent and as crashes. Failover and acting are counted for failures that come alone. A year has 365 days.")
	}
	for _, assumption := range s.Analysis.Architecture.Assumptions {
		lines = append(lines, fmt.Sprintf("Taken as perfect: %s, because: %s", assumption.Perfect, assumption.Because))
	}
	return lines
}

// manner says how things fail.
func (s *sheet) manner() string {
	how := [...]string{
		analysis.Crash: "It crashes: connections to it are refused.",
		analysis.Hang:  "It hangs: it accepts connections and never answers.",
		analysis.Cut:   "It is cut off: no packet comes in or goes out.",
	}[s.Kind]
	failures, text := s.Analysis.Failures, "Each thing fails alone."
	if len(s.Without) > 0 {
		failures, text = s.Without, "All that fails does so at once."
	}
	connection := func(f analysis.Failure) bool { return f.From != nil }
	if slices.ContainsFunc(failures, func(f analysis.Failure) bool { return !connection(f) }) {
		text += " " + how
	}
	if slices.ContainsFunc(failures, connection) {
		text += " On a connection that fails no packet passes."
	}
	return text
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
func (s *sheet) along(p point) string {
	return fmt.Sprintf("%s %s %s along", s.and(namesOf(p.related)), plural(len(p.related), "takes", "take"), p.failures[0].Name())
}

// radius says what a place takes along.
func (s *sheet) radius(p place) string {
	who := s.and(s.runs(p.failures))
	if len(p.failures) > 1 {
		var services []string
		for _, f := range p.taken {
			services = append(services, f.Instance.Service.Name)
		}
		return who + ": each takes its " + s.and(services) + " along"
	}
	return who + ": takes " + s.and(s.counted(p.taken)) + " along"
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
	if len(s.Without) > 0 {
		return "What becomes of " + s.and(q.flows)
	}
	return fmt.Sprintf("What becomes of %s when one of these fails: %s", s.and(q.flows), s.and(s.everyRun(q.failures)))
}
