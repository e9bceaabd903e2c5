package formula_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/analysis/formula"
	"github.com/loadpath/loadpath/model"
)

const hour = 3600 * model.Second

// pair is an application in front of a database with a replica, on servers
// that are taken as perfect, as the application is. A member of the database
// fails every 1000 hours and is back after four.
func pair() *model.Architecture {
	return &model.Architecture{
		Name:   "pair",
		Groups: []*model.Group{{Name: "s", Count: 3}},
		Services: []*model.Service{
			{Name: "app", Kind: model.ApplicationServer, On: []string{"s-1"},
				Uses: []*model.Use{{Key: "db", Choose: "client", Reads: "primary", Writes: "primary"}}},
			{Name: "db", Kind: model.Database, Software: "mysql", On: []string{"s-2", "s-3"},
				Replication: &model.Replication{Mode: "async"},
				Reliability: model.Reliability{MTBF: 1000 * hour, MTTR: 4 * hour}},
		},
		Flows:       []*model.Flow{{Name: "order", Kind: model.WriteFlow, EntersName: "app"}},
		Assumptions: []*model.Assumption{{Perfect: "app", Because: "test"}, {Perfect: "s", Because: "test"}},
	}
}

func calculate(t testing.TB, a *model.Architecture, o formula.Options) *formula.Availability {
	t.Helper()
	for _, p := range a.Resolve() {
		t.Fatalf("%s: %s", p.Path, p.Message)
	}
	found, err := formula.Calculate(analysis.Analyze(a), a.Flows[0], o)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// Reads need no primary. A health check that asks for one stops them while a
// replica is promoted: for 30 seconds, four until it has passed twice, less the
// six before it has failed three times.
func TestTimeBetweenCheckAndPromotion(t *testing.T) {
	a := pair()
	a.Services[0].Uses[0].Reads = "all"
	a.Services[1].Replication = &model.Replication{Mode: "async", Failover: "automatic", Controller: "app", Promotion: 30 * model.Second}
	a.Services = append(a.Services, &model.Service{Name: "lb", Kind: model.LoadBalancer, Software: "haproxy", On: []string{"s-1"}, Uses: []*model.Use{{
		Key: "app", Check: &model.Check{Path: "/healthz", Reaches: []string{"db.writes"}},
	}}})
	a.Flows = []*model.Flow{{Name: "browse", Kind: model.ReadFlow, EntersName: "lb"}}
	a.Assumptions = append(a.Assumptions, &model.Assumption{Perfect: "lb", Because: "test"})
	got := calculate(t, a, formula.Options{})
	if hours, want := got.Total.Failover/(365*24*60), 28.0/3600/1004; !near(hours, want) {
		t.Errorf("failover %v, want %v", hours, want)
	}
}

// The time until a replica takes over is most of what a pair costs. The
// figures follow from q = 4/1004 and one failure in 1004 hours.
func TestTimeToComeBack(t *testing.T) {
	q, perHour := 4.0/1004, 1.0/1004
	for _, test := range []struct {
		name                    string
		edit                    func(*model.Architecture)
		act                     model.Duration
		unattended, want        float64
		failover, acting, meets float64
	}{
		{"a person within an hour", func(*model.Architecture) {}, 0, q, q*q + perHour, 0, perHour, 0.998},
		{"within two hours", func(*model.Architecture) {}, 2 * hour, q, q*q + 2*perHour, 0, 2 * perHour, 0.997},
		{"not before the repair", func(*model.Architecture) {}, 9 * hour, q, q*q + 4*perHour, 0, 4 * perHour, 0.995},
		{"a runbook of half an hour", func(a *model.Architecture) {
			a.Runbooks = []*model.Runbook{{Name: "promote", For: []string{"db"}, Takes: hour / 2}}
		}, 0, q, q*q + perHour/2, 0, perHour / 2, 0.999},
		{"a machine within 30 seconds", func(a *model.Architecture) {
			a.Services[1].Replication = &model.Replication{Mode: "async", Failover: "automatic", Controller: "app", Promotion: 30 * model.Second}
		}, 0, q * q, q*q + perHour/120, perHour / 120, 0, 0.9999},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := pair()
			test.edit(a)
			got := calculate(t, a, formula.Options{Act: test.act})
			u := got.Total.Unavailability()
			if !u.Exact() || !near(u.Lower, test.want) || !near(got.Total.Unattended.Lower, test.unattended) {
				t.Errorf("got %v (unattended %v), want %v (%v)", u, got.Total.Unattended, test.want, test.unattended)
			}
			const minutes = 365 * 24 * 60
			if !near(got.Total.Failover/minutes, test.failover) || !near(got.Total.Acting/minutes, test.acting) {
				t.Errorf("failover %v acting %v, want %v %v", got.Total.Failover/minutes, got.Total.Acting/minutes, test.failover, test.acting)
			}
			if got.Meets(test.meets) != formula.Met || got.Meets(1-test.want/2) != formula.Missed {
				t.Errorf("%v: %s, %v: %s", test.meets, got.Meets(test.meets), 1-test.want/2, got.Meets(1-test.want/2))
			}
		})
	}
}

