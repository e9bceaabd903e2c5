package validate

import (
	"slices"
	"strings"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// setTrials is how many sets of failures a run tries, over all flows: a part
// of a second.
const setTrials = 200_000

// setsFound is how many sets of a flow are looked at.
const setsFound = 5_000

// sets are the minimal sets of two failures and more that stop a flow, without
// those that an inner one explains: a server stands for no more than the
// instance on it that does the harm.
type sets struct {
	flow     *model.Flow
	stop     [][]analysis.Failure
	complete bool
}

func searchSets(in *Input, flow *model.Flow, left *int) *sets {
	order := flow.Tolerates
	for order > 1 && combinations(events(in, flow), order) > *left {
		order--
	}
	s := &sets{flow: flow, complete: order == flow.Tolerates}
	if order < 2 {
		return s
	}
	*left -= combinations(events(in, flow), order)
	found, all := in.Analysis.CutSets(flow, order, setsFound)
	s.complete = s.complete && all
	for _, set := range innermost(in, found) {
		if len(set) > 1 && !slices.ContainsFunc(set, func(f analysis.Failure) bool { return !counts(flow, f) }) {
			s.stop = append(s.stop, set)
		}
	}
	return s
}

// counts tells whether a failure is one that the flow has to do with: an outer
// zone is only where the flow says so.
func counts(flow *model.Flow, f analysis.Failure) bool {
	return f.Zone == nil || len(f.Zone.Servers) > 0 || slices.Contains(flow.Survives, f.Zone.Name)
}

// events is about how many things may fail on the way of a flow.
func events(in *Input, flow *model.Flow) int {
	n := 0
	servers, zones := make(map[*model.Server]bool), make(map[*model.Zone]bool)
	for _, service := range behindAll(flow.Enters.Connections) {
		n += len(service.Instances)
		for _, instance := range service.Instances {
			servers[instance.Server] = true
		}
	}
	for _, instance := range flow.Enters.Instances {
		n++
		servers[instance.Server] = true
	}
	for server := range servers {
		if server != nil {
			zones[server.Zone] = true
		}
	}
	return n + len(servers) + len(zones)
}

// combinations is how many sets of up to that size there are, or more than any
// run tries.
func combinations(n, order int) int {
	total, sets := 0, 1
	for size := 1; size <= min(order, n); size++ {
		sets = sets * (n - size + 1) / size
		if total += sets; total > setTrials {
			return setTrials + 1
		}
	}
	return total
}

// innermost leaves out the sets in which something inside of a member does as
// much.
func innermost(in *Input, all [][]analysis.Failure) [][]analysis.Failure {
	known := make(map[string]bool, len(all))
	for _, set := range all {
		known[key(set)] = true
	}
	return slices.DeleteFunc(all, func(set []analysis.Failure) bool {
		for i, f := range set {
			for _, inner := range inside(in, f) {
				if known[key(replaced(set, i, inner))] {
					return true
				}
			}
		}
		return false
	})
}

// inside are the instances that a failure takes along, and the servers in a
// zone.
func inside(in *Input, f analysis.Failure) []analysis.Failure {
	if f.Instance != nil {
		return nil
	}
	var found []analysis.Failure
	for _, instance := range in.takenBy(f) {
		found = append(found, analysis.Failure{Instance: instance})
	}
	if f.Zone != nil {
		for _, server := range in.Architecture.ServersIn(f.Zone) {
			found = append(found, analysis.Failure{Server: server})
		}
	}
	return found
}

func replaced(set []analysis.Failure, i int, by analysis.Failure) []analysis.Failure {
	other := slices.Clone(set)
	other[i] = by
	return other
}

// key tells sets apart, whatever their order.
func key(set []analysis.Failure) string {
	return strings.Join(slices.Sorted(slices.Values(each(set, analysis.Failure.Name))), " ")
}

// setName is a set as people say it.
func setName(set []analysis.Failure) string { return and(each(set, analysis.Failure.Name)) }

// alikeSets gathers sets of the same services, in the order of their first.
func alikeSets(all [][]analysis.Failure) [][][]analysis.Failure {
	var groups [][][]analysis.Failure
	position := make(map[string]int)
	for _, set := range all {
		sorts := each(set, func(f analysis.Failure) string {
			if f.Instance != nil {
				return f.Instance.Service.Name
			}
			return f.Name()
		})
		slices.Sort(sorts)
		sort := strings.Join(sorts, " ")
		i, known := position[sort]
		if !known {
			i = len(groups)
			position[sort] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], set)
	}
	return groups
}
