package effects

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/loadpath/loadpath/analysis"
)

// bundle is pairs drawn together: one of each of any two of its groups. Two
// groups stand for each of the one with each of the other; groups of one stand
// for any two of them.
type bundle [][]analysis.Failure

// bundled draws pairs together; each pair is in exactly one bundle.
//
// Failures that go with the same others are one class, and classes that go with
// the same others and with each other are any two of each other (false and true
// twins of the graph whose edges are the pairs). What is left are pairs between
// such groups, drawn together around the group that goes with most.
func bundled(all []pair, number func(analysis.Failure) int) []bundle {
	if len(all) == 0 {
		return nil
	}
	g := graphOf(all, number)
	classes := g.twins(func(n int) []int { return g.beside[n] })
	q := g.joined(classes)
	groups := q.twins(func(n int) []int {
		at, _ := slices.BinarySearch(q.beside[n], n)
		return slices.Insert(slices.Clone(q.beside[n]), at, n)
	})
	var found []bundle
	for _, group := range groups {
		if len(group) > 1 {
			var b bundle
			for _, class := range group {
				b = append(b, g.failures(classes[class]))
			}
			found = append(found, b)
		}
	}
	members := make([][]int, len(groups))
	for i, group := range groups {
		for _, class := range group {
			members[i] = append(members[i], classes[class]...)
		}
		slices.Sort(members[i])
	}
	found = append(found, g.stars(members, q.joined(groups))...)
	first := func(b bundle) int { return number(b[0][0]) }
	slices.SortStableFunc(found, func(x, y bundle) int { return cmp.Compare(first(x), first(y)) })
	return found
}

// graph is pairs as a graph: nodes, and for each the nodes beside it, rising.
type graph struct {
	of     []analysis.Failure
	beside [][]int
}

// graphOf numbers the failures in the order of the analysis.
func graphOf(all []pair, number func(analysis.Failure) int) *graph {
	position := make(map[int]int)
	g := &graph{}
	for _, p := range all {
		for _, f := range p {
			if _, known := position[number(f)]; !known {
				position[number(f)] = 0
				g.of = append(g.of, f)
			}
		}
	}
	slices.SortFunc(g.of, func(x, y analysis.Failure) int { return cmp.Compare(number(x), number(y)) })
	for i, f := range g.of {
		position[number(f)] = i
	}
	g.beside = make([][]int, len(g.of))
	for _, p := range all {
		x, y := position[number(p[0])], position[number(p[1])]
		g.beside[x], g.beside[y] = append(g.beside[x], y), append(g.beside[y], x)
	}
	for _, beside := range g.beside {
		slices.Sort(beside)
	}
	return g
}

// twins are the nodes of which the same is true, in the order of the first of
// each.
func (g *graph) twins(same func(int) []int) [][]int {
	position := make(map[string]int)
	var all [][]int
	for n := range g.beside {
		key := fmt.Sprint(same(n))
		i, known := position[key]
		if !known {
			i = len(all)
			position[key] = i
			all = append(all, nil)
		}
		all[i] = append(all[i], n)
	}
	return all
}

// joined is the graph of sets of twins: one is beside another where its nodes
// are.
func (g *graph) joined(sets [][]int) *graph {
	setOf := make([]int, len(g.beside))
	for i, set := range sets {
		for _, n := range set {
			setOf[n] = i
		}
	}
	q := &graph{beside: make([][]int, len(sets))}
	for i, set := range sets {
		for _, n := range g.beside[set[0]] {
			if setOf[n] != i {
				q.beside[i] = append(q.beside[i], setOf[n])
			}
		}
		slices.Sort(q.beside[i])
		q.beside[i] = slices.Compact(q.beside[i])
	}
	return q
}

// stars are the pairs between groups: the one that goes with most others and
// all of those, over and over.
func (g *graph) stars(members [][]int, q *graph) []bundle {
	var found []bundle
	for {
		center := 0
		for n := range q.beside {
			if len(q.beside[n]) > len(q.beside[center]) {
				center = n
			}
		}
		around := q.beside[center]
		if len(around) == 0 {
			return found
		}
		var with []int
		for _, n := range around {
			with = append(with, members[n]...)
			q.beside[n] = slices.DeleteFunc(q.beside[n], func(other int) bool { return other == center })
		}
		q.beside[center] = nil
		slices.Sort(with)
		b := bundle{g.failures(members[center]), g.failures(with)}
		if with[0] < members[center][0] {
			b[0], b[1] = b[1], b[0]
		}
		found = append(found, b)
	}
}

func (g *graph) failures(nodes []int) []analysis.Failure {
	found := make([]analysis.Failure, len(nodes))
	for i, n := range nodes {
		found[i] = g.of[n]
	}
	return found
}
