package model

import (
	"fmt"
	"slices"
)

// Problem is a mistake that only the whole architecture shows: a reference to
// nothing, a circle of zones, two servers of one name.
type Problem struct {
	Path    Path
	Message string
	// Suggestion is the name that was probably meant, or empty.
	Suggestion string
}

// Resolve fills in everything that is derived, in the order in which each part
// needs the ones before it, and returns what does not fit together. With a
// problem the architecture is incomplete and must not be used further.
func (a *Architecture) Resolve() []Problem {
	r := &resolver{a: a, partly: make(map[*Service]bool)}
	r.placeZones()
	r.placeServers()
	r.nestZones()
	r.placeServices()
	r.indexClients()
	r.connect()
	r.replicate()
	r.traceFlows()
	r.stationFirewalls()
	r.checkReferences()
	return r.problems
}

// resolver carries the architecture and the problems found so far.
type resolver struct {
	a        *Architecture
	problems []Problem
	// zonesWritten: every zone that is used must be among those written.
	zonesWritten bool
	// partly are the services with a server that does not exist, or with none.
	// Whatever else seems wrong about where they run follows from that.
	partly map[*Service]bool
}

func (r *resolver) problem(at Path, format string, args ...any) {
	r.report(Problem{Path: at, Message: fmt.Sprintf(format, args...)})
}

// report keeps a problem once: the two connections of one use share what was
// written about them.
func (r *resolver) report(p Problem) {
	if !slices.Contains(r.problems, p) {
		r.problems = append(r.problems, p)
	}
}

// notOn reports a server that a service does not run on.
func (r *resolver) notOn(at Path, service *Service, server string) {
	if !r.partly[service] {
		r.problem(at, "%s does not run on %q: it runs on %s", service.Name, server, quoted(service.On))
	}
}

// unknown reports a name that stands for nothing of the wanted sort. The
// candidates for what was meant are listed only while that helps: somebody
// with fifty wrong names has another problem.
func (r *resolver) unknown(at Path, sort, name string, candidates ...names) {
	p := Problem{Path: at, Message: fmt.Sprintf("there is no %s %q", sort, name)}
	if len(r.problems) < 50 {
		var all []string
		for _, list := range candidates {
			all = append(all, list(r.a)...)
		}
		p.Suggestion = Suggest(name, all)
	}
	r.report(p)
}
