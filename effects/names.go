package effects

import (
	"fmt"
	"strings"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// thing is what a failure takes away, as a key.
func thing(f analysis.Failure) any {
	switch {
	case f.Zone != nil:
		return f.Zone
	case f.Server != nil:
		return f.Server
	case f.From != nil:
		return [2]*model.Instance{f.From, f.To}
	}
	return f.Instance
}

// sort is what a failure shares with those that it may be folded with.
type sort string

// sortOf is a service for its instances, and two for the connections between
// them; servers are of one sort, and so are zones.
func sortOf(f analysis.Failure) any {
	switch {
	case f.Instance != nil:
		return f.Instance.Service
	case f.From != nil:
		return [2]*model.Service{f.From.Service, f.To.Service}
	}
	return sort(typeOf(f))
}

// typeOf is what fails, in one word.
func typeOf(f analysis.Failure) string {
	switch {
	case f.Zone != nil:
		return "zone"
	case f.Server != nil:
		return "server"
	case f.From != nil:
		return "connection"
	case f.Instance.Server == nil:
		return "external"
	}
	return "instance"
}

// runs are the names of failures in which neighbours are drawn together:
// "web@web-1 ... web@web-20 (20)".
func (s *sheet) runs(failures []analysis.Failure) []string {
	var names []string
	for i := 0; i < len(failures); {
		end := i + 1
		for end < len(failures) && s.adjoin(failures[end-1], failures[end]) {
			end++
		}
		if end-i > 2 {
			names = append(names, fmt.Sprintf("%s ... %s (%d)", failures[i].Name(), failures[end-1].Name(), end-i))
			i = end
			continue
		}
		names = append(names, failures[i].Name())
		i++
	}
	return names
}

// adjoin tells whether y comes right after x in a list that somebody could
// write with dots: the instances of a service, the servers of a group, the
// connections of such instances to one target.
func (s *sheet) adjoin(x, y analysis.Failure) bool {
	switch {
	case sortOf(x) != sortOf(y) || x.Zone != nil:
		return false
	case x.Server != nil && x.Server.Group != y.Server.Group:
		return false
	case x.From != nil && x.To == y.To:
		return s.next(x.From, y.From)
	}
	return s.next(thing(x), thing(y))
}

// next tells whether a thing comes right after another one in the analysis.
func (s *sheet) next(x, y any) bool {
	first, known := s.number[x]
	second, also := s.number[y]
	return known && also && second == first+1
}

// taken are the instances that a server or zone takes along.
func taken(f analysis.Failure) []analysis.Failure {
	var instances []analysis.Failure
	add := func(server *model.Server) {
		for _, instance := range server.Instances {
			instances = append(instances, analysis.Failure{Instance: instance})
		}
	}
	switch {
	case f.Server != nil:
		add(f.Server)
	case f.Zone != nil:
		open := []*model.Zone{f.Zone}
		for len(open) > 0 {
			zone := open[0]
			open = append(open[1:], zone.Inner...)
			for _, server := range zone.Servers {
				add(server)
			}
		}
	}
	return instances
}

func namesOf(failures []analysis.Failure) []string {
	names := make([]string, len(failures))
	for i, f := range failures {
		names[i] = f.Name()
	}
	return names
}

func flowNames(outcomes []analysis.Outcome) []string {
	names := make([]string, len(outcomes))
	for i, o := range outcomes {
		names[i] = o.Flow.Name
	}
	return names
}

// and joins names as people do: "a, b and c", or "a, b and 7 more".
func (s *sheet) and(names []string) string {
	if len(names) > s.most(shownNames) {
		names = append(names[:shownNames-1:shownNames-1], fmt.Sprintf("%d more", len(names)-shownNames+1))
	}
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
