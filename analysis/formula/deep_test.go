package formula_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/analysis/formula"
	"github.com/loadpath/loadpath/effects"
	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/source"
)

// chain is services that each need the next, every one on two servers of its
// own.
func chain(t testing.TB, length int) *model.Architecture {
	t.Helper()
	a := &model.Architecture{Name: fmt.Sprint("chain of ", length)}
	for i := range length {
		group := &model.Group{Name: fmt.Sprint("g-", i), Count: 2, Reliability: model.Reliability{Availability: 0.999}}
		s := &model.Service{Name: fmt.Sprint("s-", i), Kind: model.ApplicationServer, On: []string{group.Name}}
		s.Availability = 1
		if i+1 < length {
			s.Uses = []*model.Use{{Key: fmt.Sprint("s-", i+1), Choose: "client"}}
		}
		a.Groups = append(a.Groups, group)
		a.Services = append(a.Services, s)
	}
	a.Services[0].Address = &model.Address{By: "virtual-ip", Tracks: "process"}
	a.Flows = []*model.Flow{{Name: "read", Kind: model.ReadFlow, EntersName: "s-0"}}
	for _, p := range a.Resolve() {
		t.Fatalf("%s: %s", p.Path, p.Message)
	}
	return a
}

// A chain may be as long as it likes: nothing on the way from the model to the
// reports recurses on it or takes the square of it.
func TestLongChain(t *testing.T) {
	t.Parallel()
	length := 20_000
	if testing.Short() {
		length = 2_000
	}
	a := chain(t, length)
	r := analysis.Analyze(a)
	got, err := formula.Calculate(r, a.Flows[0], formula.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if want := -math.Expm1(float64(length) * math.Log1p(-1e-6)); !near(got.Total.Unattended.Lower, want) || !got.Total.Unattended.Exact() {
		t.Errorf("lost for %v, want %v", got.Total.Unattended, want)
	}
	bounds, err := formula.Calculate(r, a.Flows[0], formula.Options{Nodes: 4})
	if err != nil {
		t.Fatal(err)
	}
	if !holds(bounds.Total.Unattended, got.Total.Unattended.Lower) {
		t.Errorf("bounds %v, want %v", bounds.Total.Unattended, got.Total.Unattended)
	}
	if sets, complete := r.CutSets(a.Flows[0], 1, 0); len(sets) != 0 || !complete {
		t.Errorf("%d cut sets, complete %v", len(sets), complete)
	}
	for _, format := range []effects.Format{effects.Text, effects.Markdown, effects.JSON} {
		report := effects.Report{Tool: "loadpath", Version: "test", Analysis: r, Flows: a.Flows}
		if err := effects.Write(io.Discard, format, report, source.Style{}); err != nil {
			t.Error(err)
		}
	}
	var document bytes.Buffer
	if omissions, err := formula.WriteOpenPSA(&document, r); err != nil || len(omissions) != 1 {
		t.Errorf("export: %v, %v", omissions, err)
	}
	for decoder := xml.NewDecoder(&document); err == nil; {
		_, err = decoder.Token()
	}
	if err != io.EOF {
		t.Error(err)
	}
}

// A formula that no simplification makes flat may be as deep as it likes.
func TestDeepFormula(t *testing.T) {
	f := formula.Ladder(20_001)
	q := make([]float64, len(f.Events))
	want := 0.0
	for i := range q {
		q[i] = 0.5 + float64(i%3)/10
		if i%2 == 0 {
			want = q[i] + (1-q[i])*want
		} else {
			want *= q[i]
		}
	}
	for budget, exact := range map[int]bool{1 << 20: true, 3: false} {
		total, _, _ := f.Probabilities(q, budget)
		if !holds(total, want) || total.Exact() != exact {
			t.Errorf("budget %d: %v, want %v", budget, total, want)
		}
	}
}
