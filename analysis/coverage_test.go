package analysis_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// uses, services, copies and addresses edit all of an architecture's.
func uses(edit func(*model.Use)) func(*model.Architecture) {
	return services(func(s *model.Service) {
		for _, u := range s.Uses {
			edit(u)
		}
	})
}

func services(edit func(*model.Service)) func(*model.Architecture) {
	return func(a *model.Architecture) {
		for _, s := range slices.Concat(a.Services, a.Externals) {
			edit(s)
		}
	}
}

func copies(edit func(*model.Replication)) func(*model.Architecture) {
	return services(func(s *model.Service) {
		if s.Replication != nil {
			edit(s.Replication)
		}
	})
}

func addresses(edit func(*model.Address)) func(*model.Architecture) {
	return services(func(s *model.Service) {
		if s.Address != nil {
			edit(s.Address)
		}
		if s.Replication != nil && s.Replication.Address != nil {
			edit(s.Replication.Address)
		}
	})
}

// retriesWithout takes a reason to try again away.
func retriesWithout(reason string) func(*model.Architecture) {
	return uses(func(u *model.Use) {
		if u.Retry != nil {
			u.Retry.On = slices.DeleteFunc(slices.Clone(u.Retry.On), func(on string) bool { return on == reason })
			if len(u.Retry.On) == 0 {
				u.Retry.On = []string{"empty"}
			}
		}
	})
}

// by turns one way of finding a service into the plainest.
func by(way string) func(*model.Architecture) {
	return addresses(func(a *model.Address) {
		if a.By == way {
			a.By = "one"
		}
	})
}

// chosen turns one way of choosing into another.
func chosen(choose, instead string) func(*model.Architecture) {
	return uses(func(u *model.Use) {
		if u.Choose == choose {
			u.Choose = instead
		}
	})
}

// kept turns one mode of replication into another.
func kept(mode, instead string) func(*model.Architecture) {
	return copies(func(r *model.Replication) {
		if r.Mode == mode {
			r.Mode = instead
		}
	})
}

