package analysis_test

import (
	"slices"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// addressOf is the address that c knows its target by, if it knows no more.
func addressOf(c *model.Connection) *model.Address {
	if c.Use.Choose != "" || c.Use.Balance != nil || c.Use.Check != nil || c.Role != model.AllTargets {
		return nil
	}
	if c.To.Address == nil && c.To.Data != nil {
		return c.To.Data.Address
	}
	return c.To.Address
}

// behind are the instances that an address leads to, at the moment at hand.
func (n *naive) behind(a *model.Address, all []*model.Instance, h analysis.Horizon) []*model.Instance {
	if h == analysis.AfterFailover && !n.over(n.moving(a, all)) {
		h = analysis.BeforeFailover
	}
	return n.leads(a, all, h)
}

// priority is that of an instance, VRRP's.
func priority(a *model.Address, i *model.Instance) int {
	for _, p := range a.Priorities {
		if i.Server != nil && p.Server == i.Server.Name {
			return p.Number
		}
	}
	return 100
}

// leads are the instances that an address leads to, at a horizon.
func (n *naive) leads(a *model.Address, all []*model.Instance, h analysis.Horizon) []*model.Instance {
	alive := func(i *model.Instance) bool { return !n.dead(i) }
	tracked := func(i *model.Instance) bool {
		if a.Tracks == "process" {
			return !n.dead(i)
		}
		return !n.away(i)
	}
	filter := func(keep func(*model.Instance) bool) []*model.Instance {
		var kept []*model.Instance
		for _, i := range all {
			if keep(i) {
				kept = append(kept, i)
			}
		}
		return kept
	}
	upTo1 := func(l []*model.Instance) []*model.Instance { return l[:min(len(l), 1)] }
	switch {
	case a.By == "dns" && h > analysis.BeforeFailover && a.Checked != nil && *a.Checked:
		return filter(alive)
	case a.By == "dns":
		return all
	case a.By == "anycast" && h > analysis.BeforeFailover:
		return filter(tracked)
	case a.By == "anycast":
		return all
	}
	if a.By == "virtual-ip" {
		all = slices.Clone(all)
		slices.SortStableFunc(all, func(x, y *model.Instance) int { return priority(a, y) - priority(a, x) })
	}
	use := upTo1(all)
	if a.By == "virtual-ip" && h > analysis.BeforeFailover {
		use = upTo1(filter(tracked))
	}
	if h == analysis.AfterPerson && (len(use) == 0 || n.dead(use[0])) {
		use = upTo1(filter(alive))
	}
	return use
}
