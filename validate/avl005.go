package validate

import (
	"fmt"
	"strings"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/model"
)

// avl005 finds flows that survive fewer failures than they declare. What fails
// alone is told by the rules about single points, and here only as far as they
// leave it out.
func avl005(in *Input) []findings.Finding {
	var found []findings.Finding
	left := setTrials
	for _, flow := range in.Architecture.Flows {
		if in.Analysis.Baseline(flow) == analysis.Total {
			continue
		}
		if flow.Tolerates > 1 {
			found = append(found, intolerance(in, flow, &left)...)
		}
		found = append(found, lateZones(in, flow)...)
	}
	return found
}

// intolerance are the findings about the sets of failures that stop a flow.
func intolerance(in *Input, flow *model.Flow, left *int) []findings.Finding {
	s := searchSets(in, flow, left)
	var found []findings.Finding
	if len(s.stop) > 0 {
		found = append(found, s.stopped(in))
	}
	if len(s.stop) == 0 && !s.complete {
		found = append(found, findings.Finding{
			Path:      flow.Path.Field("tolerates"),
			Summary:   fmt.Sprintf("it is undecided whether %s tolerates %d failures", flow.Name, flow.Tolerates),
			Detail:    fmt.Sprintf("It hangs on so many things that not every %d of them could be tried. None of those that were tried stops it. \"loadpath analyze --order %d --flow %s\" tries more.", flow.Tolerates, flow.Tolerates, flow.Name),
			Subject:   flow.Name,
			Undecided: true,
		})
	}
	return found
}

// stopped is the finding about sets that stop the flow.
func (s *sets) stopped(in *Input) findings.Finding {
	groups := alikeSets(s.stop)
	f := findings.Finding{
		Path:    s.flow.Path.Field("tolerates"),
		Summary: fmt.Sprintf("%s stops when %s fail, and is to tolerate %d failures", s.flow.Name, setName(s.stop[0]), s.flow.Tolerates),
		Subject: s.flow.Name,
	}
	told := each(groups, func(alike [][]analysis.Failure) string {
		if more := len(alike) - 1; more > 0 {
			return fmt.Sprintf("%s, and %d alike", setName(alike[0]), more)
		}
		return setName(alike[0])
	})
	if len(told) > shown {
		told = append(told[:shown-1:shown-1], fmt.Sprintf("%d more sorts", len(told)-shown+1))
	}
	f.Detail = fmt.Sprintf("What stops it together: %s.", strings.Join(told, "; "))
	if !s.complete {
		f.Detail += " There may be more: not all could be tried."
	}
	o := in.Analysis.WithoutFor(s.flow, s.stop[0])
	f.Undecided, f.Missing = o.Recovery == analysis.Undecided, o.Missing
	steps := in.Analysis.Evidence(o)
	f.Detail += fmt.Sprintf("\nHow it breaks with the first: %s.", strings.Join(each(steps, func(s analysis.Step) string { return s.Text }), "; "))
	f.Detail += "\nAdd another stand-in to what fails together, or declare what the flow does tolerate."
	for _, failure := range s.stop[0] {
		f.Related = append(f.Related, findings.Related{Path: failure.Path(), Message: failure.Name()})
	}
	return f
}

// lateZones are the outer zones that a flow must survive and gets over by
// itself, but too late. Of all other failures the rule about slow failovers
// tells.
func lateZones(in *Input, flow *model.Flow) []findings.Finding {
	var found []findings.Finding
	for i, name := range flow.Survives {
		zone := in.Architecture.Zone(name)
		if zone == nil || len(zone.Servers) > 0 {
			continue
		}
		for _, o := range in.Analysis.At(analysis.Failure{Zone: zone}) {
			if o.Flow == flow && o.Recovery == analysis.Transient && o.Window.Length > analysis.Allowed(flow) {
				found = append(found, findings.Finding{
					Path:    flow.Path.Field("survives").Index(i),
					Summary: fmt.Sprintf("%s is to survive the failure of %s, and comes back after %s only", flow.Name, name, o.Window.Length),
					Detail: fmt.Sprintf("It comes back by itself after %s. It may be interrupted for %s.\nShorten what takes longest: %s.",
						o.Window, analysis.Allowed(flow), longest(o.Window).Path),
					Related: []findings.Related{{Path: longest(o.Window).Path, Message: "what takes longest"}},
					Subject: flow.Name,
				})
			}
		}
	}
	return found
}
