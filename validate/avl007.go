package validate

import (
	"fmt"
	"slices"

	"github.com/loadpath/loadpath/analysis/advice"
	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/model"
)

// avl007 finds health checks that are missing, or see too little or too much.
func avl007(in *Input) []findings.Finding { return causesOf(in, "AVL007") }

// blindChecks are the uses whose health check may leave a target in that does
// not work, or take out one that does.
func blindChecks(v *investigation) []*cause {
	var found []*cause
	for _, u := range uses(v.Architecture) {
		flows := v.reach.overAny(u)
		i := slices.IndexFunc(u, balances)
		if i < 0 || len(flows) == 0 {
			continue
		}
		c := u[i]
		switch {
		case c.Check == nil && len(c.Backups) == 0:
			found = append(found, v.missingCheck(c, flows))
		case c.Check != nil:
			found = append(found, v.shallowCheck(c, flows)...)
			found = append(found, v.deepCheck(c, flows)...)
		}
		if j := slices.IndexFunc(u, cannotTellRoles); j >= 0 {
			found = append(found, roleBlind(u[j], flows))
		}
	}
	return found
}

// missingCheck is one also where every request is saved by another target: it
// waits for the dead one first.
func (v *investigation) missingCheck(c *model.Connection, flows []*model.Flow) *cause {
	change, services := v.check(c, flows)
	detail := "A target without a health check counts as up for as long as it is configured."
	if c.Redispatch {
		detail += " A request that comes to a dead one waits until it is tried elsewhere, each time."
	}
	return &cause{
		finding: findings.Finding{
			Path:    c.Use.Path,
			Summary: fmt.Sprintf("%s never stops sending requests to a %s that is down: it has no health check", c.From.Name, c.To.Name),
			Detail:  detail,
			Subject: c.From.Name + "." + c.Use.Key,
		},
		mends: []advice.Change{change}, flows: flows, services: services, proved: len(c.Active) > 1,
	}
}

// shallowCheck is a check that does not go through what stands on the target's
// own server, which is what may fail for one target and not for another.
func (v *investigation) shallowCheck(c *model.Connection, flows []*model.Flow) []*cause {
	var unseen []string
	for _, own := range beside(c.To, flows) {
		if !c.Sees(own) && !slices.Contains(unseen, own.To.Name) {
			unseen = append(unseen, own.To.Name)
		}
	}
	if len(unseen) == 0 {
		return nil
	}
	change, services := v.check(c, flows)
	return []*cause{{
		finding: findings.Finding{
			Path:    c.Use.Path.Field("check"),
			Summary: fmt.Sprintf("the health check of %s does not see whether a %s reaches its %s", c.From.Name, c.To.Name, and(unseen)),
			Detail:  fmt.Sprintf("A %s that is up and answers with errors passes the check, and goes on getting requests.", c.To.Name),
			Subject: c.From.Name + "." + c.Use.Key,
		},
		mends: []advice.Change{change}, flows: flows, services: services,
	}}
}

// deepCheck is a check that goes through what some flow can do without, so that
// one failure there takes every target out.
func (v *investigation) deepCheck(c *model.Connection, flows []*model.Flow) []*cause {
	own := beside(c.To, flows)
	var extra []*model.Connection
	for _, d := range seenBy(c) {
		if slices.Contains(own, d) {
			continue
		}
		if slices.ContainsFunc(flows, func(f *model.Flow) bool { return !f.Uses(d) }) {
			extra = append(extra, d)
		}
	}
	if len(extra) == 0 {
		return nil
	}
	check := *c.Use.Check
	check.Reaches = nil
	for _, d := range seenBy(c) {
		if !slices.Contains(extra, d) && !slices.Contains(check.Reaches, d.To.Name) {
			check.Reaches = append(check.Reaches, d.To.Name)
		}
	}
	ways := each(extra, (*model.Connection).Name)
	return []*cause{{
		finding: findings.Finding{
			Path:    c.Use.Path.Field("check"),
			Summary: fmt.Sprintf("the health check of %s goes too deep: it takes every %s out when %s fails, also for requests that need nothing of that", c.From.Name, c.To.Name, or(ways)),
			Detail:  "A check is there to tell targets apart. What all of them share fails for all at once: then it is better to let those requests through that need it not.",
			Subject: c.From.Name + "." + c.Use.Key + " too deep",
		},
		mends: []advice.Change{{
			Sentence: fmt.Sprintf("let the health check of %s stop before what all %s share", c.From.Name, c.To.Name),
			Cost:     advice.Protection,
			Edits:    []advice.Edit{advice.Write(c.Use.Path.Field("check"), &check)},
		}},
		flows: flows, services: behindAll(extra), delays: true,
	}}
}

// behindAll are the services at the ends of connections, and all behind them.
func behindAll(connections []*model.Connection) []*model.Service {
	var found []*model.Service
	seen := make(map[*model.Service]bool)
	for len(connections) > 0 {
		c := connections[0]
		connections = connections[1:]
		if !seen[c.To] {
			seen[c.To] = true
			found = append(found, c.To)
			connections = append(connections[:len(connections):len(connections)], c.To.Connections...)
		}
	}
	return found
}

// seenBy are the connections behind the targets that the check goes through.
func seenBy(c *model.Connection) []*model.Connection {
	var found []*model.Connection
	seen := map[*model.Service]bool{c.To: true}
	for queue := []*model.Service{c.To}; len(queue) > 0; queue = queue[1:] {
		for _, d := range queue[0].Connections {
			if !c.Sees(d) {
				continue
			}
			found = append(found, d)
			if !seen[d.To] {
				seen[d.To] = true
				queue = append(queue, d.To)
			}
		}
	}
	return found
}

// cannotTellRoles tells whether a connection looks for the primary among
// members that all pass its check. Where a person promotes, a person tells it.
func cannotTellRoles(c *model.Connection) bool {
	return c.Role == model.Primary && balances(c) && c.BlindToRoles() && c.To.Data != nil && c.To.Data.Automatic
}

// roleBlind is the mistake that cannotTellRoles tells of. It is tried with a
// check that tells roles apart; what that asks is not known here.
func roleBlind(c *model.Connection, flows []*model.Flow) *cause {
	check := *c.Use.Check
	check.Type, check.Path = "http", "/primary"
	return &cause{
		finding: findings.Finding{
			Path:    c.Use.Path.Field("check"),
			Summary: fmt.Sprintf("the health check of %s (%s) does not tell the primary of %s from its replicas", c.From.Name, c.Check.Type, c.To.Name),
			Detail: fmt.Sprintf("A replica accepts connections and logins as the primary does, so both pass; after a failover writes go to a replica, or to the old primary, until somebody changes %s.\n"+
				"Ask what knows the role: write a check with a path that only the primary answers well, such as path: \"/primary\" of the agent that promotes, with its port; or put what asks %s itself in the place of %s, such as ProxySQL or MySQL Router.", c.From.Name, c.To.Name, c.From.Name),
			Subject: c.From.Name + "." + c.Use.Key + " role",
		},
		mends: []advice.Change{{
			Sentence: fmt.Sprintf("let a check of %s pass at the primary of %s alone", c.From.Name, c.To.Name),
			Cost:     advice.Protection,
			Edits:    []advice.Edit{advice.Write(c.Use.Path.Field("check"), &check)},
		}},
		stands: true, flows: flows, services: []*model.Service{c.To}, proved: true,
	}
}
