package schema

import (
	"math"
	"strings"
	"testing"
	"time"
)

// TestLimits: an evaluation that takes too much ends in an error that names
// the input.
func TestLimits(t *testing.T) {
	const text = `import "list"

name: "x"
servers: {for i in list.Range(0, 1000, 1) {"s\(i)": {}}}
services: web: {kind: "web-server", on: ["s1"]}
`
	for _, test := range []struct {
		limits limits
		want   string
	}{
		{limits{heap: 1, time: maxTime}, "takes more than 9.31e-10 GiB to evaluate; "},
		{limits{heap: math.MaxUint64, time: 0}, "takes longer than 0 seconds to evaluate; "},
		{limits{heap: maxHeap, time: maxTime}, ""},
	} {
		l, err := newLoading(Options{Dir: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		l.limits = test.limits
		if problems := l.readStdin(strings.NewReader(text)); problems != nil {
			t.Fatal(problems)
		}
		d, problems := l.watched("-")
		switch {
		case test.want == "" && (d == nil || problems != nil):
			t.Errorf("within %+v: %v", test.limits, problems)
		case test.want != "" && (len(problems) != 1 || problems[0].Range.File != "-" || !strings.HasPrefix(problems[0].Message, test.want)):
			t.Errorf("beyond %+v: %v", test.limits, problems)
		}
	}
}

// TestUsualLimits: what everybody loads with holds the limits.
func TestUsualLimits(t *testing.T) {
	l, err := newLoading(Options{})
	if err != nil {
		t.Fatal(err)
	}
	if want := (limits{heap: 4 << 30, time: 2 * time.Minute}); l.limits != want {
		t.Errorf("the limits are %+v, not %+v", l.limits, want)
	}
}
