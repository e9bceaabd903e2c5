package effects

import (
	"fmt"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/markdown"
	"github.com/loadpath/loadpath/model"
)

const waysTitle = "How requests get through"

// goingOn is how some flows go on after failures.
type goingOn struct {
	flows []string
	// after is the moment that is looked at, when says it in words.
	after analysis.Horizon
	when  string
	way   analysis.Way
}

// ways are how the flows go on that do, those of one way together. A flow that
// is back by itself is looked at then, any other after a person has acted.
func (s *sheet) ways(outcomes []analysis.Outcome) []goingOn {
	var all []goingOn
	for _, o := range outcomes {
		g := goingOn{after: analysis.AfterPerson}
		switch o.Recovery {
		case analysis.Unharmed:
			g.after, g.when = analysis.AfterFailover, "not harmed"
		case analysis.Transient:
			g.after, g.when = analysis.AfterFailover, "back by itself"
		case analysis.Manual:
			g.when = "back once somebody has acted"
		case analysis.Hard:
			g.when = "a part gets through"
		default:
			continue
		}
		if g.way = s.Analysis.WayAround(o.Situation(g.after)); len(g.way) == 0 {
			continue
		}
		i := slices.IndexFunc(all, func(other goingOn) bool { return other.when == g.when && other.way.String() == g.way.String() })
		if i < 0 {
			i = len(all)
			all = append(all, g)
		}
		all[i].flows = append(all[i].flows, o.Flow.Name)
	}
	return all
}

// told is the way in one sentence.
func (s *sheet) toldWay(g goingOn) string {
	return fmt.Sprintf("%s: %s, by way of %s", s.and(g.flows), g.when, s.and(each(g.way, stretch)))
}

// stretch is a hop in a few words: "web@server-2 (or 2 more)", "12 of 13
// instances of web".
func stretch(h analysis.Hop) string {
	switch n := len(h.By); {
	case n > 2 && h.Others > 0:
		return fmt.Sprintf("%d of %d instances of %s", n, n+h.Others, h.By[0].Service.Name)
	case n > 2:
		return fmt.Sprintf("%d instances of %s", n, h.By[0].Service.Name)
	}
	text := strings.Join(each(h.By, (*model.Instance).Name), " and ")
	if h.Others > 0 {
		text += fmt.Sprintf(" (or %d more)", h.Others)
	}
	return text
}

func (t *textWriter) ways(outcomes []analysis.Outcome) {
	all := t.sheet.ways(outcomes)
	if len(all) == 0 {
		return
	}
	t.heading(waysTitle)
	for _, g := range all[:min(len(all), t.most(shownFlows))] {
		t.paragraph(indent, indent+indent, t.toldWay(g))
	}
	if left := len(all) - t.most(shownFlows); left > 0 {
		t.paragraph("\n"+indent, indent, more(left))
	}
}

func (m *markdownWriter) ways(outcomes []analysis.Outcome) {
	all := m.sheet.ways(outcomes)
	if len(all) == 0 {
		return
	}
	m.heading(waysTitle)
	fmt.Fprintln(m)
	for _, g := range all[:min(len(all), m.most(shownFlows))] {
		fmt.Fprintf(m, "- %s\n", markdown.Text(m.toldWay(g)))
	}
	if left := len(all) - m.most(shownFlows); left > 0 {
		m.paragraph(more(left))
	}
}

// jsonWay is how some flows go on.
type jsonWay struct {
	Flows []string  `json:"flows"`
	After string    `json:"after"`
	Hops  []jsonHop `json:"hops"`
}

// jsonHop is a stretch of it.
type jsonHop struct {
	By     []string `json:"by"`
	Others int      `json:"others"`
}

func jsonWayOf(g goingOn) jsonWay {
	after := "failover"
	if g.after == analysis.AfterPerson {
		after = "person"
	}
	return jsonWay{Flows: g.flows, After: after, Hops: each(g.way, func(h analysis.Hop) jsonHop {
		return jsonHop{By: each(h.By, (*model.Instance).Name), Others: h.Others}
	})}
}
