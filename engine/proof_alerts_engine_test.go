package engine

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/loadpath/loadpath/engine/drill"
	"github.com/loadpath/loadpath/model"
)

// impatient is the secured sample whose alerts wait two seconds.
func impatient(t *testing.T) *model.Architecture {
	t.Helper()
	a := sample(t, "secured").Written()
	for _, service := range a.Services {
		for _, alert := range service.Alerts {
			alert.For = 2 * model.Second
		}
	}
	if problems := a.Resolve(); len(problems) > 0 {
		t.Fatal(problems)
	}
	return a
}

// TestAlerts kills a standby: its alert is noticed, raised, and handed on.
func TestAlerts(t *testing.T) {
	requireStacks(t)
	e := connected(t)
	s := stackOf(t, e, impatient(t), "secured")
	s.Choices.Ports = map[int]int{80: unusedPort(t), 443: unusedPort(t), 9090: unusedPort(t)}
	p := up(t, e, s).Project
	trial := drill.Trial{Name: "crash of web@server-2", Breaks: []drill.Break{{Kind: "crash", What: "web@server-2", Instances: []string{"web@server-2"}}}}
	l, err := e.listen(t.Context(), s, p, trial)
	if err != nil {
		t.Fatal(err)
	}
	kill(t, e, s, "web.server-2")
	began := time.Now()
	l.begin(t.Context(), began)
	eventually(t.Context(), t, "the alert is handed on", func() bool {
		l.mutex.Lock()
		defer l.mutex.Unlock()
		for _, h := range l.heard {
			if h.Alert == "down" && h.Told > 0 && slices.Contains(h.About, "web@server-2") {
				return true
			}
		}
		return false
	})
	lasted := time.Since(began)
	testStillThere(t, e, s, trial)
	up(t, e, s) // what repairs leaves whoever listens alone
	if _, err := l.at[0].alerts(t.Context(), l.roots); err != nil {
		t.Errorf("after the repair: %v", err)
	}
	m := drill.NewMonitored([]drill.Listened{l.end(lasted, 0)})
	for _, a := range m.Alarms {
		if a.Result == drill.Fails || a.Heard == nil {
			t.Errorf("%s: %s %s", a.Alert, a.Result, a.Why)
			continue
		}
		t.Logf("%s: noticed after %s, raised after %s, handed on after %s", a.Alert, a.Heard.Noticed, a.Heard.Raised, a.Heard.Told)
	}
	if len(m.Alarms) != 2 {
		t.Errorf("%d alerts are expected: %+v", len(m.Alarms), m.Alarms)
	}
}

// testStillThere: what was there before says nothing about the next break.
func testStillThere(t *testing.T, e *Engine, s *Stack, trial drill.Trial) {
	p, err := s.Project()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*listenEvery)
	defer cancel()
	if l, err := e.listen(ctx, s, p, trial); err == nil {
		t.Errorf("it does not wait for the alerts to be over: %+v", l)
	}
	if now, text := status(t, e, s); len(now.Unexpected) > 0 {
		t.Errorf("something is left:\n%s", text)
	}
}
