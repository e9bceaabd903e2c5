package analysis_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// clock runs through the time after crashes, half a second each time: health checks
// fail and pass, a replica is promoted, an address moves. It knows what timed
// leaves of an architecture.
type clock struct {
	*exam
	failed []analysis.Failure
	now    int // in halves of a second
	checks map[spot]*checked
	order  []spot                       // of the checks: after those that they see
	known  map[question]analysis.Amount // now
}

// checked is what a health check thinks of a target, and since when it has seen
// otherwise.
type checked struct {
	up    bool
	since int
}

func (c *clock) dead(i *model.Instance) bool {
	n := naive{failed: c.failed}
	return n.dead(i)
}

// loses is what a question loses at this time.
func (c *clock) loses(q question) analysis.Amount {
	if lost, ok := c.known[q]; ok {
		return lost
	}
	worst := analysis.None
	if c.dead(q.instance) {
		worst = analysis.Total
	}
	for _, to := range q.instance.Service.Connections {
		if worst < analysis.Total && counts(q, to) {
			worst = max(worst, c.through(q, to))
		}
	}
	c.known[q] = worst
	return worst
}

// through is what is lost by way of a connection.
func (c *clock) through(q question, to *model.Connection) analysis.Amount {
	var use []*model.Instance
	switch {
	case to.Role == model.Primary:
		if p := c.primary(to.To); p != nil {
			use = append(use, p)
		}
	case to.Choose == model.ByClient:
		use = slices.DeleteFunc(slices.Clone(to.Targets(q.instance)), c.dead)
	default:
		active, backups := to.Active, to.Backups
		if to.Role == model.SameServer {
			active, backups = to.Targets(q.instance), nil
		}
		use = c.passing(to, active, false)
		if len(use) == 0 {
			use = c.passing(to, backups, !to.AllBackups)
		}
	}
	loses := func(i *model.Instance) analysis.Amount {
		return c.loses(question{flow: q.flow, check: q.check, instance: i})
	}
	return amount(use, loses, to.AtLeast, func(*model.Instance) bool { return false })
}

// passing are the targets that the check lets requests go to.
func (c *clock) passing(to *model.Connection, targets []*model.Instance, onlyFirst bool) []*model.Instance {
	var up []*model.Instance
	for _, t := range targets {
		if s := c.checks[spot{to, t}]; s.up && !(onlyFirst && len(up) > 0) {
			up = append(up, t)
		}
	}
	return up
}

// primary is the member that takes writes at this time, or nil.
func (c *clock) primary(db *model.Service) *model.Instance {
	if !c.dead(db.Primary()) {
		return db.Primary()
	}
	d := db.Data
	n := naive{exam: c.exam, failed: c.failed}
	if !d.Automatic || d.Controller == nil || c.now < halves(d.Promotion) || !n.canPromote(d.Controller) {
		return nil
	}
	for _, r := range db.Replicas() {
		if !c.dead(r) {
			return r
		}
	}
	return nil
}

// halves are halves of a second, rounded up.
func halves(d model.Duration) int { return int((2*d + model.Second - 1) / model.Second) }

// entry is what the users lose at this time.
func (c *clock) entry() analysis.Amount {
	holder := c.flow.Enters.Instances[0]
	moves := 8 // three advertisements and the skew; and a second for the script
	for _, f := range c.failed {
		if f.Instance == holder {
			moves = 10
		}
	}
	if c.flow.Enters.Address != nil && c.now >= moves {
		for _, i := range slices.Backward(c.flow.Enters.Instances) {
			if !c.dead(i) {
				holder = i
			}
		}
	}
	return c.loses(question{flow: c.flow, instance: holder})
}

// tick lets the checks look at what they see at this time, and goes on to the
// next. A check that has seen the same for its number of times believes it,
// unless what it sees turns at that very moment.
func (c *clock) tick() {
	for at, s := range c.checks {
		if c.sees(at) == s.up {
			s.since = c.now + 1
		}
	}
	c.now++
	for _, at := range c.order {
		c.known = map[question]analysis.Amount{}
		s, times := c.checks[at], at.of.Check.Fall
		if !s.up {
			times = at.of.Check.Rise
		}
		if c.now-s.since >= times*halves(at.of.Check.Every) && c.sees(at) != s.up {
			s.up, s.since = !s.up, c.now
		}
	}
	c.known = map[question]analysis.Amount{}
}

