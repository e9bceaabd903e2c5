package drill

import (
	"errors"
	"fmt"
	"strings"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/model"
)

// NewPlan is what a drill of a stack breaks, in order, with what the analysis
// says of it: all crashes, then all that hangs, then what is cut off; each in
// the order of the analysis, with the pairs after those that fail alone and the
// connections at the end. The error says what is wrong with the options, or that
// no flow can be asked.
func NewPlan(p *compose.Project, questions []Question, o Options) (*Plan, error) {
	o, err := o.settled()
	if err != nil {
		return nil, err
	}
	b := &builder{a: p.Architecture, options: o, runs: make(map[*model.Instance]bool)}
	b.plan = &Plan{Architecture: b.a.Name, Rate: o.Rate}
	for _, c := range p.Containers {
		if c.Role == compose.Instance {
			b.runs[c.Instance] = true
		}
	}
	if b.ask(questions); len(b.flows) == 0 {
		return nil, errors.New(b.unasked())
	}
	if b.plan.Digest, err = digest(b.a, questions, o); err != nil {
		return nil, err
	}
	b.watch = watchOf(b.a)
	if err := b.fill(); err != nil {
		return nil, err
	}
	b.sample()
	return b.plan, nil
}

// builder is a plan in work.
type builder struct {
	a       *model.Architecture
	options Options
	plan    *Plan
	// flows are those that are asked.
	flows []*model.Flow
	// runs are the instances that have a container.
	runs  map[*model.Instance]bool
	watch model.Duration
}

// ask notes how the flows are asked. One without a path is not: "/" may be
// answered by the first that it meets, so it would say nothing of the others.
func (b *builder) ask(questions []Question) {
	for i, flow := range b.a.Flows {
		f := Flow{Name: flow.Name, Kind: string(flow.Kind), Unprobed: "nobody knows how to ask it"}
		if i < len(questions) && questions[i].Flow == flow.Name {
			f.Unprobed = questions[i].Unasked
		}
		switch {
		case f.Unprobed == "" && flow.ProbePath == "" && flow.Derived:
			f.Unprobed = "it is not written: write the flow, with a path that is asked for"
		case f.Unprobed == "" && flow.ProbePath == "":
			f.Unprobed = "write its path: what is asked for has to need what the flow needs"
		case f.Unprobed == "":
			f.Method, f.URL = questions[i].Method, questions[i].URL
			b.flows = append(b.flows, flow)
		}
		b.plan.Flows = append(b.plan.Flows, f)
	}
}

// unasked says why a drill has nothing to watch.
func (b *builder) unasked() string {
	text := "no flow can be asked, so nothing would be seen"
	for _, f := range b.plan.Flows {
		text += fmt.Sprintf("; %s: %s", f.Name, f.Unprobed)
	}
	return text
}

// fill adds the trials.
func (b *builder) fill() error {
	for _, kind := range b.options.Kinds {
		r := analysis.AnalyzeWith(b.a, analysis.Options{Kind: kind})
		wanted, err := b.wanted(r)
		if err != nil {
			return err
		}
		for _, f := range wanted {
			b.try(r, f)
		}
		if b.options.Pairs {
			b.pairs(r)
		}
	}
	b.noteThePerfect()
	return b.connections()
}

// wanted are the failures that are tried alone, in the order of the analysis;
// what is taken as perfect comes last, and only where it is asked for.
func (b *builder) wanted(r *analysis.Result) ([]analysis.Failure, error) {
	if len(b.options.Only) == 0 {
		return r.Failures, nil
	}
	return b.named(r, func(name string) bool { return !strings.Contains(name, "..") })
}

// connections adds the trials in which nothing but a way between two instances
// is cut.
func (b *builder) connections() error {
	isWay := func(name string) bool { return strings.Contains(name, "..") }
	if !b.options.Connections && len(b.options.Only) == 0 {
		return nil
	}
	r := analysis.AnalyzeWith(b.a, analysis.Options{Kind: analysis.Cut, Connections: true})
	wanted, err := b.named(r, isWay)
	if err != nil {
		return err
	}
	if len(b.options.Only) == 0 {
		wanted = r.Failures
	}
	for _, f := range wanted {
		if f.From != nil {
			b.try(r, f)
		}
	}
	return nil
}

// named are the failures that the options name, of those names that count.
func (b *builder) named(r *analysis.Result, counts func(string) bool) ([]analysis.Failure, error) {
	asked := make(map[analysis.Failure]bool)
	var order, found []analysis.Failure
	for _, name := range b.options.Only {
		failures, err := r.Parse(name)
		if err != nil {
			return nil, err
		}
		for _, f := range failures {
			if counts(name) && !asked[f] {
				asked[f] = true
				order = append(order, f)
			}
		}
	}
	for _, f := range append(r.Failures[:len(r.Failures):len(r.Failures)], order...) {
		if asked[f] {
			asked[f] = false
			found = append(found, f)
		}
	}
	return found, nil
}

// noteThePerfect lists what the architecture says does not fail.
func (b *builder) noteThePerfect() {
	if len(b.options.Only) > 0 {
		return
	}
	for _, assumption := range b.a.Assumptions {
		b.skip(assumption.Perfect, "the architecture takes it as perfect")
	}
}

func (b *builder) skip(what, why string) {
	b.plan.Skipped = append(b.plan.Skipped, Skipped{What: what, Why: why})
}
