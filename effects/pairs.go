package effects

import (
	"fmt"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

const (
	pairLimit  = 5000   // cut sets of a flow that are looked for
	pairTrials = 20_000 // and sets that are tried for that: a fraction of a second's work
	shownPairs = 12     // lines of pairs of a flow
)

// pair is two failures, in the order of the analysis.
type pair [2]analysis.Failure

// pairs are the cut sets of two failures of a flow.
type pairs struct {
	flow *model.Flow
	// own are those that no other explains.
	own []pair
	// around are those of servers and zones that take along what is a pair
	// itself.
	around []pair
	// complete: these are all. down: the flow is stopped with nothing failed.
	complete, down bool
}

func (s *sheet) pairsOf(f *model.Flow) pairs {
	sets, complete := s.Analysis.CutSetsWithin(f, 2, pairLimit, pairTrials)
	p := pairs{flow: f, complete: complete, down: len(sets) > 0 && len(sets[0]) == 0}
	var all []pair
	for _, set := range sets {
		if len(set) == 2 {
			all = append(all, pair{set[0], set[1]})
		}
	}
	p.own, p.around = s.explained(all)
	return p
}

// explained parts pairs: one is explained by another where each of its two is
// one of the other's, or a server or zone around that.
func (s *sheet) explained(all []pair) (own, around []pair) {
	outer := make(map[[2]int]bool)
	for _, p := range all {
		for i, x := range s.outwards(p[0]) {
			for k, y := range s.outwards(p[1]) {
				if i+k > 0 {
					outer[[2]int{min(x, y), max(x, y)}] = true
				}
			}
		}
	}
	for _, p := range all {
		x, y := s.number[thing(p[0])], s.number[thing(p[1])]
		if outer[[2]int{min(x, y), max(x, y)}] {
			around = append(around, p)
		} else {
			own = append(own, p)
		}
	}
	return own, around
}

// outwards are a failure, and the servers and zones that take it along, by
// number in the analysis.
func (s *sheet) outwards(f analysis.Failure) []int {
	found := []int{s.number[thing(f)]}
	server, zone := f.Server, f.Zone
	if f.Instance != nil && f.Instance.Server != nil {
		server = f.Instance.Server
		found = s.appendKnown(found, server)
	}
	switch {
	case server != nil:
		zone = server.Zone
	case zone != nil:
		zone = zone.Parent
	}
	for ; zone != nil; zone = zone.Parent {
		found = s.appendKnown(found, zone)
	}
	return found
}

// appendKnown appends the number of what can fail in the analysis.
func (s *sheet) appendKnown(numbers []int, thing any) []int {
	if number, ok := s.number[thing]; ok {
		return append(numbers, number)
	}
	return numbers
}

// told are the pairs in lines.
func (s *sheet) toldPairs(p pairs) []string {
	if p.down {
		return []string{"nothing has to fail for that"}
	}
	bundles := bundled(p.own, func(f analysis.Failure) int { return s.number[thing(f)] })
	var lines []string
	for _, b := range bundles[:min(len(bundles), s.most(shownPairs))] {
		lines = append(lines, s.toldBundle(b))
	}
	if left := len(bundles) - s.most(shownPairs); left > 0 {
		lines = append(lines, more(left))
	}
	if len(p.around) > 0 {
		lines = append(lines, s.toldAround(p))
	}
	switch {
	case !p.complete:
		lines = append(lines, "there are more: the search was given up")
	case len(lines) == 0:
		lines = append(lines, "no two do")
	}
	return lines
}

// toldAround names the servers and zones that make pairs out of pairs.
func (s *sheet) toldAround(p pairs) string {
	inner := make(map[any]bool)
	for _, own := range p.own {
		inner[thing(own[0])], inner[thing(own[1])] = true, true
	}
	seen := make(map[any]bool)
	var outer []analysis.Failure
	for _, around := range p.around {
		for _, f := range around {
			if key := thing(f); !inner[key] && !seen[key] {
				seen[key] = true
				outer = append(outer, f)
			}
		}
	}
	slices.SortFunc(outer, func(x, y analysis.Failure) int { return s.number[thing(x)] - s.number[thing(y)] })
	n := len(p.around)
	who := "what takes them along"
	if len(outer) > 0 {
		who = s.and(s.everyRun(outer))
	}
	return fmt.Sprintf("the same with %s around them: %d more %s", who, n, plural(n, "pair", "pairs"))
}

// toldBundle says which pairs a bundle stands for.
func (s *sheet) toldBundle(b bundle) string {
	if len(b) == 2 {
		return s.oneOf(b[0]) + " with " + s.oneOf(b[1])
	}
	if !slices.ContainsFunc(b, func(group []analysis.Failure) bool { return len(group) > 1 }) {
		return "any two of " + s.and(s.everyRun(slices.Concat(b...)))
	}
	if servers, services := onServers(b); servers != nil {
		return "one of " + s.and(services) + " on any two of " + s.and(s.everyRun(servers))
	}
	return "from any two of these one each: " + strings.Join(s.groups(b), "; ")
}

func (s *sheet) groups(b bundle) []string {
	var told []string
	for _, group := range b[:min(len(b), s.most(shownNames))] {
		told = append(told, s.and(s.everyRun(group)))
	}
	if left := len(b) - s.most(shownNames); left > 0 {
		told = append(told, fmt.Sprintf("and %d more", left))
	}
	return told
}

func (s *sheet) oneOf(failures []analysis.Failure) string {
	names := s.and(s.everyRun(failures))
	if len(failures) > 1 {
		return "one of " + names
	}
	return names
}

// onServers are the servers and the services of a bundle in which each group
// holds the instances of the same services on one server; else nil.
func onServers(b bundle) (servers []analysis.Failure, services []string) {
	for i, group := range b {
		var here []string
		for _, f := range group {
			if f.Instance == nil || f.Instance.Server == nil || f.Instance.Server != group[0].Instance.Server {
				return nil, nil
			}
			here = append(here, f.Instance.Service.Name)
		}
		if i == 0 {
			services = here
		} else if !slices.Equal(services, here) {
			return nil, nil
		}
		servers = append(servers, analysis.Failure{Server: group[0].Instance.Server, Kind: group[0].Kind})
	}
	return servers, services
}
