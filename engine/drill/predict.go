package drill

import (
	"strings"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// The words of a plan and of a verdict, as the analysis has them.
const (
	None    = "none"
	Partial = "partial"
	Total   = "total"

	Transient = "transient"
	Manual    = "manual"
	Hard      = "hard"
	Undecided = "undecided"
)

// predict is what the analysis says of a flow.
func (b *builder) predict(r *analysis.Result, o analysis.Outcome, step Step) Prediction {
	p := Prediction{
		Flow: o.Flow.Name, Amount: None, Recovery: None, Text: None,
		Relies:        b.relies(o),
		MayLoseWrites: b.mayLoseWrites(o, step),
	}
	if o.Recovery != analysis.Unharmed {
		p.Amount, p.Recovery, p.Text = o.Amount.String(), o.Recovery.String(), o.Fate()
	}
	if o.Recovery == analysis.Transient {
		p.Window, p.Known = o.Window.Length, o.Window.Known()
	}
	for _, s := range r.Evidence(o) {
		p.Why = append(p.Why, Reason{Text: s.Text, Path: s.Path})
	}
	if action := r.Action(o); step.Promote != "" && (action == "" || action == promotes+step.Promote) && o.Recovery != analysis.Undecided {
		p.AfterStep = o.Lost[analysis.AfterPerson].String()
	}
	return p
}

// promotes is how the analysis begins to say that somebody does.
const promotes = "promotes "

// step is what somebody does in a trial: they promote a replica where the
// analysis says so. Other things, and a second promotion, the drill does not
// do, and says so.
func (b *builder) step(r *analysis.Result, outcomes []analysis.Outcome) Step {
	var step Step
	for _, o := range outcomes {
		action := r.Action(o)
		if action == "" {
			continue
		}
		name, isPromotion := strings.CutPrefix(action, promotes)
		replica := b.instance(name)
		switch {
		case !isPromotion || replica == nil:
			step.Undone = "it takes somebody who " + action + ", and the drill does not do that"
		case replica.Service.Defaults.Name != "mysql":
			step.Undone = name + " is " + replica.Service.Defaults.Name + ": the role of a primary is moved for MySQL only"
		case step.Promote == "":
			step.Promote, step.Back = name, replica.Service.Primary().Name()
		case step.Promote != name:
			step.Undone = "the drill promotes one replica: " + name + " stays as it is"
		}
	}
	return step
}

// instance is the one of that name, or nil.
func (b *builder) instance(name string) *model.Instance {
	for _, i := range b.a.Instances() {
		if i.Name() == name {
			return i
		}
	}
	return nil
}

// onWay are the connections that a flow's requests may take, in order.
func (b *builder) onWay(flow *model.Flow) []*model.Connection {
	reached := map[*model.Service]bool{flow.Enters: true}
	var way []*model.Connection
	for todo := []*model.Service{flow.Enters}; len(todo) > 0; todo = todo[1:] {
		for _, c := range todo[0].Connections {
			if !flow.Uses(c) {
				continue
			}
			way = append(way, c)
			if !reached[c.To] {
				reached[c.To] = true
				todo = append(todo, c.To)
			}
		}
	}
	return way
}
