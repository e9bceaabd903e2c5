package analysis_test

import (
	"regexp"
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

var instanceName = regexp.MustCompile(`[\w-]+@[\w-]+`)

// named are the instances that a derivation hangs on: those that it claims
// something of, those that have failed, the primaries that writes ask for, and the only target
// of a connection.
func named(a *model.Architecture, c analysis.Certificate) map[string]bool {
	found := map[string]bool{}
	n := naive{exam: &exam{a: a, flow: c.Flow}, failed: c.Failures, lot: lotOf(c), optimistic: c.Optimistic, pending: c.Meanwhile, until: c.Moment}
	for _, i := range a.Instances() {
		if n.dead(i) {
			found[i.Name()] = true
		}
	}
	for _, f := range c.Failures {
		if f.From != nil {
			found[f.From.Name()], found[f.To.Name()] = true, true
		}
	}
	for _, i := range c.Outside {
		found[i.Name()] = true
	}
	for _, claim := range c.Claims {
		if claim.Instance != nil {
			found[claim.Instance.Name()] = true
		}
		for _, target := range claim.By {
			found[target.Name()] = true
		}
		if used := claim.Connection; used != nil {
			if primary := used.To.Primary(); primary != nil {
				found[primary.Name()] = true
				if now := n.primaryOf(used.To, c.Horizon); now != nil {
					found[now.Name()] = true
				}
			}
			for _, target := range used.Targets(claim.Instance) {
				if used.Role == model.SameServer || len(used.Targets(claim.Instance)) == 1 {
					found[target.Name()] = true
				}
			}
		}
	}
	return found
}

// What the chain for people goes through is what the derivation goes through.
func TestEvidenceIsDerived(t *testing.T) {
	t.Parallel()
	told := 0
	for seed := range uint64(proofTries()) {
		a := throw(seed, false)
		a.Resolve()
		for kind := range analysis.Kind(3) {
			r := analysis.AnalyzeWith(a, analysis.Options{Kind: kind, Connections: kind == analysis.Cut})
			for _, o := range r.Outcomes() {
				c := r.Derivation(o.Told())
				if len(c.Claims) == 0 {
					t.Errorf("seed %d: %s, %s: %s without a derivation", seed, names(o.Failures()), o.Flow.Name, o.Amount)
					continue
				}
				known := named(a, c)
				steps := r.Evidence(o)
				for _, step := range steps[1 : len(steps)-1] { // between what failed and what that means
					for _, name := range instanceName.FindAllString(step.Text, -1) {
						told++
						if !known[name] {
							t.Errorf("seed %d: %s, %s: %q is not derived", seed, names(o.Failures()), o.Flow.Name, step.Text)
							for _, s := range steps {
								t.Log(s.Text)
							}
							for i, claim := range c.Claims {
								t.Log(i, claim, claim.Rests)
							}
							return
						}
					}
				}
			}
		}
	}
	if told < 50*proofTries() {
		t.Errorf("only %d instances were told of", told)
	}
}

// The chain of an undecided outcome tells of a moment at which something is
// lost, in the reading in which it is.
func TestEvidenceOfTheUndecided(t *testing.T) {
	undecided, flapping := 0, 0
	for seed := range uint64(max(*proofs, 100)) {
		a := throw(seed, seed%2 == 1)
		a.Resolve()
		r := analysis.AnalyzeWith(a, analysis.Options{Kind: analysis.Kind(seed % 3)})
		for _, o := range r.Outcomes() {
			if o.Recovery != analysis.Undecided {
				continue
			}
			c := r.Derivation(o.Told())
			if len(o.Missing) > 0 {
				undecided++
				if len(c.Claims) == 0 {
					t.Errorf("seed %d: %s, %s: told of %v, where nothing is lost", seed, names(o.Failures()), o.Flow.Name, o.Told().Horizon)
				}
			} else {
				flapping++
			}
		}
	}
	if undecided < 5 || flapping < 10 {
		t.Errorf("only %d undecided and %d flapping outcomes", undecided, flapping)
	}
}