// sees tells whether a check passes at this time.
func (c *clock) sees(at spot) bool {
	return c.loses(question{check: at.of, instance: at.at}) != analysis.Total
}

// run is what is lost at each second.
func (e *exam) run(failed []analysis.Failure, length int) []analysis.Amount {
	c := &clock{exam: e, failed: failed, checks: map[spot]*checked{}, known: map[question]analysis.Amount{}}
	intact := e.whole(false)
	for _, step := range e.steps {
		q := step[0]
		if q.check != nil && !q.connects && q.horizon == analysis.AfterFailover && slices.Contains(targetsOf(q.check), q.instance) {
			at := spot{q.check, q.instance}
			c.order = append(c.order, at)
			c.checks[at] = &checked{up: intact.lost(q) != analysis.Total}
		}
	}
	var lost []analysis.Amount
	for range length {
		lost = append(lost, c.entry())
		c.tick()
	}
	return lost
}

func targetsOf(c *model.Connection) []*model.Instance { return slices.Concat(c.Active, c.Backups) }

// What is lost from moment to moment is what the horizons say, and is over when the
// windows are.
func TestAgreesWithTheClock(t *testing.T) {
	t.Parallel()
	var all, partly timing
	turning := 0
	for seed := *first; seed < *first+uint64(tries()/4); seed++ {
		a := timed(throw(seed, false))
		if len(a.Resolve()) > 0 {
			continue
		}
		r := analysis.Analyze(a)
		for _, flow := range a.Flows {
			if flow.Enters != a.Services[0] || r.Baseline(flow) != analysis.None {
				continue
			}
			e := newExam(a, flow)
			for _, f := range r.Failures {
				o := outcomeOf(r, f, flow)
				if o.Recovery == analysis.Undecided {
					continue
				}
				what := fmt.Sprintf("seed %d: %s, %s", seed, o.Failure.Name(), flow.Name)
				lost := e.run([]analysis.Failure{f}, 300)
				if most := slices.Max(lost); most > o.Amount {
					t.Errorf("%s: %s lost after %d s, and never more than %s", what, most, slices.Index(lost, most)/2, o.Amount)
				}
				if lost[0] != o.Lost[0] || lost[299] != o.Lost[1] {
					t.Errorf("%s: got %v, want %v", what, o.Lost, lost)
				}
				if len(o.Window.Parts) > 0 && o.Window.Known() {
					all.compare(t, what, o.Window, lost, func(a analysis.Amount) bool { return a > o.Lost[analysis.AfterFailover] })
				}
				if len(o.AllLost.Parts) > 0 && o.AllLost.Known() {
					if o.TurnsPartial() {
						turning++
					}
					partly.compare(t, what+", all", o.AllLost, lost, func(a analysis.Amount) bool { return a == analysis.Total })
				}
			}
			if t.Failed() {
				return
			}
		}
	}
	t.Logf("%d windows, %d of them exact; in %d all is lost, in %d of these at first only, %d of them exact", all.compared, all.exact, partly.compared, turning, partly.exact)
	if all.compared < tries()/4 || all.exact < all.compared*99/100 {
		t.Errorf("%d windows, %d of them exact: too few", all.compared, all.exact)
	}
	if turning < tries()/40 || partly.exact < partly.compared*99/100 {
		t.Errorf("all is lost in %d windows, in %d of these at first only, %d of them exact: too few", partly.compared, turning, partly.exact)
	}
}

// outcomeOf is what a failure does to a flow, if anything.
func outcomeOf(r *analysis.Result, f analysis.Failure, flow *model.Flow) analysis.Outcome {
	for _, o := range r.At(f) {
		if o.Flow == flow {
			return o
		}
	}
	return analysis.Outcome{Failure: f, Flow: flow}
}

// timing counts windows.
type timing struct{ compared, exact int }

// compare holds a window against what is lost at each half of a second, from
// the first that counts to the last: it is never shorter.
func (c *timing) compare(t *testing.T, what string, w analysis.Window, lost []analysis.Amount, counts func(analysis.Amount) bool) {
	begin, end := len(lost), 0
	for i, amount := range lost {
		if counts(amount) {
			begin, end = min(begin, i), i+1
		}
	}
	c.compared++
	switch window := halves(w.Length); {
	case window == end-begin:
		c.exact++
	case window < end-begin:
		t.Errorf("%s: over after %s, and it takes %.1f s", what, w, float64(end-begin)/2)
	}
}
