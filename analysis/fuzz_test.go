package analysis_test

import (
	"math/rand/v2"
	"testing"

	"github.com/loadpath/loadpath/analysis"
)

// Architectures that a fuzzer makes are judged as the definitions say: its
// bytes are what the generator chooses, and then what fails together.
func FuzzDefinitions(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte("a machine promotes, and the check goes too deep"))
	for seed := range uint64(40) {
		bytes := make([]byte, 300)
		d := rand.New(rand.NewPCG(seed, 8))
		for i := range bytes {
			bytes[i] = byte(d.IntN(256))
		}
		f.Add(bytes)
	}
	f.Fuzz(func(t *testing.T, bytes []byte) {
		choose := &tape{bytes}
		circles, kind := choose.IntN(4) == 0, analysis.Kind(choose.IntN(3))
		c := newComparison(t, build(choose, circles), circles, &tally{})
		for _, e := range c.exams {
			if e.widest() > 40 {
				t.Skip("the naive evaluator is slow at wide circles")
			}
		}
		r := analysis.AnalyzeWith(c.a, analysis.Options{Kind: kind, Connections: kind == analysis.Cut})
		for range 10 { // all would take too long where the fuzzer instruments them
			c.single(r, r.Failures[choose.IntN(len(r.Failures))])
		}
		c.together(choose)
	})
}

// Whatever is asked for with --without is something that can fail, or is
// refused, and never changes what is said without it.
func FuzzWithout(f *testing.F) {
	for seed := range uint64(8) {
		r := analysis.AnalyzeWith(resolved(f, throw(seed, false)), analysis.Options{Connections: true})
		for i := 0; i < len(r.Failures); i += 4 {
			f.Add(seed, r.Failures[i].Name())
		}
	}
	f.Add(uint64(1), "t0..t1")
	f.Add(uint64(2), "t0@s0..t1,region")
	f.Fuzz(func(t *testing.T, seed uint64, name string) {
		a := throw(seed%1000, false)
		r := analysis.Analyze(resolved(t, a))
		failures, err := r.Parse(name)
		if (err == nil) != (len(failures) > 0) {
			t.Fatalf("%q: %v, %v", name, failures, err)
		}
		before := table(r.Without(nil))
		outcomes := r.Without(failures)
		for _, o := range outcomes {
			if e := newExam(a, o.Flow); err == nil {
				want, recovery, _ := e.verdict(failures)
				if o.Lost != want.lost || o.Recovery != recovery {
					t.Errorf("%q, %s: got %v %s, want %v %s", name, o.Flow.Name, o.Lost, o.Recovery, want.lost, recovery)
				}
			}
		}
		if after := table(r.Without(nil)); after != before {
			t.Errorf("%q changes what is said of nothing:\n%s%s", name, before, after)
		}
	})
}
