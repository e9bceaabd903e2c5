package drill

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// sample keeps as many trials as the options say, in their order. The same seed
// draws the same ones.
func (b *builder) sample() {
	all, n := b.plan.Trials, b.options.Sample
	if n == 0 || n >= len(all) {
		return
	}
	drawn := rand.New(rand.NewPCG(b.options.Seed, 0)).Perm(len(all))[:n]
	b.plan.Trials = nil
	for i, trial := range all {
		if slices.Contains(drawn, i) {
			b.plan.Trials = append(b.plan.Trials, trial)
		} else {
			b.skip(trial.Name, fmt.Sprintf("it is not among the %d drawn by seed %d", n, b.options.Seed))
		}
	}
}