// features are what the language can say, each with what takes it away.
func features() map[string]func(*model.Architecture) {
	return map[string]func(*model.Architecture){
		"how many targets are needed": uses(func(u *model.Use) { u.AtLeast = 0 }),
		"checks":                      uses(func(u *model.Use) { u.Check = nil }),
		"checks that only connect":    uses(func(u *model.Use) { asks(u.Check) }),
		"checks that see no roles":    uses(func(u *model.Use) { seesRoles(u.Check) }),
		"how deep checks go":          uses(func(u *model.Use) { shallow(u.Check) }),
		"how often checks are made":   uses(func(u *model.Use) { often(u.Check) }),
		"one way that checks go":      uses(func(u *model.Use) { bothWays(u.Check) }),
		"controllers":                 copies(func(r *model.Replication) { r.Controller = "" }),
		"what controllers need":       services(func(s *model.Service) { needless(s) }),
		"which controller":            copies(func(r *model.Replication) { otherController(r) }),
		"what promotes":               services(func(s *model.Service) { promoter(s) }),
		"agents that demote":          services(func(s *model.Service) { keepsPrimaries(s) }),
		"groups that answer no reads": services(func(s *model.Service) { readsOn(s) }),
		"automatic failover":          copies(func(r *model.Replication) { r.Failover = "manual" }),
		"how long a promotion takes":  copies(func(r *model.Replication) { r.Promotion = 20 * model.Second }),
		"quorums":                     services(func(s *model.Service) { s.Quorum = 0 }),
		"groups":                      kept("group", "async"),
		"semi-sync":                   kept("semi-sync", "async"),
		"sync":                        kept("sync", "async"),
		"waiting for several":         copies(func(r *model.Replication) { r.WaitFor = 0 }),
		"waiting without end":         copies(func(r *model.Replication) { r.WaitTimeout = 0 }),
		"many primaries":              copies(func(r *model.Replication) { r.MultiPrimary = no() }),
		"an address of the data":      copies(func(r *model.Replication) { r.Address = nil }),
		"zones in zones":              zones(func(z *model.Zone) { z.ZoneName = "" }),
		"three levels of zones":       zones(func(z *model.Zone) { only(z, "region") }),
		"servers in an outer zone":    groups(func(g *model.Group) { out(g, "region") }),
		"servers in no zone":          groups(func(g *model.Group) { into(g, "z0") }),
		"virtual IPs":                 by("virtual-ip"),
		"DNS":                         by("dns"),
		"anycast":                     by("anycast"),
		"what an address tracks":      addresses(func(a *model.Address) { a.Tracks = "" }),
		"DNS with checks":             addresses(func(a *model.Address) { a.Checked = nil }),
		"priorities":                  addresses(func(a *model.Address) { a.Priorities = nil }),
		"same server":                 uses(func(u *model.Use) { everywhere(u) }),
		"reads apart from writes":     uses(func(u *model.Use) { u.Reads, u.Writes = "", "" }),
		"optional":                    uses(func(u *model.Use) { u.Optional = nil }),
		"at start alone":              uses(func(u *model.Use) { u.When = "" }),
		"retries":                     uses(func(u *model.Use) { u.Retry = nil }),
		"retries on timeout":          retriesWithout("timeout"),
		"retries on 500":              retriesWithout("500"),
		"retries on 502":              retriesWithout("502"),
		"retries on 503":              retriesWithout("503"),
		"retries on 504":              retriesWithout("504"),
		"retries of writes":           uses(func(u *model.Use) { retry(u, func(r *model.Retry) { r.Writes = nil }) }),
		"redispatch":                  uses(func(u *model.Use) { retry(u, func(r *model.Retry) { r.Redispatch = nil }) }),
		"no tries":                    uses(func(u *model.Use) { retry(u, func(r *model.Retry) { tried(r, 0) }) }),
		"how many tries":              uses(func(u *model.Use) { retry(u, func(r *model.Retry) { tried(r, 1); tried(r, 2) }) }),
		"connect timeouts":            uses(func(u *model.Use) { u.Timeout.Connect = model.Second }),
		"patience":                    func(a *model.Architecture) { flows(a, func(f *model.Flow) { f.LongestInterruption = 0 }) },
		"needs":                       func(a *model.Architecture) { flows(a, func(f *model.Flow) { f.Needs = nil }) },
		"runbooks":                    func(a *model.Architecture) { a.Runbooks = nil },
		"what runbooks restore":       func(a *model.Architecture) { restoreAll(a) },
		"assumptions":                 func(a *model.Architecture) { a.Assumptions = nil },
		"workers":                     services(func(s *model.Service) { instead(s, model.Worker, model.ApplicationServer) }),
		"who hands errors on":         services(func(s *model.Service) { instead(s, model.WebServer, model.ApplicationServer) }),
		"active and passive":          uses(func(u *model.Use) { balanced(u, func(b *model.Balance) { b.Mode = "" }) }),
		"which are active":            uses(func(u *model.Use) { balanced(u, func(b *model.Balance) { b.Active = nil }) }),
		"weights of 0":                uses(func(u *model.Use) { balanced(u, func(b *model.Balance) { b.Weights = nil }) }),
		"several that are active": uses(func(u *model.Use) {
			balanced(u, func(b *model.Balance) { b.Active = b.Active[:min(1, len(b.Active))] })
		}),
		"all backups":                 uses(func(u *model.Use) { balanced(u, func(b *model.Balance) { b.Backups = "first" }) }),
		"chosen by checks":            chosen("check", "fixed"),
		"chosen passively":            chosen("passive", "fixed"),
		"chosen by the client":        chosen("client", "fixed"),
		"always the first":            chosen("fixed", "client"),
		"how is not written":          chosen("", "client"),
		"software":                    services(func(s *model.Service) { s.Software = "" }),
		"two uses of one service":     services(func(s *model.Service) { s.Uses = once(s.Uses) }),
		"externals that use services": services(func(s *model.Service) { own(s) }),
	}
}

// Every feature of the language decides something in the random architectures
// that the engine is held against the definitions on: in what single failures
// do or, where it takes more, in what several do together.
func TestEveryFeatureMatters(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes some seconds")
	}
	single, several := asThrown(2500, alone), asThrown(2000, together)
	for name, without := range features() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if !matters(without, single, alone) && !matters(without, several, together) {
				t.Error("it decides nothing")
			}
		})
	}
}

