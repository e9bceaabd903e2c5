package drill

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// section is one proof as it is written: what it comes to, and what of it a
// reader should see. A line has a judgement, what it is about, and what was
// seen.
type section struct {
	title, summary string
	result         string
	tables         []proofTable
}

// proofTable is lines under a heading.
type proofTable struct {
	heading string
	columns []string
	lines   []proofLine
}

type proofLine struct {
	result Result
	cells  []string
}

// sections are the proofs that were made, in their order.
func (p *Proofs) sections() []section {
	var all []section
	if p.Firewall != nil {
		all = append(all, p.Firewall.section())
	}
	if p.TLS != nil {
		all = append(all, p.TLS.section())
	}
	if p.Monitoring != nil {
		all = append(all, p.Monitoring.section())
	}
	return all
}

// overall is what the things of a proof come to together, in words.
func overall(counts map[Result]int) string {
	switch {
	case counts[Fails] > 0:
		return string(Fails)
	case counts[Noted] > 0:
		return "holds, with notes"
	case counts[Holds] > 0:
		return string(Holds)
	}
	return string(NotTried)
}

// section shows what fails and what is noted; of ways that are shut as they
// should be a number is enough, and so it is of those that are open where there
// is no firewall at all. Ports of one way are together.
func (f *Firewall) section() section {
	s := section{title: "Firewall", summary: f.summary(), result: overall(f.counts())}
	columns := []string{"", "from", "to", "ports", ""}
	wrong := proofTable{heading: "not as drawn", columns: columns}
	noted := proofTable{heading: "open, and nothing needs it", columns: columns}
	needed := proofTable{heading: "needed, and open", columns: []string{"", "from", "to", "ports", "for"}}
	for _, w := range f.Ways {
		switch {
		case w.Result == Fails || w.Result == Noted && !w.Permitted:
			wrong.addWay(w, strings.Join(w.Why, "; "))
		case w.Result == Noted && f.Absent:
		case w.Result == Noted:
			noted.addWay(w, map[bool]string{true: "a firewall permits it", false: "no firewall"}[w.Guarded])
		case w.Open():
			needed.addWay(w, strings.Join(w.NeededBy, ", "))
		}
	}
	s.tables = []proofTable{wrong, noted, needed, skippedTable(f.Skipped)}
	return s
}

// addWay adds a way, or its port to a line that says the same of another.
func (t *proofTable) addWay(w Way, why string) {
	port := fmt.Sprint(w.Port)
	for i, line := range t.lines {
		if line.result == w.Result && line.cells[0] == w.From && line.cells[1] == w.To && line.cells[3] == why {
			t.lines[i].cells[2] += ", " + port
			return
		}
	}
	t.lines = append(t.lines, proofLine{w.Result, []string{w.From, w.To, port, why}})
}

func (t *TLS) section() section {
	s := section{title: "TLS", summary: t.summary(), result: overall(t.counts())}
	channels := proofTable{heading: "encrypted ways", columns: []string{"", "way", "from", "to", "TLS", "certificate", "plain text", ""}}
	for _, c := range t.Channels {
		channels.lines = append(channels.lines, proofLine{c.Result, []string{
			c.What, c.From, fmt.Sprintf("%s:%d", c.To, c.Port), strings.Join(c.Accepted, ", "), c.certificate(), c.Plain, strings.Join(c.Why, "; "),
		}})
	}
	redirects := proofTable{heading: "plain ports that send to HTTPS", columns: []string{"", "from", "to", "answer", ""}}
	for _, r := range t.Redirects {
		answer := ""
		if r.Status != 0 {
			answer = strings.TrimSpace(fmt.Sprintf("%d %s", r.Status, r.Location))
		}
		redirects.lines = append(redirects.lines, proofLine{r.Result, []string{r.From, fmt.Sprintf("%s:%d", r.To, r.Port), answer, strings.Join(r.Why, "; ")}})
	}
	s.tables = []proofTable{channels, redirects, skippedTable(t.Skipped)}
	return s
}

// certificate says in few words what was shown.
func (c *Channel) certificate() string {
	switch {
	case c.Expires.IsZero():
		return ""
	case c.Unverified != "":
		return "not trusted, until " + c.Expires.Format(time.DateOnly)
	}
	return "good for " + c.Name + ", until " + c.Expires.Format(time.DateOnly)
}

func (m *Monitored) section() section {
	s := section{title: "Monitoring", summary: m.summary(), result: overall(m.counts())}
	alarms := proofTable{heading: "alerts", columns: []string{"", "trial", "alert", "about", "noticed", "raised", "handed on", ""}}
	for _, a := range m.Alarms {
		cells := []string{a.Trial, a.Alert, strings.Join(a.About, ", "), "", "", "", strings.Join(a.Why, "; ")}
		if a.Heard != nil {
			for i, at := range []Span{a.Heard.Noticed, a.Heard.Raised, a.Heard.Told} {
				if at > 0 {
					cells[3+i] = at.String()
				}
			}
		}
		alarms.lines = append(alarms.lines, proofLine{a.Result, cells})
	}
	s.tables = []proofTable{alarms, skippedTable(m.Skipped)}
	return s
}

func skippedTable(all []Skipped) proofTable {
	t := proofTable{heading: "not asked", columns: []string{"", "what", "why"}}
	for _, s := range all {
		t.lines = append(t.lines, proofLine{NotTried, []string{s.What, s.Why}})
	}
	return t
}

// used are the columns in which any line says something.
func (t *proofTable) used() []int {
	var used []int
	for i := range t.columns[1:] {
		if slices.ContainsFunc(t.lines, func(l proofLine) bool { return l.cells[i] != "" }) {
			used = append(used, i)
		}
	}
	return used
}

// marks are how a judgement is written before a line.
var marks = map[Result]string{Holds: "ok", Fails: "FAILS", Noted: "note", NotTried: "-"}

// WriteJSON writes the proofs for programs. Times are in seconds.
func (p *Proofs) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(p)
}
