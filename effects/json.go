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

func (s *sheet) json() any {
	head := jsonHead{
		Version:      jsonVersion,
		Tool:         jsonTool{s.Tool, s.Version},
		Architecture: s.Analysis.Architecture.Name,
		Kind:         s.Kind.String(),
		Assumptions: each(s.Analysis.Architecture.Assumptions, func(a *model.Assumption) jsonAssumption {
			return jsonAssumption{a.Perfect, a.Because}
		}),
		Flows: each(s.Flows, s.jsonFlow),
	}
	if len(s.Without) > 0 {
		outcomes := s.withoutAll()
		return jsonWhatIf{
			jsonHead:  head,
			Without:   namesOf(s.Without),
			Outcomes:  each(outcomes, jsonOutcomeOf),
			Chains:    each(s.chains(harmed(outcomes)), s.jsonChain),
			Ways:      each(s.ways(outcomes), jsonWayOf),
			Undecided: each(s.questions(outcomes), jsonQuestionOf),
		}
	}
	report := jsonReport{
		jsonHead:     head,
		Failures:     each(s.Analysis.Failures, s.jsonFailure),
		SinglePoints: each(s.points(), s.jsonPoint),
		Undecided:    each(s.questions(s.Analysis.Outcomes()), jsonQuestionOf),
		Pairs:        each(s.Flows, func(f *model.Flow) jsonPairs { return jsonPairsOf(s.pairsOf(f)) }),
		ColdStart:    each(s.Analysis.ColdStart(), jsonDeadlockOf),
	}
	if s.Order > 0 {
		report.CutSets = each(s.Flows, s.jsonCutSets)
	}
	if s.Availability {
		report.Availability = each(s.figures(), jsonAvailabilityOf)
	}
	return report
}

func (s *sheet) jsonCutSets(f *model.Flow) jsonCutSets {
	sets, complete := s.Analysis.CutSets(f, s.Order, setLimit)
	return jsonCutSets{Flow: f.Name, Order: s.Order, Complete: complete, Sets: each(sets, namesOf)}
}

func (s *sheet) jsonFlow(f *model.Flow) jsonFlow {
	return jsonFlow{
		Name: f.Name, Title: f.Title, Kind: string(f.Kind), Derived: f.Derived, Path: f.Path,
		Baseline: s.Analysis.Baseline(f).String(),
	}
}

func (s *sheet) jsonFailure(f analysis.Failure) jsonFailure {
	return jsonFailure{
		Name: f.Name(), Type: typeOf(f), Kind: f.Kind.String(), Path: f.Path(),
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
		Meanwhile: meanwhile(o),
		Window:    windowOf(o),
		AllLost:   allLostOf(o),
		Missing:   o.Missing,
	}
}

func meanwhile(o analysis.Outcome) string {
	if o.Meanwhile == analysis.None {
		return ""
	}
	return o.Meanwhile.String()
}

// windowOf is nil for whatever does not come back by itself.
func windowOf(o analysis.Outcome) *jsonWindow {
	if o.Recovery != analysis.Transient {
		return nil
	}
	return jsonWindowOf(o.Window)
}

// allLostOf is nil where less is lost at no time before all that is automatic
// has happened, or all at none.
func allLostOf(o analysis.Outcome) *jsonWindow {
	if !o.TurnsPartial() {
		return nil
	}
	return jsonWindowOf(o.AllLost)
}

func jsonWindowOf(w analysis.Window) *jsonWindow {
	return &jsonWindow{
		Seconds: seconds(w.Length), Known: w.Known(), Text: w.String(),
		Parts: each(w.Parts, func(p analysis.Part) jsonPart {
			return jsonPart{What: p.What, Seconds: seconds(p.Length), Known: p.Length != 0, Counts: p.Counts.String(), Path: p.Path}
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
		Advice:   jsonAdviceOf(s.advised(p)),
	}
}

func (s *sheet) jsonChain(c chain) jsonChain {
	return jsonChain{Flows: flowNames(c.outcomes), Steps: each(c.steps, s.jsonStep)}
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
