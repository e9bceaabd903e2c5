package effects

import (
	"encoding/json"
	"io"
	"time"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

func writeJSON(w io.Writer, s *sheet) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(s.json())
}

func (s *sheet) json() jsonReport {
	report := jsonReport{
		Version:      jsonVersion,
		Tool:         jsonTool{s.Tool, s.Version},
		Architecture: s.Analysis.Architecture.Name,
		Flows:        each(s.Flows, s.jsonFlow),
		Failures:     each(s.Analysis.Failures, s.jsonFailure),
		SinglePoints: each(s.points(), s.jsonPoint),
		Undecided:    each(s.questions(), jsonQuestionOf),
		Assumptions:  []jsonAssumption{},
	}
	for _, assumption := range s.Analysis.Architecture.Assumptions {
		report.Assumptions = append(report.Assumptions, jsonAssumption{assumption.Perfect, assumption.Because})
	}
	return report
}

func (s *sheet) jsonFlow(f *model.Flow) jsonFlow {
	return jsonFlow{
		Name: f.Name, Title: f.Title, Kind: string(f.Kind), Derived: f.Derived, Path: f.Path,
		Baseline: s.Analysis.Baseline(f).String(),
	}
}

func (s *sheet) jsonFailure(f analysis.Failure) jsonFailure {
	return jsonFailure{
		Name: f.Name(), Type: typeOf(f), Path: f.Path(),
		Takes:    namesOf(taken(f)),
		Outcomes: each(s.outcomes(f), jsonOutcomeOf),
	}
}

func jsonOutcomeOf(o analysis.Outcome) jsonOutcome {
	return jsonOutcome{
		Flow: o.Flow.Name, Amount: o.Amount.String(), Recovery: o.Recovery.String(),
		Lost: jsonLost{
			BeforeFailover: o.Lost[analysis.BeforeFailover].String(),
			AfterFailover:  o.Lost[analysis.AfterFailover].String(),
			AfterPerson:    o.Lost[analysis.AfterPerson].String(),
		},
		Window:  windowOf(o),
		Missing: o.Missing,
	}
}

// windowOf is nil for whatever does not come back by itself.
func windowOf(o analysis.Outcome) *jsonWindow {
	if o.Recovery != analysis.Transient {
		return nil
	}
	return &jsonWindow{
		Seconds: seconds(o.Window.Length), Known: o.Window.Known(), Text: o.Window.String(),
		Parts: each(o.Window.Parts, func(p analysis.Part) jsonPart {
			return jsonPart{What: p.What, Seconds: seconds(p.Length), Known: p.Length != 0, Path: p.Path}
		}),
	}
}

func seconds(d model.Duration) float64 { return time.Duration(d).Seconds() }

func (s *sheet) jsonPoint(p point) jsonPoint {
	return jsonPoint{
		Failures: namesOf(p.failures),
		Outcomes: each(p.outcomes, jsonOutcomeOf),
		Related:  namesOf(p.related),
		Chains:   each(s.chains(p.outcomes), s.jsonChain),
	}
}

func (s *sheet) jsonChain(c chain) jsonChain {
	return jsonChain{Flows: c.flows, Steps: each(c.steps, s.jsonStep)}
}

func (s *sheet) jsonStep(step analysis.Step) jsonStep {
	j := jsonStep{Text: step.Text, Path: step.Path}
	if at := s.Source.Locate(string(step.Path)); at.File != "" {
		j.Location = &jsonLocation{at.File, at.Start.Line, at.Start.Column, at.End.Line, at.End.Column}
	}
	return j
}

func jsonQuestionOf(q *question) jsonQuestion {
	return jsonQuestion{
		Flows: q.flows, Failures: namesOf(q.failures),
		Missing: append([]model.Path{}, q.missing...), Advice: q.advice(),
	}
}

// each is what a function makes of every thing in a list; never nil, so that
// JSON shows an empty list.
func each[T, R any](things []T, f func(T) R) []R {
	all := make([]R, len(things))
	for i, thing := range things {
		all[i] = f(thing)
	}
	return all
}
