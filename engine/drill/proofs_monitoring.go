package drill

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Monitored is which alerts were raised while things were broken.
type Monitored struct {
	Alarms []Alarm `json:"alarms,omitempty"`
	// Skipped are the trials of which nothing is known.
	Skipped []Skipped `json:"skipped,omitempty"`
}

// Expected is an alert that the architecture says is raised when a trial breaks
// something.
type Expected struct {
	// Monitoring is the service that raises it, Alert its name there.
	Monitoring string `json:"monitoring"`
	Alert      string `json:"alert"`
	// About are the instances, servers or flows of which any may be what it is
	// about.
	About []string `json:"about"`
	// For is how long it has to last until anybody is called.
	For Span `json:"for,omitempty"`
	// Flow: it is about what users see, and over once they see no failure.
	Flow bool `json:"flow,omitempty"`
}

// Heard is an alert of a monitoring that was not there before the break. Times
// count from the break; 0: it did not come so far.
type Heard struct {
	Monitoring string `json:"monitoring"`
	Alert      string `json:"alert"`
	// About are the values of its labels.
	About []string `json:"about,omitempty"`
	// Noticed is when its condition was first seen, Raised when it had lasted
	// long enough, Told when it was handed to who calls people.
	Noticed Span `json:"noticed"`
	Raised  Span `json:"raised,omitempty"`
	Told    Span `json:"told,omitempty"`
}

// Listened is what was heard of one trial.
type Listened struct {
	Trial    string     `json:"trial"`
	Expected []Expected `json:"expected,omitempty"`
	Heard    []Heard    `json:"heard,omitempty"`
	// Lasted is how long what was broken stayed so; FlowsLasted how long until a
	// person mended the flows, if one did.
	Lasted      Span `json:"lasted"`
	FlowsLasted Span `json:"flowsLasted,omitempty"`
	// Unheard is why nothing could be heard.
	Unheard string `json:"unheard,omitempty"`
}

// Alarm is an expected alert and what came of it.
type Alarm struct {
	Trial string `json:"trial"`
	Expected
	// Lasted is how long there was something to be noticed.
	Lasted Span `json:"lasted"`
	// Heard is nil where nothing was.
	Heard *Heard `json:"heard,omitempty"`
	Proved
}

// noticing is how long a monitoring may take to notice: twice the longest time
// between two looks of the stack's (a flow is asked every 15 s, all else is read
// every 5 s), and the time that a question takes to fail.
const (
	noticing      = Span(20 * time.Second)
	noticingFlows = Span(30 * time.Second)
)

// NewMonitored judges what was heard in trials, in their order.
func NewMonitored(trials []Listened) *Monitored {
	m := &Monitored{}
	for _, t := range trials {
		if t.Unheard != "" {
			m.Skipped = append(m.Skipped, Skipped{What: t.Trial, Why: t.Unheard})
			continue
		}
		for _, e := range t.Expected {
			alarm := Alarm{Trial: t.Trial, Expected: e, Lasted: t.Lasted, Heard: hear(e, t.Heard)}
			if e.Flow && t.FlowsLasted > 0 {
				alarm.Lasted = t.FlowsLasted
			}
			alarm.judge()
			m.Alarms = append(m.Alarms, alarm)
		}
	}
	return m
}

// hear is the first alert that is the expected one, or nil.
func hear(e Expected, all []Heard) *Heard {
	var first *Heard
	for i, h := range all {
		fits := h.Monitoring == e.Monitoring && h.Alert == e.Alert && slices.ContainsFunc(h.About, func(name string) bool { return slices.Contains(e.About, name) })
		if fits && (first == nil || h.Noticed < first.Noticed) {
			first = &all[i]
		}
	}
	return first
}

// judge: an alert that was noticed and whose time was not over is as good as
// raised, as nothing but time was missing. What was repaired before anybody
// could notice it says nothing.
func (a *Alarm) judge() {
	a.Proved = Proved{Result: Holds}
	enough := noticing
	if a.Flow {
		enough = noticingFlows
	}
	switch h := a.Heard; {
	case h == nil && a.Lasted < enough:
		a.Result, a.Why = NotTried, []string{fmt.Sprintf("it was over after %s, and noticing may take %s", a.Lasted, enough)}
	case h == nil:
		a.fail(fmt.Sprintf("it lasted %s and no alert came", a.Lasted))
	case h.Raised > 0:
	case a.Lasted-h.Noticed > a.For+noticing:
		a.fail(fmt.Sprintf("it was noticed after %s, lasted %s, and was not raised", h.Noticed, a.Lasted))
	default:
		a.note(fmt.Sprintf("noticed; repaired before %s were over", a.For))
	}
}

func (m *Monitored) counts() map[Result]int {
	counts := make(map[Result]int)
	for _, a := range m.Alarms {
		counts[a.Result]++
	}
	return counts
}

// summary says in one line what was expected and came.
func (m *Monitored) summary() string {
	c := m.counts()
	if len(m.Alarms) == 0 {
		return "no break of this drill is drawn as alerted"
	}
	text := fmt.Sprintf("%d of %d alerts that are drawn came", c[Holds]+c[Noted], len(m.Alarms)-c[NotTried])
	if c[NotTried] > 0 {
		text += fmt.Sprintf(", %d had no time to", c[NotTried])
	}
	return text
}

// Span is a time that JSON and people have in seconds.
type Span time.Duration

// String is how people read it: "1.5 s".
func (s Span) String() string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", time.Duration(s).Seconds()), ".0") + " s"
}

// MarshalJSON writes seconds.
func (s Span) MarshalJSON() ([]byte, error) { return json.Marshal(time.Duration(s).Seconds()) }

// UnmarshalJSON reads seconds.
func (s *Span) UnmarshalJSON(text []byte) error {
	var seconds float64
	if err := json.Unmarshal(text, &seconds); err != nil {
		return err
	}
	*s = Span(seconds * float64(time.Second))
	return nil
}
