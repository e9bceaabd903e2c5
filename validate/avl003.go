package validate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/model"
)

// avl003 finds what makes a flow come back by itself, but later than it may;
// and what may do so, as far as a span is not written.
func avl003(in *Input) []findings.Finding {
	late, open := delays{}, delays{}
	for _, o := range in.diagnose().late {
		late.add(o, longest(o.Window))
	}
	for _, o := range in.Analysis.Outcomes() {
		if o.Recovery == analysis.Transient && o.Window.Length <= analysis.Allowed(o.Flow) {
			for _, part := range o.Window.Parts {
				if part.Length == 0 && part.Counts != analysis.Before {
					open.add(o, part)
				}
			}
		}
	}
	found := each(late.all, func(d *delay) findings.Finding { return d.late(in) })
	return append(found, each(open.all, (*delay).open)...)
}

// delay is what one setting delays.
type delay struct {
	setting  analysis.Part
	outcomes []analysis.Outcome
}

// delays are all of them, in the order of the outcomes.
type delays struct{ all []*delay }

// add takes an outcome in. A zone that no server stands in directly is judged
// where a flow declares that it must survive it.
func (d *delays) add(o analysis.Outcome, setting analysis.Part) {
	if zone := o.Failure.Zone; zone != nil && len(zone.Servers) == 0 {
		return
	}
	i := slices.IndexFunc(d.all, func(d *delay) bool { return d.setting.Path == setting.Path })
	if i < 0 {
		i = len(d.all)
		d.all = append(d.all, &delay{setting: setting})
	}
	d.all[i].outcomes = append(d.all[i].outcomes, o)
}

// longest is the part that adds most to a window, the first of those. Where one
// that adds is not known, what goes on beside it may be what is too long.
func longest(w analysis.Window) analysis.Part {
	adds := slices.DeleteFunc(slices.Clone(w.Parts), func(p analysis.Part) bool {
		return p.Counts == analysis.Before || w.Known() && p.Counts == analysis.Alongside
	})
	return slices.MaxFunc(adds, func(x, y analysis.Part) int { return int(min(1, max(-1, x.Length-y.Length))) })
}

// late is the finding about a setting with which flows come back too late.
func (d *delay) late(in *Input) findings.Finding {
	worst := slices.MaxFunc(d.outcomes, func(x, y analysis.Outcome) int {
		return int(min(1, max(-1, x.Window.Length-y.Window.Length)))
	})
	who, flows := involvedIn(d.outcomes)
	var clauses []string
	stopped := d.stopped()
	if len(stopped) > 0 {
		clauses = append(clauses, fmt.Sprintf("%s %s interrupted", and(stopped), plural(len(stopped), "is", "are")))
	}
	if part := slices.DeleteFunc(flows, func(name string) bool { return slices.Contains(stopped, name) }); len(part) > 0 {
		clauses = append(clauses, fmt.Sprintf("a part of the requests of %s fails", and(part)))
	}
	length, _, _ := strings.Cut(worst.Window.String(), " (")
	return findings.Finding{
		Path:    d.setting.Path,
		Summary: fmt.Sprintf("%s for %s when %s fails, longer than allowed", and(clauses), length, or(who)),
		Detail: fmt.Sprintf("The longest of these times is that of %s when %s fails: %s.%s\n%s\n%s",
			worst.Flow.Name, worst.Failure.Name(), worst.Window, atFirst(worst), d.allowed(), d.shorter(in)),
		Related: d.related(),
	}
}

// stopped are the flows of which all is lost for longer than it may be. Of others
// a part is.
func (d *delay) stopped() []string {
	return flowsThatLose(slices.DeleteFunc(slices.Clone(d.outcomes), func(o analysis.Outcome) bool {
		return o.TurnsPartial() && o.AllLost.Length <= analysis.Allowed(o.Flow)
	}), analysis.Total)
}

// atFirst says how long all is lost, where that is not so long as a part is.
func atFirst(o analysis.Outcome) string {
	if !o.TurnsPartial() {
		return ""
	}
	return fmt.Sprintf(" For %s of it no request is answered.", o.AllLost)
}

// allowed says how long each flow may be interrupted.
func (d *delay) allowed() string {
	var sentences []string
	seen := make(map[*model.Flow]bool)
	for _, o := range d.outcomes {
		if seen[o.Flow] {
			continue
		}
		seen[o.Flow] = true
		sentence := fmt.Sprintf("%s may be interrupted for %s.", o.Flow.Name, analysis.Allowed(o.Flow))
		if o.Flow.LongestInterruption == 0 {
			sentence = fmt.Sprintf("%s may be interrupted for %s: that is assumed, as no longestInterruption is written.", o.Flow.Name, analysis.Allowed(o.Flow))
		}
		sentences = append(sentences, sentence)
	}
	return strings.Join(sentences, " ")
}

// shorter says what makes it quick enough, as far as it was tried in the model.
// How long a promotion takes is a fact about what performs it, and no setting.
func (d *delay) shorter(in *Input) string {
	if d.setting.What == "promotion" {
		return "Let what promotes a replica decide earlier, and write how long it takes then (promotion)."
	}
	return strings.Join(tried(in.advise().Quicken(d.setting, d.outcomes)), "\n")
}

// related are the other settings of the windows, and the flows that say how
// long they may be interrupted.
func (d *delay) related() []findings.Related {
	var related []findings.Related
	seen := map[model.Path]bool{d.setting.Path: true}
	add := func(path model.Path, format string, args ...any) {
		if !seen[path] {
			seen[path] = true
			related = append(related, findings.Related{Path: path, Message: fmt.Sprintf(format, args...)})
		}
	}
	for _, o := range d.outcomes {
		for _, part := range o.Window.Parts {
			if part.Counts == analysis.Adds {
				add(part.Path, "%s takes time, too", part.What)
			}
		}
		if o.Flow.LongestInterruption != 0 {
			add(o.Flow.Path.Field("longestInterruption"), "how long %s may be interrupted", o.Flow.Name)
		}
	}
	return related
}

// open is the finding about a span that is not written.
func (d *delay) open() findings.Finding {
	who, flows := involvedIn(d.outcomes)
	return findings.Finding{
		Path:      d.setting.Path,
		Summary:   fmt.Sprintf("it is undecided whether %s %s back in time when %s fails: how long the %s takes is not written", and(flows), plural(len(flows), "comes", "come"), or(who), d.setting.What),
		Detail:    d.allowed() + "\nWrite " + string(d.setting.Path) + ".",
		Undecided: true,
		Missing:   []model.Path{d.setting.Path},
	}
}