// asThrown are the answers for so many random architectures, each worked out
// when it is first asked for.
func asThrown(count uint64, answers func(*analysis.Result) string) []func() string {
	var all []func() string
	for seed := range count {
		all = append(all, sync.OnceValue(func() string {
			a := throw(seed, false)
			a.Resolve()
			return answers(analysis.AnalyzeWith(a, mixed(seed)))
		}))
	}
	return all
}

// mixed are options of all sorts.
func mixed(seed uint64) analysis.Options {
	return analysis.Options{Kind: analysis.Kind(seed % 3), Connections: seed%4 == 0}
}

// matters tells whether an edit changes three of the answers.
func matters(edit func(*model.Architecture), among []func() string, answers func(*analysis.Result) string) bool {
	found := 0
	for seed, before := range among {
		edited := throw(uint64(seed), false)
		edit(edited)
		if len(edited.Resolve()) > 0 {
			continue // the edit leaves something behind that hangs on what it took
		}
		if answers(analysis.AnalyzeWith(edited, mixed(uint64(seed)))) != before() {
			if found++; found == 3 {
				return true
			}
		}
	}
	return false
}

// alone is what is said of single failures.
func alone(r *analysis.Result) string {
	var b strings.Builder
	for _, flow := range r.Architecture.Flows {
		fmt.Fprintln(&b, flow.Name, r.Baseline(flow))
	}
	return b.String() + table(r.Outcomes())
}

// together is what is said of several, of all kinds.
func together(r *analysis.Result) string {
	var b strings.Builder
	all := slices.DeleteFunc(slices.Clone(r.Failures), func(f analysis.Failure) bool { return f.From != nil })
	d := rand.New(rand.NewPCG(1, 7))
	for range 20 {
		var failures []analysis.Failure
		for range 2 + d.IntN(2) {
			f := all[d.IntN(len(all))]
			f.Kind = analysis.Kind(d.IntN(3))
			failures = append(failures, f)
		}
		b.WriteString(table(r.Without(failures)))
	}
	return b.String()
}

// Every sort of outcome is among what is compared.
func TestEveryOutcomeHappens(t *testing.T) {
	t.Parallel()
	counts := map[string]int{
		"partial transient": 0, "partial manual": 0, "partial hard": 0, "partial undecided": 0,
		"total transient": 0, "total manual": 0, "total hard": 0, "total undecided": 0,
		"more is lost at first": 0, "more is lost later": 0, "lost in between": 0, "all is lost at first, then a part": 0,
		"none with nothing failed": 0, "partial with nothing failed": 0, "total with nothing failed": 0,
		"more failures do less harm": 0,
	}
	for seed := range uint64(1000) {
		a := resolved(t, throw(seed, false))
		r := analysis.AnalyzeWith(a, analysis.Options{Kind: analysis.Kind(seed % 3)})
		for _, flow := range a.Flows {
			counts[r.Baseline(flow).String()+" with nothing failed"]++
		}
		for _, o := range r.Outcomes() {
			counts[o.Amount.String()+" "+o.Recovery.String()]++
			if o.Lost[0] > o.Lost[1] && o.Lost[1] > analysis.None {
				counts["more is lost at first"]++
			}
			if o.Lost[1] > o.Lost[0] {
				counts["more is lost later"]++
			}
			if o.Meanwhile > analysis.None {
				counts["lost in between"]++
			}
			if o.Recovery == analysis.Transient && o.TurnsPartial() {
				counts["all is lost at first, then a part"]++
			}
			if o.Failure.Instance == nil || o.Failure.Instance.Server == nil {
				continue
			}
			around := analysis.Failure{Server: o.Failure.Instance.Server, Kind: o.Failure.Kind}
			if outer := r.Without([]analysis.Failure{around, o.Failure}); outer[slices.Index(a.Flows, o.Flow)].Lost[1] < o.Lost[1] {
				counts["more failures do less harm"]++
			}
		}
	}
	t.Log(counts)
	for what, count := range counts {
		if count == 0 {
			t.Errorf("never: %s", what)
		}
	}
}
