package validate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/model"
)

// mdl004 finds flows that do not work with nothing failed, for another reason
// than the mistakes that mdl001 and mdl007 find on their way. Flows of one
// entry are one finding. Where there is no flow at all, that is the finding:
// a gate that has looked at nothing must not say that all is well.
func mdl004(in *Input) []findings.Finding {
	if len(in.Architecture.Flows) == 0 {
		return []findings.Finding{noFlow()}
	}
	mistakes := append(mdl001(in), mdl007(in)...)
	down := make(map[*model.Service][]*model.Flow)
	var entries []*model.Service
	for _, flow := range in.Architecture.Flows {
		if in.Analysis.Baseline(flow) == analysis.None || explained(flow, mistakes) {
			continue
		}
		if down[flow.Enters] == nil {
			entries = append(entries, flow.Enters)
		}
		down[flow.Enters] = append(down[flow.Enters], flow)
	}
	var found []findings.Finding
	for _, entry := range entries {
		found = append(found, brokenFlows(in, down[entry]))
	}
	return found
}

func noFlow() findings.Finding {
	return findings.Finding{
		Path:    "services",
		Summary: "nothing enters: no service listens for a client, so there is no flow that a failure could harm",
		Detail: "No failure was looked at, and no finding about failures means nothing here.\n" +
			"Say at the service that users reach where they come from, such as listen: [{protocol: \"https\", port: 443, from: \"internet\"}]; or write under flows what they do.",
	}
}

// explained tells whether one of the mistakes lies in a service that the flow
// passes.
func explained(flow *model.Flow, mistakes []findings.Finding) bool {
	if len(mistakes) == 0 {
		return false
	}
	return slices.ContainsFunc(onTheWay(flow), func(s *model.Service) bool {
		return slices.ContainsFunc(mistakes, func(f findings.Finding) bool { return f.Path.Within(s.Path) })
	})
}

func brokenFlows(in *Input, flows []*model.Flow) findings.Finding {
	who := each(flows, func(f *model.Flow) string { return f.Name })
	f := findings.Finding{
		Path:    flows[0].Path,
		Summary: fmt.Sprintf("%s %s down with nothing failed", and(who), plural(len(who), "is", "are")),
		Detail:  "As it is written, no request gets through, whatever works. So nothing can be said of failures.",
		Related: narrowed(flows),
		Subject: strings.Join(who, " "),
	}
	if !slices.ContainsFunc(flows, func(f *model.Flow) bool { return in.Analysis.Baseline(f) == analysis.Total }) {
		f.Summary = fmt.Sprintf("a part of the requests of %s fails with nothing failed", and(who))
		f.Detail = "As it is written, some requests do not get through, whatever works."
	}
	f.Detail += "\nLook for a connection that needs more of its targets at once than it uses, or for one that sends requests where they cannot be answered."
	return f
}

// writesToReplicas tells whether callers write to the member on their own
// server, which is not the primary everywhere.
func writesToReplicas(c *model.Connection) bool {
	if c.Role != model.SameServer || c.Access == model.Reads || c.To.Primary() == nil || c.To.Primary().Server == nil {
		return false
	}
	return slices.ContainsFunc(c.From.Instances, func(from *model.Instance) bool {
		targets := c.Targets(from)
		return len(targets) > 0 && targets[0] != c.To.Primary()
	})
}

// narrowed are the connections on the way that use one target at a time and
// need several, and those that write to replicas.
func narrowed(flows []*model.Flow) []findings.Related {
	var related []findings.Related
	seen := make(map[*model.Use]bool)
	for _, flow := range flows {
		for _, service := range onTheWay(flow) {
			for _, c := range service.Connections {
				if flow.Uses(c) && flow.Kind == model.WriteFlow && writesToReplicas(c) && !seen[c.Use] {
					seen[c.Use] = true
					related = append(related, findings.Related{
						Path:    c.Path(),
						Message: fmt.Sprintf("%s writes to the %s on its own server, and only that on %s is the primary", c.From.Name, c.To.Name, c.To.Primary().Server.Name),
					})
				}
				oneAtATime := c.ActivePassive && len(c.Active) == 1 || c.Choose == model.Fixed
				if c.AtLeast < 2 || !oneAtATime || seen[c.Use] || !flow.Uses(c) {
					continue
				}
				seen[c.Use] = true
				related = append(related, findings.Related{
					Path:    c.Use.Path.Field("atLeast"),
					Message: fmt.Sprintf("%s needs %d targets at once and uses one at a time", c.Name(), c.AtLeast),
				})
			}
		}
	}
	return related
}
