package analysis_test

import (
	"slices"

	"github.com/loadpath/loadpath/model"
)

// coldNaive starts an architecture by the definition alone, round by round,
// and shares nothing with the engine.
type coldNaive struct {
	a     *model.Architecture
	eager bool
}

type instances map[*model.Instance]bool

// atStart and atRun: what a connection is needed for.
func (n coldNaive) atStart(c *model.Connection) bool {
	switch {
	case c.Optional || c.From.Kind == model.External || c.Use.When == "run":
		return false
	}
	return c.Use.When != "" || n.eager
}

func (n coldNaive) atRun(c *model.Connection) bool { return !c.Optional && c.Use.When != "start" }

// finds tells whether an instance finds enough good targets by a connection.
func (n coldNaive) finds(i *model.Instance, c *model.Connection, good instances) bool {
	targets := c.Targets(i)
	automatic := c.To.Data != nil && c.To.Data.Automatic
	switch {
	case c.Role == model.SameServer:
	case c.Role == model.Primary && c.To.Primary() != nil:
		targets = []*model.Instance{c.To.Primary()}
		if automatic {
			targets = append(targets, c.To.Replicas()...)
		}
	default:
		targets = slices.Concat(c.Active, c.Backups)
		if c.Role == model.Replicas {
			targets = slices.DeleteFunc(targets, func(t *model.Instance) bool { return t == c.To.Primary() })
		}
		active := slices.DeleteFunc(slices.Clone(c.Active), func(t *model.Instance) bool { return !slices.Contains(targets, t) })
		byAddress := c.Use.Choose == "" && c.Check == nil && c.Use.Balance == nil && c.Role == model.AllTargets &&
			(c.To.Address != nil || c.To.Data != nil && c.To.Data.Address != nil)
		switch {
		case byAddress:
		case c.Choose == model.ByCheck && c.Check == nil:
			targets = active
		case c.Choose == model.Fixed && len(targets) > 1:
			targets = targets[:1]
		}
	}
	count := 0
	for _, target := range targets {
		if good[target] {
			count++
		}
	}
	return count >= max(c.AtLeast, 1)
}

// all tells whether an instance finds what it needs by the connections that
// count.
func (n coldNaive) all(i *model.Instance, good instances, counts func(*model.Connection) bool) bool {
	return !slices.ContainsFunc(i.Service.Connections, func(c *model.Connection) bool { return counts(c) && !n.finds(i, c, good) })
}

// working are those of the started that can all do their work together.
func (n coldNaive) working(started instances) instances {
	good := instances{}
	for i := range started {
		members := 0
		for _, other := range i.Service.Instances {
			if started[other] {
				members++
			}
		}
		if members >= i.Service.Quorum {
			good[i] = true
		}
	}
	for {
		next := instances{}
		for i := range good {
			if n.all(i, good, n.atRun) {
				next[i] = true
			}
		}
		if len(next) == len(good) {
			return good
		}
		good = next
	}
}

// rounds starts over and over with what worked in the last round.
func (n coldNaive) rounds(started instances) instances {
	for {
		good, next := n.working(started), instances{}
		for _, i := range n.a.Instances() {
			if n.all(i, good, n.atStart) {
				next[i] = true
			}
		}
		if len(next) == len(started) {
			return started
		}
		started = next
	}
}

// stuck are the services with an instance that could start or work, and does
// not.
func (n coldNaive) stuck() []string {
	everything := instances{}
	for _, i := range n.a.Instances() {
		everything[i] = true
	}
	could, does := n.rounds(everything), n.rounds(instances{})
	couldWork, works := n.working(could), n.working(does)
	var names []string
	for _, i := range n.a.Instances() {
		if (could[i] && !does[i] || couldWork[i] && !works[i]) && !slices.Contains(names, i.Service.Name) {
			names = append(names, i.Service.Name)
		}
	}
	slices.Sort(names)
	return names
}
