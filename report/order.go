package report

import "github.com/loadpath/loadpath/model"

// servicesInOrder are the services in the order in which requests meet them:
// from the entries of the flows along the connections, nearest first; then
// whatever no request meets, in the order written.
func servicesInOrder(a *model.Architecture) []*model.Service {
	var ordered []*model.Service
	seen := make(map[*model.Service]bool)
	visit := func(service *model.Service) {
		if !seen[service] {
			seen[service] = true
			ordered = append(ordered, service)
		}
	}
	walked := 0
	walk := func() {
		for ; walked < len(ordered); walked++ {
			for _, connection := range ordered[walked].Connections {
				visit(connection.To)
			}
		}
	}
	for _, flow := range a.Flows {
		visit(flow.Enters)
		walk()
	}
	for _, service := range a.AllServices() {
		visit(service)
		walk()
	}
	return ordered
}

// use is everything that one service does with another by one entry under
// uses: one connection, or one to read and one to write.
type use struct {
	from, to    *model.Service
	connections []*model.Connection
}

// usesOf are the uses of a service, in the order written.
func usesOf(s *model.Service) []use {
	var uses []use
	for _, c := range s.Connections {
		if n := len(uses); n > 0 && uses[n-1].connections[0].Use == c.Use {
			uses[n-1].connections = append(uses[n-1].connections, c)
			continue
		}
		uses = append(uses, use{from: s, to: c.To, connections: []*model.Connection{c}})
	}
	return uses
}

// usersOf are the services that use s, in the order in which they are written.
func (r *writer) usersOf(s *model.Service) []*model.Service {
	var users []*model.Service
	for _, c := range r.incoming[s] {
		if len(users) == 0 || users[len(users)-1] != c.From {
			users = append(users, c.From)
		}
	}
	return users
}
