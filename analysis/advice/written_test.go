package advice

import (
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/schema"
)

// load loads a text.
func load(text string) (*model.Architecture, error) {
	document, err := schema.Load("-", schema.Options{Stdin: strings.NewReader(text)})
	if err != nil {
		return nil, err
	}
	return document.Architecture, nil
}

// textOf is an architecture as CUE.
func textOf(a *model.Architecture) string {
	var b strings.Builder
	writeValue(&b, reflect.ValueOf(a))
	return strings.TrimSuffix(strings.TrimPrefix(b.String(), "{"), "}")
}

// line is an edit as a line of CUE: services: "lb": on: ["lb-1", "lb-2"].
func line(path model.Path, value string) string {
	var b strings.Builder
	for _, step := range strings.Split(string(path), ".") {
		b.WriteString(label(step) + ": ")
	}
	return b.String() + value + "\n"
}

// withLines is the text of an architecture without what stands at the places of
// a change, and the change's own lines after it.
func withLines(t *testing.T, a *model.Architecture, c Change) string {
	t.Helper()
	base, done := a.Written(), a.Written()
	if err := c.Apply(done); err != nil {
		t.Fatal(err)
	}
	var lines []string
	add := func(text string) {
		if !slices.Contains(lines, text) {
			lines = append(lines, text)
		}
	}
	for _, e := range c.Edits {
		list, _, isElement := strings.Cut(string(e.Path), "[")
		if !isElement {
			clearAt(t, base, e)
			add(line(e.Path, e.CUE()))
			continue
		}
		name := strings.Split(list, ".")[1]
		for i, firewall := range done.Firewalls {
			if firewall.Name == name {
				add(line(model.Path(list), Write("", firewall.Rules).CUE()))
				if i < len(base.Firewalls) {
					base.Firewalls[i].Rules = nil
				}
			}
		}
	}
	return textOf(base) + "\n" + strings.Join(lines, "")
}

// clearAt takes out what stands at the place of an edit.
func clearAt(t *testing.T, a *model.Architecture, e Edit) {
	t.Helper()
	at, err := e.place(a)
	if err != nil {
		t.Fatal(err)
	}
	if name := nameOf(at); name != "" {
		at.Set(reflect.New(at.Type().Elem()))
		setName(at, name)
		return
	}
	at.SetZero()
}

// holdsFor fails the test unless an architecture gets over single points.
func holdsFor(t *testing.T, a *model.Architecture, what string, points ...analysis.SinglePoint) {
	t.Helper()
	r := analysis.Analyze(a)
	for _, p := range points {
		for _, before := range p.Outcomes {
			for _, o := range r.Outcomes() {
				if o.Failure.Name() == p.Failure.Name() && o.Flow.Name == before.Flow.Name && (o.Recovery != analysis.Transient || late(o)) {
					t.Errorf("%s\n%s still is %s %s for %s", what, o.Failure.Name(), o.Amount, o.Recovery, o.Flow.Name)
				}
			}
		}
	}
}

// TestEditsAreWhatTheySay: what is proposed, written into the text as it is
// printed, loads and removes the single point, beside all that was not looked
// at in the trial.
func TestEditsAreWhatTheySay(t *testing.T) {
	folders, err := filepath.Glob("../../samples/*/architecture.cue")
	if err != nil {
		t.Fatal(err)
	}
	proven := 0
	for _, file := range folders {
		document, err := schema.Load(file, schema.Options{})
		if err != nil {
			t.Fatal(err)
		}
		proven += writeAll(t, document.Architecture)
	}
	if proven < 8 {
		t.Errorf("only %d changes were tried out", proven)
	}
}

// writeAll writes every proposal for every single point into the text, and
// counts them.
func writeAll(t *testing.T, a *model.Architecture) int {
	t.Helper()
	r := analysis.Analyze(a)
	advisor := New(r, DefaultBudget())
	count := 0
	for _, point := range r.SinglePoints() {
		for _, p := range advisor.For(point).Proven {
			count++
			text := withLines(t, a, p.Change)
			changed, err := load(text)
			if err != nil {
				t.Errorf("%s: %s: %v\n%s", a.Name, p.Sentence, err, text)
				continue
			}
			holdsFor(t, changed, fmt.Sprintf("%s: %s\n%v", a.Name, p.Sentence, p.Edits), point)
			was := stopped(a)
			for talk := range stopped(changed) {
				if !was[talk] {
					t.Errorf("%s: %s: a firewall stops %+v", a.Name, p.Sentence, talk)
				}
			}
		}
	}
	return count
}

// TestWriteRefuses: an edit whose place or value does not fit is an error, and
// nothing breaks.
func TestWriteRefuses(t *testing.T) {
	tests := []struct {
		path  model.Path
		value any
	}{
		{"services.lb.nothing", "x"},
		{"nothing", "x"},
		{"", "x"},
		{"services", "x"},
		{"services.lb.on", 3},
		{"services.lb.on.deeper", "x"},
		{"services.lb.on[7]", "x"},
		{"services.lb.on[x]", "x"},
		{"services.lb.on", nil},
		{"services.lb.quorum", "3"},
		{"services.lb.software", 3},
		{"services.lb.address", "virtual-ip"},
	}
	for _, test := range tests {
		a := &model.Architecture{Services: []*model.Service{{Name: "lb", On: []string{"lb-1"}}}}
		if err := (Change{Edits: []Edit{Write(test.path, test.value)}}).Apply(a); err == nil {
			t.Errorf("%q takes %v", test.path, test.value)
		}
	}
}
