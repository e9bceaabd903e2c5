package analysis_test

import (
	"slices"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// lost is what a flow loses at each horizon under failures, and with nothing
// failed. It tells whether the circles came to rest.
func lost(a *model.Architecture, f *model.Flow, failures []analysis.Failure, optimistic bool) (at [3]analysis.Amount, meanwhile, base analysis.Amount, settled bool) {
	intact := &naive{a: a, optimistic: optimistic}
	var questions []question
	for _, i := range f.Enters.Instances {
		questions = append(questions, question{flow: f, instance: i, horizon: analysis.AfterFailover})
	}
	intact.answer(questions...)
	base = intact.entry(f, analysis.AfterFailover)
	n := &naive{a: a, intact: intact, optimistic: optimistic, failed: failures}
	questions = nil
	for h := range analysis.Horizon(3) {
		for _, i := range f.Enters.Instances {
			questions = append(questions, question{flow: f, instance: i, horizon: h})
		}
	}
	n.answer(questions...)
	for h := range at {
		at[h] = n.entry(f, analysis.Horizon(h))
	}
	between := &naive{a: a, intact: intact, optimistic: optimistic, failed: failures, pending: true}
	between.answer(questions...)
	meanwhile = between.entry(f, analysis.AfterFailover)
	return at, meanwhile, base, !n.unfit && !intact.unfit && !between.unfit
}

// longest is how long the slowest promotion takes that the failures call for;
// 0 if that is not known of one.
func (n *naive) longest() model.Duration {
	all := model.Duration(-1)
	for _, s := range n.a.Services {
		if s.Data == nil || !s.Data.Automatic || s.Primary() == nil || !n.dead(s.Primary()) {
			continue
		}
		if s.Data.Promotion == 0 {
			return 0
		}
		all = max(all, s.Data.Promotion)
	}
	return all
}

// notYet: a promotion has not happened.
func (n *naive) notYet(d *model.DataSet) bool {
	return n.pending && (d.Promotion == 0 || d.Promotion >= n.longest())
}

// late: a check has not seen the failures before the promotions are over.
func (n *naive) late(check *model.Check) bool {
	sees := check.Every * model.Duration(check.Fall)
	if slices.ContainsFunc(n.failed, func(f analysis.Failure) bool { return f.Kind != analysis.Crash }) {
		sees += max(check.Timeout, check.Every)
	}
	return n.pending && n.longest() != 0 && sees >= n.longest()
}