// A runbook for what nothing else brings back shortens how long the flow feels
// the failure.
func TestRunbookForWhatIsHard(t *testing.T) {
	a := pair()
	a.Services[1].On = []string{"s-2"}
	a.Runbooks = []*model.Runbook{{Name: "restore", For: []string{"db"}, Takes: hour}}
	got := calculate(t, a, formula.Options{})
	if u := got.Total.Unavailability(); !near(u.Lower, 1.0/1004) || !near(got.Total.Unattended.Lower, 4.0/1004) {
		t.Errorf("got %v, unattended %v", u, got.Total.Unattended)
	}
}

// With one database in a row with an application the importances are known.
func TestContributions(t *testing.T) {
	a := pair()
	a.Services[1].On = []string{"s-2"}
	a.Assumptions = a.Assumptions[1:]
	a.Services[0].Availability = 0.99
	got := calculate(t, a, formula.Options{})
	x, y := 0.01, 4.0/1004
	u := x + y - x*y
	want := []formula.Contribution{
		{Unavailability: x, Frequency: x * 8760 * 12, Minutes: x * (1 - y) * 525600, Birnbaum: 1 - y, RAW: 1 / u, RRW: u / y, FussellVesely: 1 - y/u},
		{Unavailability: y, Frequency: 8760.0 / 1004, Minutes: y * (1 - x) * 525600, Birnbaum: 1 - x, RAW: 1 / u, RRW: u / x, FussellVesely: 1 - x/u},
	}
	for i, name := range []string{"app@s-1", "db@s-2"} {
		if i >= len(got.Contributions) || got.Contributions[i].Failure.Name() != name {
			t.Fatalf("contribution %d is not %s: %v", i, name, got.Contributions)
		}
		want[i].Failure = got.Contributions[i].Failure
		rounded := cmp.Comparer(near)
		if diff := cmp.Diff(want[i].Minutes, got.Contributions[i].Minutes, rounded); diff != "" {
			t.Errorf("%s: minutes: %s", name, diff)
		}
		for _, pair := range [][2]float64{
			{want[i].Unavailability, got.Contributions[i].Unavailability}, {want[i].Frequency, got.Contributions[i].Frequency},
			{want[i].Birnbaum, got.Contributions[i].Birnbaum}, {want[i].RAW, got.Contributions[i].RAW},
			{want[i].RRW, got.Contributions[i].RRW}, {want[i].FussellVesely, got.Contributions[i].FussellVesely},
		} {
			if !near(pair[0], pair[1]) {
				t.Errorf("%s: got %+v, want %+v", name, got.Contributions[i], want[i])
			}
		}
	}
	if len(got.Assumptions) != 1 || !strings.Contains(got.Assumptions[0].Text, "the process of each app is taken to be back after 5m") {
		t.Errorf("assumptions: %v", got.Assumptions)
	}
	if !got.Monotone || got.MayFlap || len(got.Undecided) > 0 {
		t.Errorf("monotone %v, may flap %v, undecided %v", got.Monotone, got.MayFlap, got.Undecided)
	}
}

func TestRates(t *testing.T) {
	process := func(r model.Reliability) analysis.Failure {
		return analysis.Failure{Instance: &model.Instance{Server: &model.Server{}, Service: &model.Service{Name: "app", Reliability: r}}}
	}
	zone := func(level string) analysis.Failure {
		return analysis.Failure{Zone: &model.Zone{Name: "z", Level: level}}
	}
	for _, test := range []struct {
		name      string
		failure   analysis.Failure
		q, repair float64
		assumed   string
	}{
		{"all perfect", process(model.Reliability{Availability: 1}), 0, 0, ""},
		{"availability and repair", process(model.Reliability{Availability: 0.99, MTTR: 2 * hour}), 0.01, 2, ""},
		{"availability and time between", process(model.Reliability{Availability: 0.99, MTBF: 99 * hour}), 0.01, 1, ""},
		{"availability alone", process(model.Reliability{Availability: 0.99}), 0.01, 1.0 / 12, "the process of each app is taken to be back after 5m"},
		{"both times", process(model.Reliability{MTBF: 999 * hour, MTTR: hour}), 0.001, 1, ""},
		{"time between alone", process(model.Reliability{MTBF: 24 * hour}), 1.0 / 12 / (24 + 1.0/12), 1.0 / 12, "the process of each app is taken to be back after 5m"},
		{"repair alone", process(model.Reliability{MTTR: 24 * hour}), 24.0 / (2160 + 24), 24, "the process of each app is taken to fail every 90d"},
		{"nothing", process(model.Reliability{}), 1.0 / 12 / (2160 + 1.0/12), 1.0 / 12, "the process of each app is taken to fail every 90d and to be back after 5m"},
		{"a rack", zone("rack"), 4.0 / (17520 + 4), 4, "z is taken to fail every 2y and to be back after 4h"},
		{"a zone", zone("availability-zone"), 6.0 / (43800 + 6), 6, "z is taken to fail every 5y and to be back after 6h"},
		{"a region", zone("region"), 6.0 / (87600 + 6), 6, "z is taken to fail every 10y and to be back after 6h"},
		{"an external", analysis.Failure{Instance: &model.Instance{Service: &model.Service{Name: "cdn"}}}, 0.001, 1, "cdn is taken to fail every 41d15h and to be back after 1h"},
		{"a server", analysis.Failure{Server: &model.Server{Name: "s", Group: &model.Group{Name: "s"}}}, 4.0 / (17520 + 4), 4, "s is taken to fail every 2y and to be back after 4h"},
	} {
		q, frequency, repair, assumed := formula.RateOf(test.failure)
		text := ""
		if assumed != nil {
			text = assumed.Text
		}
		if !near(q, test.q) || !near(repair, test.repair) || text != test.assumed {
			t.Errorf("%s: %v, back after %v h (%s), want %v, %v (%s)", test.name, q, repair, text, test.q, test.repair, test.assumed)
		}
		if !near(frequency*repair/8760, q) {
			t.Errorf("%s: %v failures a year of %v h are not %v", test.name, frequency, repair, q)
		}
	}
}

