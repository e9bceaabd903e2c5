package drill

import (
	"fmt"
	"slices"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// relies are the settings on the flow's way that lead to what failed, or past
// it. When a prediction does not hold, one of them is written otherwise than it
// is.
func (b *builder) relies(o analysis.Outcome) []Reason {
	if o.Flow.Enters == nil {
		return nil
	}
	var taken []*model.Instance
	for _, f := range o.Failures() {
		if f.From != nil {
			taken = append(taken, f.To)
			continue
		}
		taken = append(taken, b.taken(f)...)
	}
	hit := func(s *model.Service) bool {
		return slices.ContainsFunc(s.Instances, func(i *model.Instance) bool { return slices.Contains(taken, i) })
	}
	l := &relying{}
	if entry := o.Flow.Enters; hit(entry) && len(entry.Instances) > 1 {
		l.add(entry.Path.Field("address"), "the address of %s leads users to another instance", entry.Name)
	}
	onWay := b.onWay(o.Flow)
	for _, c := range onWay {
		l.check(c, onWay, hit)
		if hit(c.To) {
			l.connection(c)
			l.data(c)
		}
	}
	for _, c := range b.a.Connections {
		if c.Optional && hit(c.To) && c.Serves(o.Flow.Kind) && !o.Flow.Uses(c) {
			l.add(c.Use.Path.Field("optional"), "%s works without %s", c.From.Name, c.To.Name)
		}
	}
	return l.reasons
}

// relying are such settings, each place once.
type relying struct{ reasons []Reason }

func (l *relying) add(at model.Path, format string, args ...any) {
	if !slices.ContainsFunc(l.reasons, func(r Reason) bool { return r.Path == at }) {
		l.reasons = append(l.reasons, Reason{Text: fmt.Sprintf(format, args...), Path: at})
	}
}

// check adds what a health check sees: of what failed, or of what needs it.
func (l *relying) check(c *model.Connection, onWay []*model.Connection, hit func(*model.Service) bool) {
	at, from, to := c.Use.Path.Field("check"), c.From.Name, c.To.Name
	behind := func(other *model.Connection) bool { return hit(other.To) && c.Check != nil && c.Sees(other) }
	switch {
	case c.Check == nil && c.Choose == model.ByCheck && hit(c.To):
		l.add(at, "%s does not check %s", from, to)
	case c.Check != nil && (hit(c.To) || slices.ContainsFunc(onWay, behind)):
		l.add(at, "%s checks %s every %s and gives it up after %d failures", from, to, c.Check.Every, c.Check.Fall)
	}
}

// connection adds how a target is chosen, and what becomes of a request that
// fails there.
func (l *relying) connection(c *model.Connection) {
	at, from, to := c.Use.Path, c.From.Name, c.To.Name
	if c.ActivePassive && len(c.Backups) > 0 {
		l.add(at.Field("balance"), "%s turns to the backups of %s when no active one is left", from, to)
	}
	if c.Redispatch && c.Tries > 0 {
		l.add(at.Field("retry"), "%s tries a request that failed at another %s", from, to)
	}
	if c.Role != model.SameServer && len(c.Targets(nil)) > 1 && (c.Choose == model.ByClient || c.Choose == model.Passive) {
		l.add(at.Field("choose"), "%s turns to another %s when one refuses", from, to)
	}
	switch c.Role {
	case model.SameServer:
		l.add(at.Field("targets"), "each %s uses the %s on its own server", from, to)
	case model.Replicas:
		l.add(at.Field("reads"), "%s reads from the replicas of %s", from, to)
	}
}

// data adds what takes the place of a primary.
func (l *relying) data(c *model.Connection) {
	if d := c.To.Data; d != nil && d.Automatic {
		l.add(c.To.Path.Field("replication"), "a machine promotes a replica of %s", c.To.Name)
	}
}
