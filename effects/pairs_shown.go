package effects

import (
	"fmt"
	"slices"
)

const (
	pairsTitle = "Pairs that stop a flow"
	pairsTerms = "Two failures at once after which no request is answered, when everything automatic has happened and nobody has acted. Neither does that alone."
)

// pairedFlows are flows with the same pairs, and those in words.
type pairedFlows struct{ flows, lines []string }

// pairs are those of the first flows, and of how many flows they are not
// worked out.
func (s *sheet) pairs() (all []pairedFlows, left int) {
	for _, flow := range s.Flows[:min(len(s.Flows), s.most(shownFlows))] {
		lines := s.toldPairs(s.pairsOf(flow))
		i := slices.IndexFunc(all, func(p pairedFlows) bool { return slices.Equal(p.lines, lines) })
		if i < 0 {
			i = len(all)
			all = append(all, pairedFlows{lines: lines})
		}
		all[i].flows = append(all[i].flows, flow.Name)
	}
	return all, max(0, len(s.Flows)-s.most(shownFlows))
}

// showsPairs: cut sets of more than one have the pairs already.
func (s *sheet) showsPairs() bool { return s.Order < 2 && len(s.Flows) > 0 }

func morePairs(left int) string {
	return fmt.Sprintf("... and %d more flows: --flow shows those of one flow, --all those of all", left)
}

func (t *textWriter) pairs() {
	if !t.showsPairs() {
		return
	}
	t.heading(pairsTitle)
	t.paragraph(indent, indent, pairsTerms)
	all, left := t.sheet.pairs()
	for _, p := range all {
		t.paragraph("\n"+indent, indent+indent, t.and(p.flows))
		for _, line := range p.lines {
			t.paragraph(indent+indent, indent+indent+indent, line)
		}
	}
	if left > 0 {
		t.paragraph("\n"+indent, indent, morePairs(left))
	}
}

func (m *markdownWriter) pairs() {
	if !m.showsPairs() {
		return
	}
	m.heading(pairsTitle)
	m.paragraph(pairsTerms)
	all, left := m.sheet.pairs()
	for _, p := range all {
		m.subject(m.and(p.flows))
		m.list(p.lines)
	}
	if left > 0 {
		m.paragraph(morePairs(left))
	}
}

// jsonPairs are the pairs of a flow.
type jsonPairs struct {
	Flow     string      `json:"flow"`
	Complete bool        `json:"complete"`
	Pairs    [][2]string `json:"pairs"`
	Around   [][2]string `json:"around"`
}

func jsonPairsOf(p pairs) jsonPairs {
	names := func(p pair) [2]string { return [2]string{p[0].Name(), p[1].Name()} }
	return jsonPairs{Flow: p.flow.Name, Complete: p.complete, Pairs: each(p.own, names), Around: each(p.around, names)}
}
