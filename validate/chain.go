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
		i := slices.IndexFunc(chains, func(c chain) bool { return sameChain(c.steps, steps[:last]) })
		if i < 0 {
			i = len(chains)
			chains = append(chains, chain{steps: steps[:last], ending: steps[last].Text})
		}
		chains[i].flows = append(chains[i].flows, o.Flow.Name)
	}
	return chains
}

// sameChain tells whether two chains read the same but for where in the
// architecture they hang.
func sameChain(x, y []analysis.Step) bool {
	return slices.EqualFunc(x, y, func(x, y analysis.Step) bool { return x.Text == y.Text })
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

// relatedPlaces are where the single points are written, what falls together
// with them, and where the chains hang in the architecture: all beside the place
// of the finding.
func relatedPlaces(at model.Path, alike []analysis.SinglePoint, chains []chain) []findings.Related {
	var related []findings.Related
	seen := map[model.Path]bool{at: true}
	add := func(path model.Path, message string) {
		if path != "" && !seen[path] {
			seen[path] = true
			related = append(related, findings.Related{Path: path, Message: message})
		}
	}
	for _, p := range alike {
		add(p.Failure.Path(), p.Failure.Name())
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
