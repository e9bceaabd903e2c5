package validate

import (
	"fmt"
	"slices"

	"github.com/loadpath/loadpath/analysis/advice"
	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/model"
)

// avl006 finds backups that wait for something which never happens.
func avl006(in *Input) []findings.Finding { return causesOf(in, "AVL006") }

// deadBackups are the backups of targets that nothing ever takes out.
func deadBackups(v *investigation) []*cause {
	var found []*cause
	for _, u := range uses(v.Architecture) {
		i := slices.IndexFunc(u, func(c *model.Connection) bool { return balances(c) && c.Check == nil && len(c.Backups) > 0 })
		if i < 0 || len(v.reach.overAny(u)) == 0 {
			continue
		}
		c := u[i]
		change, services := v.check(c, v.reach.overAny(u))
		found = append(found, &cause{
			finding: findings.Finding{
				Path: c.Use.Path,
				Summary: fmt.Sprintf("%s never %s over from %s: %s has no health check of %s",
					and(names(c.Backups)), plural(len(c.Backups), "takes", "take"), and(names(c.Active)), c.From.Name, c.To.Name),
				Detail:  "A target without a health check counts as up for as long as it is configured, so it is never the backup's turn.",
				Subject: c.From.Name + "." + c.Use.Key,
			},
			mends: []advice.Change{change}, flows: v.reach.overAny(u), services: services, proved: true,
		})
	}
	return found
}