// The minutes of each component are what goes when it is perfect.
func TestMinutesAreWhatGoes(t *testing.T) {
	compared := 0
	for seed := range uint64(120) {
		a := throw(t, seed, 3, 3, false)
		r := analysis.Analyze(a)
		for _, flow := range a.Flows {
			got, err := formula.Calculate(r, flow, formula.Options{})
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range got.Contributions {
				if c.Failure.Instance == nil || c.Failure.Instance.Server == nil {
					continue
				}
				service := c.Failure.Instance.Service
				if len(service.Instances) > 1 {
					continue
				}
				service.Availability = 1
				without, err := formula.Calculate(r, flow, formula.Options{})
				service.Availability = 0
				if err != nil {
					t.Fatal(err)
				}
				compared++
				less := got.Total.MinutesPerYear().Lower - without.Total.MinutesPerYear().Lower
				if math.Abs(less-c.Minutes) > 1e-6*(1+math.Abs(less)) {
					t.Fatalf("seed %d: %s: %s costs %v minutes, and %v are gone without", seed, flow.Name, c.Failure.Name(), c.Minutes, less)
				}
			}
		}
	}
	if compared < 50 {
		t.Errorf("only %d were compared", compared)
	}
}

func TestObjectiveBetweenBounds(t *testing.T) {
	a := formula.Availability{Total: formula.Loss{Repair: formula.Interval{Lower: 0.01, Upper: 0.03}}}
	for objective, want := range map[float64]formula.Answer{0.96: formula.Met, 0.98: formula.Open, 0.995: formula.Missed} {
		if got := a.Meets(objective); got != want {
			t.Errorf("%v: %s, want %s", objective, got, want)
		}
	}
}

// Chains and circles may be as long as they like.
func TestDeepAndWide(t *testing.T) {
	a := &model.Architecture{Name: "chain"}
	const length = 2000
	for i := range length {
		s := &model.Service{Name: fmt.Sprint("t", i), Kind: model.ApplicationServer, On: []string{fmt.Sprint("s", i)}}
		s.Availability = 1 - 1e-6
		if i+1 < length {
			s.Uses = []*model.Use{{Key: fmt.Sprint("t", i+1)}}
		}
		a.Groups = append(a.Groups, &model.Group{Name: fmt.Sprint("s", i), Reliability: model.Reliability{Availability: 1}})
		a.Services = append(a.Services, s)
	}
	a.Flows = []*model.Flow{{Name: "read", Kind: model.ReadFlow, EntersName: "t0"}}
	got := calculate(t, a, formula.Options{})
	if want := 1 - math.Pow(1-1e-6, length); !near(got.Total.Repair.Lower, want) || !got.Total.Repair.Exact() {
		t.Errorf("a chain: %v, want %v", got.Total.Repair, want)
	}

	circle := &model.Architecture{Name: "circle", Groups: []*model.Group{{Name: "s", Count: 20}}}
	const tiers = 4
	for i := range tiers {
		s := &model.Service{Name: fmt.Sprint("t", i), Kind: model.ApplicationServer, On: []string{"s"}}
		for j := range tiers {
			if i != j {
				s.Uses = append(s.Uses, &model.Use{Key: fmt.Sprint("t", j), Choose: "client"})
			}
		}
		circle.Services = append(circle.Services, s)
	}
	circle.Flows = []*model.Flow{{Name: "read", Kind: model.ReadFlow, EntersName: "t0"}}
	for _, p := range circle.Resolve() {
		t.Fatal(p)
	}
	if f := write(t, circle, circle.Flows[0], analysis.AfterFailover); !f.Monotone() || len(f.Events) == 0 {
		t.Error("the circle is not monotone")
	}
}
