package engine

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/engine/drill"
	"github.com/loadpath/loadpath/model"
)

// How often a monitoring is asked for its alerts, and how long is waited for
// those of the trial before to be over.
const (
	listenEvery = time.Second
	quietWithin = time.Minute
)

// ears listen to the monitoring of a stack while something is broken.
type ears struct {
	trial    drill.Trial
	expected []drill.Expected
	unheard  string
	at       []ear
	roots    string

	stop  context.CancelFunc
	ended sync.WaitGroup

	mutex sync.Mutex
	heard map[string]*drill.Heard // by monitoring and labels
	deaf  map[string]error        // by prober: why it heard nothing last
}

// ear is one instance of a monitoring.
type ear struct {
	*inside
	service                  string
	prometheus, alertmanager string
}

// listen prepares for listening to the alerts of a trial, before it breaks
// anything: it waits until what the trial is to raise is not there from before.
// What cannot be heard is no error: it is said in what was listened to. A stack
// without a monitoring that calls anybody has nothing to listen to.
func (e *Engine) listen(ctx context.Context, s *Stack, p *compose.Project, trial drill.Trial) (*ears, error) {
	l := &ears{trial: trial, expected: drill.ExpectedAlerts(p.Architecture, trial), roots: s.secret("ca.pem"), heard: make(map[string]*drill.Heard), deaf: make(map[string]error)}
	there, err := e.containers(ctx, p.Architecture.Name)
	if err != nil {
		return nil, err
	}
	for _, c := range p.Containers {
		r := find(there, c.Name)
		if !raises(c) || !r.up() || broken(trial, c.Instance) {
			continue
		}
		in, err := e.enter(ctx, r.id, false)
		if err != nil {
			l.leave()
			return nil, because(ctx, err)
		}
		one := ear{inside: in, service: c.Instance.Service.Name}
		one.prometheus, one.alertmanager = p.AlertsAt(c)
		l.at = append(l.at, one)
	}
	if len(l.at) == 0 {
		l.unheard = "nothing that watches is up and left whole"
		return l, nil
	}
	if err := l.quiet(ctx); err != nil {
		l.leave()
		return nil, err
	}
	return l, nil
}

// raises tells whether a container is a monitoring that is asked for alerts.
func raises(c *compose.Container) bool {
	return c.Role == compose.Instance && c.Instance.Service.Defaults.Name == "prometheus" && len(c.Instance.Service.Alerts) > 0
}

func broken(trial drill.Trial, i *model.Instance) bool {
	return slices.ContainsFunc(trial.Breaks, func(b drill.Break) bool { return !b.Connection && slices.Contains(b.Instances, i.Name()) })
}

// quiet waits until no alert is there that the trial is to raise.
func (l *ears) quiet(ctx context.Context) error {
	waiting, cancel := context.WithTimeout(ctx, quietWithin)
	defer cancel()
	for {
		loud := ""
		for _, one := range l.at {
			alerts, err := one.alerts(waiting, l.roots)
			if err != nil && ctx.Err() == nil {
				l.unheard = one.service + " does not say which alerts there are: " + err.Error()
				return nil
			}
			for _, a := range alerts {
				if slices.ContainsFunc(l.expected, func(e drill.Expected) bool {
					return e.Monitoring == one.service && e.Alert == a.Labels["alertname"] && a.about(e.About)
				}) {
					loud = a.Labels["alertname"]
				}
			}
		}
		if loud == "" {
			return ctx.Err()
		}
		if !each(waiting, listenEvery) {
			l.unheard = "the alert " + loud + " was there before"
			return ctx.Err()
		}
	}
}

// begin listens from the moment at which all was broken, until end.
func (l *ears) begin(ctx context.Context, at time.Time) {
	ctx, l.stop = context.WithCancel(ctx)
	if l.unheard != "" {
		return
	}
	for _, one := range l.at {
		l.ended.Go(func() {
			for {
				l.note(ctx, one, at)
				if !each(ctx, listenEvery) {
					return
				}
			}
		})
	}
}

// note adds what an instance of a monitoring says now. One that does not answer
// is asked again.
func (l *ears) note(ctx context.Context, one ear, began time.Time) {
	alerts, err := one.alerts(ctx, l.roots)
	if ctx.Err() != nil {
		return
	}
	var told []string
	if err == nil {
		told, err = one.told(ctx, l.roots)
	}
	if ctx.Err() != nil {
		return
	}
	now := drill.Span(time.Since(began))
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.deaf[one.id] = err
	for _, a := range alerts {
		if a.ActiveAt.Before(began) {
			continue
		}
		key := one.service + " " + a.key()
		h := l.heard[key]
		if h == nil {
			h = &drill.Heard{Monitoring: one.service, Alert: printable(a.Labels["alertname"]), About: a.subjects(), Noticed: drill.Span(a.ActiveAt.Sub(began))}
			l.heard[key] = h
		}
		if h.Raised == 0 && a.State == "firing" {
			h.Raised = now
		}
		if h.Told == 0 && slices.Contains(told, a.key()) {
			h.Told = now
		}
	}
}

// end stops listening and gives what was heard. Lasted is how long what was
// broken stayed so, flows how long until a person mended them, 0 if nobody did.
func (l *ears) end(lasted, flows time.Duration) drill.Listened {
	if l.stop != nil {
		l.stop()
	}
	l.ended.Wait()
	l.leave()
	if l.unheard == "" {
		l.unheard = l.deafness()
	}
	listened := drill.Listened{Trial: l.trial.Name, Expected: l.expected, Lasted: drill.Span(lasted), FlowsLasted: drill.Span(flows), Unheard: l.unheard}
	keys := make([]string, 0, len(l.heard))
	for key := range l.heard {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		listened.Heard = append(listened.Heard, *l.heard[key])
	}
	return listened
}

// deafness is why nothing was heard in the end; empty where any instance of a
// monitoring still answered.
func (l *ears) deafness() string {
	why := ""
	for _, one := range l.at {
		err := l.deaf[one.id]
		if err == nil {
			return ""
		}
		why = one.service + " stopped saying which alerts there are: " + err.Error()
	}
	return why
}

func (l *ears) leave() {
	for _, one := range l.at {
		one.leave()
	}
}
