package effects

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestWays: a flow that goes on says how, one that is lost has no way.
func TestWays(t *testing.T) {
	s := sheetOf(t, fleet+"flows: {read: {kind: \"read\", enters: \"lb\"}, also: {kind: \"read\", enters: \"lb\"}}\n")
	tests := []struct {
		without string
		want    []string
	}{
		{"web@web-1", []string{"read and also: back by itself, by way of lb@lb, web@web-2 and web@web-3 and app@web-2"}},
		{"lb", nil},
		{"web@web-1 app@web-2", nil},
	}
	for _, test := range tests {
		s.Without = nil
		for _, name := range strings.Fields(test.without) {
			failures, err := s.Analysis.Parse(name)
			if err != nil {
				t.Fatal(err)
			}
			s.Without = append(s.Without, failures...)
		}
		var got []string
		for _, g := range s.ways(s.withoutAll()) {
			got = append(got, s.toldWay(g))
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("without %s: %s", test.without, diff)
		}
	}
}
