package formula

import (
	"fmt"
	"time"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// A year has 365 days, as in the language.
const (
	hoursPerYear   = 365 * 24
	minutesPerYear = 60 * hoursPerYear
	minute         = 60 * model.Second
	hour           = 60 * minute
	day            = 24 * hour
)

// Assumption is a number that is not written and was assumed.
type Assumption struct {
	// Path is where the number would be written.
	Path model.Path
	Text string
	// Source is where the number comes from, or that it is ours.
	Source string
}

// rate is how often something fails by itself, and how long it is away.
type rate struct {
	unavailability float64 // the share of time in which it is away
	frequency      float64 // failures in a year
	repair         float64 // mean hours until it is back
}

// Default is what is taken for things of one sort where nothing is written.
type Default struct {
	// Sort is "process", "server", "rack", "zone" (any other level,
	// or none), "region" (and provider) or "external".
	Sort string
	// MTBF is the mean time from a repair to the next failure, MTTR the mean
	// time to repair.
	MTBF, MTTR model.Duration
	Source     string
}

// The positions in Defaults.
const (
	processDefault = iota
	serverDefault
	rackDefault
	zoneDefault
	regionDefault
	externalDefault
)

// Defaults are the numbers that are taken where none are written. Only those
// of servers, racks and zones follow a publication, and that by its order of
// magnitude: J. Dean, "Designs, lessons and advice from building large
// distributed systems" (LADIS 2009) and his earlier talks, on the first year of
// a cluster of some thousand machines.
func Defaults() []Default {
	return []Default{
		processDefault:  {"process", 90 * day, 5 * minute, "our assumption: a crash every three months, started again by hand or by a supervisor"},
		serverDefault:   {"server", 730 * day, 4 * hour, "of the order of Dean's 1,000 machine failures in the first year of a cluster; the repair is our assumption"},
		rackDefault:     {"rack", 730 * day, 4 * hour, "of the order of Dean's 20 rack failures in the first year of a cluster, each of 1 to 6 hours"},
		zoneDefault:     {"zone", 1825 * day, 6 * hour, "the repair as of Dean's power distribution unit, about 6 hours; how often is our assumption"},
		regionDefault:   {"region", 3650 * day, 6 * hour, "our assumption: half as often as a zone"},
		externalDefault: {"external", 999 * hour, hour, "our assumption: 99.9 %, a common promise of providers, in outages of an hour"},
	}
}

// defaultOf is the default that counts for a failure.
func defaultOf(f analysis.Failure) Default {
	all := Defaults()
	switch {
	case f.Zone != nil && f.Zone.Level == "rack":
		return all[rackDefault]
	case f.Zone != nil && (f.Zone.Level == "region" || f.Zone.Level == "provider"):
		return all[regionDefault]
	case f.Zone != nil:
		return all[zoneDefault]
	case f.Server != nil:
		return all[serverDefault]
	case f.Instance.Server == nil:
		return all[externalDefault]
	}
	return all[processDefault]
}

// written are the numbers in the architecture for what fails, where they are,
// and what to call it in a sentence.
func written(f analysis.Failure) (numbers model.Reliability, at model.Path, name string) {
	switch {
	case f.Zone != nil:
		return f.Zone.Reliability, f.Zone.Path, f.Zone.Name
	case f.Server != nil && len(f.Server.Group.Servers) > 1:
		return f.Server.Group.Reliability, f.Server.Path(), "each server of " + f.Server.Group.Name
	case f.Server != nil:
		return f.Server.Group.Reliability, f.Server.Path(), f.Server.Name
	case f.Instance.Server == nil:
		return f.Instance.Service.Reliability, f.Instance.Service.Path, f.Instance.Name()
	}
	return f.Instance.Service.Reliability, f.Instance.Service.Path, "the process of each " + f.Instance.Service.Name
}

// rateOf is how often something fails and for how long. An availability that
// is written decides; the default fills in what the numbers leave open, and is
// then told in assumed.
//
// MTBF is read as the time from a repair to the next failure, so that the
// availability is MTBF / (MTBF + MTTR) (as in the field's textbooks and in
// ACM Queue 15(2), "The Calculus of Service Availability").
func rateOf(f analysis.Failure) (r rate, assumed *Assumption) {
	numbers, at, name := written(f)
	std := defaultOf(f)
	mtbf, mttr := numbers.MTBF, numbers.MTTR
	switch a := numbers.Availability; {
	case a == 1:
		return rate{}, nil
	case a > 0 && mtbf > 0:
		return newRate(1-a, hours(mtbf)*(1-a)/a), nil
	case a > 0 && mttr > 0:
		return newRate(1-a, hours(mttr)), nil
	case a > 0:
		return newRate(1-a, hours(std.MTTR)), &Assumption{at, fmt.Sprintf("%s is taken to be back after %s", name, std.MTTR), std.Source}
	case mtbf == 0 && mttr == 0:
		mtbf, mttr = std.MTBF, std.MTTR
		assumed = &Assumption{at, fmt.Sprintf("%s is taken to fail every %s and to be back after %s", name, mtbf, mttr), std.Source}
	case mttr == 0:
		mttr = std.MTTR
		assumed = &Assumption{at, fmt.Sprintf("%s is taken to be back after %s", name, mttr), std.Source}
	case mtbf == 0:
		mtbf = std.MTBF
		assumed = &Assumption{at, fmt.Sprintf("%s is taken to fail every %s", name, mtbf), std.Source}
	}
	return newRate(hours(mttr)/(hours(mtbf)+hours(mttr)), hours(mttr)), assumed
}

func newRate(unavailability, repair float64) rate {
	return rate{unavailability, unavailability / repair * hoursPerYear, repair}
}

func hours(d model.Duration) float64 { return time.Duration(d).Hours() }
