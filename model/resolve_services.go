package model

import "slices"

// Internet is the client that is always there.
const Internet = "internet"

// placeServices indexes services and externals, which share their names, and
// makes the instances.
func (r *resolver) placeServices() {
	r.a.services = make(map[string]*Service, len(r.a.Services)+len(r.a.Externals))
	for _, service := range r.a.Services {
		service.Path = Path("services").Field(service.Name)
		service.Defaults = SoftwareNamed(service.Software)
		r.a.services[service.Name] = service
		r.placeInstances(service)
	}
	for _, external := range r.a.Externals {
		external.Path = Path("externals").Field(external.Name)
		external.Kind = External
		external.Defaults = SoftwareNamed(external.Software)
		external.Instances = []*Instance{{Service: external, Path: external.Path}}
		if r.a.services[external.Name] != nil {
			r.problem(external.Path, "%q is both a service and an external: they share their names, so give one of them another", external.Name)
		}
		r.a.services[external.Name] = external
	}
	for _, service := range r.a.AllServices() {
		service.Reached = reached(service.Address)
		for i, listener := range service.Listen {
			listener.Path = service.Path.Field("listen").Index(i)
		}
	}
}

// placeInstances puts one instance on each server that the service runs on.
func (r *resolver) placeInstances(service *Service) {
	if len(service.On) == 0 {
		r.problem(service.Path.Field("on"), "%s runs on no server: name at least one, such as on: [%q]", service.Name, firstOr(r.a.Servers, "server-1"))
		r.partly[service] = true
	}
	service.onServer = make(map[*Server]*Instance, len(service.On))
	for i, name := range service.On {
		at := service.Path.Field("on").Index(i)
		servers := r.a.serversNamed(name)
		if servers == nil {
			r.unknown(at, "server", name, serverNames)
			r.partly[service] = true
		}
		for _, server := range servers {
			if service.onServer[server] != nil {
				r.problem(at, "%s is on %s twice: one server carries one instance of a service", service.Name, server.Name)
				continue
			}
			instance := &Instance{Service: service, Server: server, Path: at}
			service.onServer[server] = instance
			service.Instances = append(service.Instances, instance)
			server.Instances = append(server.Instances, instance)
		}
	}
}

func firstOr(servers []*Server, name string) string {
	if len(servers) > 0 {
		return servers[0].Name
	}
	return name
}

// reached fills in what an address does where it does not say: one address
// that follows nothing; keepalived's advertisement interval of one second; a
// DNS answer kept for five minutes is nobody's default, so the TTL stays
// unknown.
func reached(written *Address) Address {
	address := Address{By: "one"}
	if written != nil {
		address = *written
	}
	if address.Tracks == "" {
		address.Tracks = "none"
	}
	if address.By == "virtual-ip" && address.Advert == 0 {
		address.Advert = Second // keepalived.conf(5), advert_int
	}
	return address
}

// indexClients indexes the clients and adds the internet.
func (r *resolver) indexClients() {
	r.a.clients = make(map[string]*Client, len(r.a.Clients)+1)
	for _, client := range r.a.Clients {
		client.Path = Path("clients").Field(client.Name)
		r.a.clients[client.Name] = client
	}
	public := true
	internet := r.a.clients[Internet]
	if internet == nil {
		internet = &Client{Name: Internet, Title: "Internet"}
		r.a.clients[Internet] = internet
	}
	if internet.Public != nil && !*internet.Public {
		r.problem(internet.Path.Field("public"), "the internet is public: leave this out, or give the client another name")
	}
	internet.Public = &public
}

// AllServices are the services and then the externals, in the order written.
func (a *Architecture) AllServices() []*Service {
	return slices.Concat(a.Services, a.Externals)
}

// Instances are all instances, in the order of the services.
func (a *Architecture) Instances() []*Instance {
	var all []*Instance
	for _, service := range a.AllServices() {
		all = append(all, service.Instances...)
	}
	return all
}

// Service is the service or external of that name, or nil.
func (a *Architecture) Service(name string) *Service { return a.services[name] }

// Server is the server of that name, or nil.
func (a *Architecture) Server(name string) *Server { return a.servers[name] }

// Group is the entry under servers of that name, or nil.
func (a *Architecture) Group(name string) *Group { return a.groups[name] }

// Zone is the zone of that name, or nil.
func (a *Architecture) Zone(name string) *Zone { return a.zones[name] }

// Client is the client of that name, or nil. The internet is always there.
func (a *Architecture) Client(name string) *Client { return a.clients[name] }

// Flow is the flow of that name, or nil.
func (a *Architecture) Flow(name string) *Flow { return a.flows[name] }

// ServersIn are the servers in a zone, at any depth, outer ones first.
func (a *Architecture) ServersIn(zone *Zone) []*Server {
	var servers []*Server
	for todo := []*Zone{zone}; len(todo) > 0; todo = todo[1:] {
		servers = append(servers, todo[0].Servers...)
		todo = append(todo, todo[0].Inner...)
	}
	return servers
}

// Perfect tells whether the architecture assumes that the thing of that name
// (an instance, service, server, zone or external) does not fail.
func (a *Architecture) Perfect(name string) bool {
	return slices.ContainsFunc(a.Assumptions, func(s *Assumption) bool { return s.Perfect == name })
}
