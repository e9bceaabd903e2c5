package effects

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// unfolded are the pairs that bundles stand for, as often as they do.
func unfolded(bundles []bundle) []string {
	var all []string
	for _, b := range bundles {
		for i, group := range b {
			for _, other := range b[i+1:] {
				for _, x := range group {
					for _, y := range other {
						all = append(all, pairName(pair{x, y}))
					}
				}
			}
		}
	}
	slices.Sort(all)
	return all
}

func pairName(p pair) string {
	x, y := p[0].Name(), p[1].Name()
	return min(x, y) + " " + max(x, y)
}

// crashes are as many failures, and their numbers.
func crashes(count int) ([]analysis.Failure, func(analysis.Failure) int) {
	all := make([]analysis.Failure, count)
	number := make(map[analysis.Failure]int)
	for i := range all {
		all[i] = analysis.Failure{Instance: &model.Instance{Service: &model.Service{Name: fmt.Sprintf("s%03d", i)}}}
		number[all[i]] = i
	}
	return all, func(f analysis.Failure) int { return number[f] }
}

// Bundles stand for exactly the pairs that they are made of, each once.
func TestBundlesUnfold(t *testing.T) {
	drawn := 0
	for seed := range uint64(2000) {
		d := rand.New(rand.NewPCG(seed, 3))
		all, number := crashes(2 + d.IntN(14))
		kinds := 1 + d.IntN(4) // nodes of one kind tend to be twins
		kind := make([]int, len(all))
		for i := range kind {
			kind[i] = d.IntN(kinds)
		}
		var joined [4][4]bool
		for i := range joined {
			for k := range joined {
				joined[min(i, k)][max(i, k)] = d.IntN(2) == 0
			}
		}
		noise := d.IntN(3)
		var pairs []pair
		var want []string
		for i := range all {
			for k := i + 1; k < len(all); k++ {
				x, y := min(kind[i], kind[k]), max(kind[i], kind[k])
				if joined[x][y] != (d.IntN(20) < noise) {
					pairs = append(pairs, pair{all[i], all[k]})
					want = append(want, pairName(pairs[len(pairs)-1]))
				}
			}
		}
		slices.Sort(want)
		bundles := bundled(pairs, number)
		if diff := cmp.Diff(want, unfolded(bundles)); diff != "" {
			t.Fatalf("seed %d: %v\n%s", seed, bundles, diff)
		}
		if again := bundled(pairs, number); cmp.Diff(unfolded(again), unfolded(bundles)) != "" || len(again) != len(bundles) {
			t.Fatalf("seed %d: not the same twice", seed)
		}
		drawn += len(pairs) - len(bundles)
	}
	if drawn < 10000 {
		t.Errorf("only %d pairs were drawn together", drawn)
	}
}

func TestBundles(t *testing.T) {
	all, number := crashes(8)
	of := func(pairs ...[2]int) []pair {
		var found []pair
		for _, p := range pairs {
			found = append(found, pair{all[p[0]], all[p[1]]})
		}
		return found
	}
	tests := []struct {
		name  string
		pairs []pair
		want  string
	}{
		{"none", nil, "[]"},
		{"one", of([2]int{0, 1}), "[[[s000] [s001]]]"},
		{"any two of three", of([2]int{0, 1}, [2]int{0, 2}, [2]int{1, 2}), "[[[s000] [s001] [s002]]]"},
		{"one of two with one of two", of([2]int{0, 2}, [2]int{0, 3}, [2]int{1, 2}, [2]int{1, 3}), "[[[s000 s001] [s002 s003]]]"},
		{"three in a row are no triangle", of([2]int{0, 1}, [2]int{1, 2}), "[[[s000 s002] [s001]]]"},
		{"four in a row", of([2]int{0, 1}, [2]int{1, 2}, [2]int{2, 3}), "[[[s000 s002] [s001]] [[s002] [s003]]]"},
		{"three servers with two each", of(
			[2]int{0, 2}, [2]int{0, 3}, [2]int{1, 2}, [2]int{1, 3},
			[2]int{0, 4}, [2]int{0, 5}, [2]int{1, 4}, [2]int{1, 5},
			[2]int{2, 4}, [2]int{2, 5}, [2]int{3, 4}, [2]int{3, 5}), "[[[s000 s001] [s002 s003] [s004 s005]]]"},
	}
	for _, test := range tests {
		var got [][][]string
		for _, b := range bundled(test.pairs, number) {
			var groups [][]string
			for _, group := range b {
				groups = append(groups, namesOf(group))
			}
			got = append(got, groups)
		}
		if text := fmt.Sprint(got); text != test.want {
			t.Errorf("%s: got %s, want %s", test.name, text, test.want)
		}
	}
}
