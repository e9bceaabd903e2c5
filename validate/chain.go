package validate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/model"
)

// chain is how the requests of some flows break, from the failure to the user.
type chain struct {
	flows []string
	// steps are without the last one, which says what that means for a flow.
	steps []analysis.Step
	// ending is the last one, of the first flow.
	ending string
}

// chainsOf are the chains of a single point; flows that break in the same way
// share one.
func chainsOf(in *Input, p analysis.SinglePoint) []chain {
	var chains []chain
	for _, o := range p.Outcomes {
		steps := in.Analysis.Evidence(o)
		last := len(steps) - 1
		i := slices.IndexFunc(chains, func(c chain) bool { return slices.Equal(c.steps, steps[:last]) })
		if i < 0 {
			i = len(chains)
			chains = append(chains, chain{steps: steps[:last], ending: steps[last].Text})
		}
		chains[i].flows = append(chains[i].flows, o.Flow.Name)
	}
	return chains
}

// inWords tells the chains, a paragraph each. The ending speaks of one flow;
// where several share the chain, the summary has said it.
func inWords(chains []chain) string {
	return strings.Join(each(chains, func(c chain) string {
		told := each(c.steps, func(s analysis.Step) string { return s.Text })
		if len(c.flows) == 1 {
			told = append(told, c.ending)
		}
		return fmt.Sprintf("How %s %s: %s.", and(c.flows), plural(len(c.flows), "breaks", "break"), strings.Join(told, "; "))
	}), "\n")
}

// relatedPlaces are what falls together with the single points, and where the
// chains hang in the architecture.
func relatedPlaces(alike []analysis.SinglePoint, chains []chain) []findings.Related {
	var related []findings.Related
	seen := map[model.Path]bool{alike[0].Failure.Path(): true}
	add := func(path model.Path, message string) {
		if path != "" && !seen[path] {
			seen[path] = true
			related = append(related, findings.Related{Path: path, Message: message})
		}
	}
	for _, p := range alike {
		for _, other := range p.Related {
			add(other.Path(), fmt.Sprintf("%s takes %s along", other.Name(), p.Failure.Name()))
		}
	}
	for _, c := range chains {
		for _, step := range c.steps {
			add(step.Path, "see "+string(step.Path))
		}
	}
	return related
}

// options are what may remove a single point of that kind. They are not tried.
func options(p analysis.SinglePoint) string {
	f := p.Failure
	switch {
	case f.Zone != nil:
		return fmt.Sprintf("What may help: servers in another zone for what runs in %s alone.", f.Zone.Name)
	case f.Server != nil:
		return fmt.Sprintf("What may help: what runs on %s alone on another server too.", f.Server.Name)
	}
	service := f.Instance.Service
	switch {
	case service.Kind == model.External:
		return fmt.Sprintf("What may help: a second provider, or optional: true where the work can be done without %s.", service.Name)
	case service.Replication != nil && len(p.Hard()) > 0:
		return fmt.Sprintf("What may help: another replica of %s on another server, or a read path that includes the primary.", service.Name)
	case service.Replication != nil:
		return "What may help: an automatic failover, with what performs it and with the way in which those who write find the new primary; or, if it stays manual, a runbook."
	case len(service.Instances) > 1:
		return fmt.Sprintf("What may help: a health check that sees when an instance of %s cannot do its work, or an address that moves away from it.", service.Name)
	case service.Kind == model.LoadBalancer:
		return fmt.Sprintf("What may help: %s on a second server, with an address that moves between the two (a virtual IP), or DNS with health checks.", service.Name)
	}
	return fmt.Sprintf("What may help: %s on a second server, and a way in which those who use it notice which of the two works.", service.Name)
}
