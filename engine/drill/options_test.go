package drill_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/engine/drill"
)

func names(p *drill.Plan) []string {
	var all []string
	for _, t := range p.Trials {
		all = append(all, t.Name)
	}
	return all
}

// TestOnly: what is named is tried, in the order of the analysis, each once.
func TestOnly(t *testing.T) {
	stack := sample(t, "two-server")
	for _, test := range []struct {
		options drill.Options
		want    []string
	}{
		{drill.Options{Only: []string{"server-1", "web", "web@server-2"}}, []string{"crash of web@server-1", "crash of web@server-2", "crash of server-1"}},
		{drill.Options{Only: []string{"lb", "web..app"}, Kinds: []analysis.Kind{analysis.Hang}}, []string{"hang of lb@lb-1", "cut of web@server-1..app@server-1", "cut of web@server-2..app@server-2"}},
		{drill.Options{Only: []string{"lb"}, Connections: true}, []string{"crash of lb@lb-1"}},
		{drill.Options{Only: []string{"app@server-2"}, Pairs: true}, []string{"crash of app@server-2", "crash of web@server-1 and app@server-2", "crash of app@server-1 and app@server-2"}},
	} {
		if got := names(plan(t, stack, test.options)); !slices.Equal(got, test.want) {
			t.Errorf("%+v: got %q, want %q", test.options, got, test.want)
		}
	}
}

// TestRefused: the error says what is wrong, and what to write instead.
func TestRefused(t *testing.T) {
	stack := sample(t, "two-server")
	unasked := []drill.Question{{Flow: "read", Unasked: "no door leads to where it enters"}, {Flow: "write", Unasked: "x"}}
	for _, test := range []struct {
		options   drill.Options
		questions []drill.Question
		want      string
	}{
		{drill.Options{Only: []string{"web@sever-1"}}, nil, `did you mean "web@server-1"?`},
		{drill.Options{Only: []string{"web..db"}}, nil, "no connection goes from web to db"},
		{drill.Options{Rate: 1}, nil, "1 requests a second: write 5 to 50"},
		{drill.Options{Rate: 1000}, nil, "write 5 to 50"},
		{drill.Options{Sample: -1}, nil, "a sample of -1"},
		{drill.Options{}, unasked, "no flow can be asked, so nothing would be seen; read: no door leads to where it enters; write: x; static: nobody knows"},
	} {
		if test.questions == nil {
			test.questions = questions(stack)
		}
		if _, err := drill.NewPlan(stack, test.questions, test.options); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%+v: %v, want %q", test.options, err, test.want)
		}
	}
}

// TestSample: the same seed draws the same trials, in the order of the plan, and
// all others are skipped.
func TestSample(t *testing.T) {
	stack := sample(t, "highly-available")
	all := names(plan(t, stack, drill.Options{}))
	drawn := make(map[string]bool)
	for seed := range uint64(8) {
		o := drill.Options{Sample: 5, Seed: seed}
		p := plan(t, stack, o)
		got := names(p)
		if again := names(plan(t, stack, o)); !slices.Equal(got, again) {
			t.Errorf("seed %d draws %q and %q", seed, got, again)
		}
		at := -1
		for _, name := range got {
			next := slices.Index(all, name)
			if next <= at {
				t.Errorf("seed %d: %q are not in order", seed, got)
			}
			at = next
		}
		left := 0
		for _, s := range p.Skipped {
			if strings.Contains(s.Why, "not among the 5 drawn by seed") {
				left++
			}
		}
		if len(got) != 5 || left != len(all)-5 {
			t.Errorf("seed %d: %d trials, %d are left out", seed, len(got), left)
		}
		drawn[strings.Join(got, " ")] = true
	}
	if len(drawn) < 6 {
		t.Errorf("8 seeds draw %d samples", len(drawn))
	}
}

// TestDigest: a plan can go on only with what it was made from.
func TestDigest(t *testing.T) {
	base := func() *compose.Project { return sample(t, "two-server") }
	digest := func(p *compose.Project, q []drill.Question, o drill.Options) string {
		made, err := drill.NewPlan(p, q, o)
		if err != nil {
			t.Fatal(err)
		}
		return made.Digest
	}
	first := digest(base(), questions(base()), drill.Options{})
	if again := digest(base(), questions(base()), drill.Options{Rate: 10, Kinds: []analysis.Kind{analysis.Crash, analysis.Crash}}); again != first {
		t.Errorf("the defaults, written, are %s and not %s", again, first)
	}
	seen := map[string]string{first: "the first"}
	differs := func(what, digest string) {
		if seen[digest] != "" {
			t.Errorf("%s has the digest of %s", what, seen[digest])
		}
		seen[digest] = what
	}
	differs("another option", digest(base(), questions(base()), drill.Options{Pairs: true}))
	moved := questions(base())
	moved[0].URL += "/more"
	differs("another question", digest(base(), moved, drill.Options{}))
	changed := base()
	changed.Architecture.Service("lb").Uses[0].Check.Path = "/other"
	differs("another check", digest(changed, questions(changed), drill.Options{}))
}
