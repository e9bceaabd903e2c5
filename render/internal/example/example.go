// Package example builds architectures for the tests of the drawing.
package example

import (
	"fmt"
	"strconv"

	"github.com/loadpath/loadpath/model"
)

// Example is an architecture with the name that tests call it by.
type Example struct {
	Name         string
	Architecture *model.Architecture
}

// All are architectures of every sort that the pictures are made for.
func All() []Example {
	return []Example{
		{"one server", OneServer()},
		{"long titles", LongTitles()},
		{"two servers", TwoServers()},
		{"three zones", ThreeZones()},
		{"replicas", Replicas(4)},
		{"shop", Shop()},
		{"hostile", Hostile()},
		{"empty", resolved(&model.Architecture{Name: "empty"})},
		{"many services", Services(300)},
	}
}

func resolved(a *model.Architecture) *model.Architecture {
	if problems := a.Resolve(); len(problems) > 0 {
		panic(fmt.Sprintf("the example %s does not fit together: %v", a.Name, problems))
	}
	return a
}

func use(to string) *model.Use {
	return &model.Use{Key: to, To: to, Path: model.Path("services.x.uses").Field(to)}
}

func server(name, zone string) *model.Group { return &model.Group{Name: name, ZoneName: zone} }

func http(port int) []*model.Listener {
	return []*model.Listener{{Protocol: "http", Port: port, From: model.Internet}}
}

// OneServer is everything on one machine, without zones.
func OneServer() *model.Architecture {
	app := use("db")
	return resolved(&model.Architecture{
		Name:   "one-server",
		Groups: []*model.Group{server("server-1", ""), server("spare", "")},
		Services: []*model.Service{
			{Name: "web", Kind: model.WebServer, Software: "nginx", On: []string{"server-1"}, Listen: http(80), Uses: []*model.Use{use("app")}},
			{Name: "app", Kind: model.ApplicationServer, On: []string{"server-1"}, Port: 8000, Uses: []*model.Use{app}},
			{Name: "db", Kind: model.Database, Software: "mysql", On: []string{"server-1"}},
		},
	})
}

// LongTitles is a service on two servers without zones, whose titles leave
// no room beside them.
func LongTitles() *model.Architecture {
	return resolved(&model.Architecture{
		Name:   "long-titles",
		Groups: []*model.Group{{Name: "frontend-proxy-a", Title: "Frontend proxy, building A"}, {Name: "backend", Title: "Backend machine"}},
		Services: []*model.Service{
			{Name: "web", Title: "Public site", Kind: model.WebServer, Software: "nginx", On: []string{"frontend-proxy-a", "backend"}, Listen: http(80), Uses: []*model.Use{use("db")}},
			{Name: "db", Kind: model.Database, Software: "mysql", On: []string{"frontend-proxy-a"}},
		},
	})
}

// TwoServers is an active and a passive server behind a load balancer, with a
// replicated database.
func TwoServers() *model.Architecture {
	web := use("web")
	web.Path = "services.lb.uses.web"
	web.Balance = &model.Balance{Algorithm: "roundrobin", Mode: "active-passive", Active: []string{"server-1"}}
	web.Check = &model.Check{Path: "/healthz"}
	app := use("app")
	app.Targets = "same-server"
	db := use("db")
	db.Reads, db.Writes = "replicas", "primary"
	both := []string{"server-1", "server-2"}
	return resolved(&model.Architecture{
		Name:   "two-server",
		Title:  "Two-server web infrastructure",
		Groups: []*model.Group{server("lb-1", "rack-1"), server("server-1", "rack-1"), server("server-2", "rack-1")},
		Services: []*model.Service{
			{Name: "lb", Kind: model.LoadBalancer, Software: "haproxy", On: []string{"lb-1"}, Listen: http(80), Uses: []*model.Use{web}},
			{Name: "web", Kind: model.WebServer, Software: "nginx", On: both, Static: "site", Uses: []*model.Use{app}},
			{Name: "app", Kind: model.ApplicationServer, On: both, Build: "app", Port: 8000, Uses: []*model.Use{db}},
			{Name: "db", Kind: model.Database, Software: "mysql", On: both, Replication: &model.Replication{Primary: "server-1", Mode: "async", Failover: "manual"}},
		},
	})
}

// Replicas is a database of n servers without zones, and what uses it.
func Replicas(n int) *model.Architecture {
	db := use("db")
	db.Reads, db.Writes = "replicas", "primary"
	a := &model.Architecture{Name: "replicas", Groups: []*model.Group{server("web-1", ""), server("web-2", "")}}
	service := &model.Service{Name: "db", Kind: model.Database, Software: "mysql", Replication: &model.Replication{Primary: "db-1", Mode: "async"}}
	for i := range n {
		name := fmt.Sprintf("db-%d", i+1)
		a.Groups = append(a.Groups, server(name, ""))
		service.On = append(service.On, name)
	}
	a.Services = []*model.Service{
		{Name: "web", Kind: model.WebServer, Software: "nginx", On: []string{"web-1", "web-2"}, Listen: http(80), Uses: []*model.Use{db}},
		service,
	}
	return resolved(a)
}

// zones are a region with three availability zones in it.
func zones() []*model.Zone {
	all := []*model.Zone{{Name: "region-1", Level: "region"}}
	for _, name := range []string{"az-a", "az-b", "az-c"} {
		all = append(all, &model.Zone{Name: name, Level: "availability-zone", ZoneName: "region-1"})
	}
	return all
}

var azs = []string{"az-a", "az-b", "az-c"}

// ThreeZones is two load balancers with a virtual IP in front of three zones,
// with firewalls, TLS and monitoring.
func ThreeZones() *model.Architecture {
	web, db := use("web"), use("db")
	web.Check = &model.Check{Path: "/healthz"}
	web.TLS = &model.TLS{Minimum: "1.2"}
	db.Reads, db.Writes = "all", "primary"
	app := use("app")
	app.Targets = "same-server"
	listen := []*model.Listener{{Protocol: "https", Port: 443, From: model.Internet, TLS: &model.TLS{}}, {Protocol: "http", Port: 80, From: model.Internet, Redirect: "https"}}
	return resolved(&model.Architecture{
		Name:  "three-zones",
		Title: "Highly available",
		Zones: zones(),
		Groups: []*model.Group{
			{Name: "lb", Count: 2, ZoneNames: azs[:2], Agent: "node-exporter"},
			{Name: "web", Count: 3, ZoneNames: azs, Agent: "node-exporter"},
			{Name: "db", Count: 3, ZoneNames: azs},
			{Name: "mon", ZoneName: "region-1"},
		},
		Firewalls: []*model.Firewall{{Name: "edge", On: []string{"lb"}, Default: "deny"}},
		Clients:   []*model.Client{{Name: "operators"}},
		Services: []*model.Service{
			{Name: "lb", Kind: model.LoadBalancer, Software: "haproxy", On: []string{"lb"}, Listen: listen, Address: &model.Address{By: "virtual-ip", IP: "192.0.2.10"}, Uses: []*model.Use{web}},
			{Name: "web", Kind: model.WebServer, Software: "nginx", On: []string{"web"}, Port: 443, Uses: []*model.Use{app}},
			{Name: "app", Kind: model.ApplicationServer, On: []string{"web"}, Port: 8000, Uses: []*model.Use{db}},
			{Name: "db", Kind: model.Database, Software: "mysql", On: []string{"db"}, Replication: &model.Replication{Primary: "db-1", Mode: "group"}},
			{Name: "watch", Kind: model.Monitoring, Software: "prometheus", On: []string{"mon"}, Listen: []*model.Listener{{Protocol: "https", Port: 9090, From: "operators"}}, Watches: []string{"all"}},
		},
	})
}

// Shop is a CDN, twenty web servers in three zones, a cache, a queue, a
// replicated database, workers, and externals.
func Shop() *model.Architecture {
	lb, web, shop := use("lb"), use("web"), use("shop")
	web.Check = &model.Check{Path: "/healthz"}
	shop.Targets = "same-server"
	database := func() *model.Use {
		db := use("db")
		db.Reads, db.Writes, db.Choose = "all", "primary", "client"
		return db
	}
	cache := use("cache")
	optional := true
	cache.Optional = &optional
	return resolved(&model.Architecture{
		Name:  "shop",
		Title: "The shop",
		Zones: zones(),
		Groups: []*model.Group{
			{Name: "lb", Count: 2, ZoneNames: azs[:2]}, {Name: "web", Count: 20, ZoneNames: azs},
			{Name: "data", Count: 3, ZoneNames: azs}, {Name: "work", Count: 2, ZoneNames: azs[1:]},
		},
		Externals: []*model.Service{
			{Name: "cdn", Provides: "cdn", Listen: http(80), Uses: []*model.Use{lb}},
			{Name: "payment", Provides: "api", Port: 443}, {Name: "storage", Provides: "storage"},
		},
		Services: []*model.Service{
			{Name: "lb", Kind: model.LoadBalancer, Software: "haproxy", On: []string{"lb"}, Port: 443, Address: &model.Address{By: "dns", Names: []string{"origin.example.com"}}, Uses: []*model.Use{web}},
			{Name: "web", Kind: model.WebServer, Software: "nginx", On: []string{"web"}, Uses: []*model.Use{shop}},
			{Name: "shop", Kind: model.ApplicationServer, Image: "registry.example.com/shop:4.2", On: []string{"web"}, Port: 8000, Uses: []*model.Use{database(), cache, use("orders"), use("payment")}},
			{Name: "db", Kind: model.Database, Software: "postgresql", On: []string{"data"}, Replication: &model.Replication{Primary: "data-1", Mode: "sync"}, Backups: []*model.Backup{{To: "storage"}}},
			{Name: "cache", Kind: model.Cache, Software: "redis", On: []string{"data-1"}},
			{Name: "orders", Kind: model.Queue, Software: "kafka", On: []string{"data"}},
			{Name: "fulfilment", Kind: model.Worker, On: []string{"work"}, Uses: []*model.Use{use("orders"), database()}},
			{Name: "nightly", Kind: model.Worker, On: []string{"work-1"}, Schedule: "0 3 * * *", Uses: []*model.Use{database()}},
		},
	})
}

// Evil is a text that means something in SVG, HTML, DOT and a terminal.
const Evil = "\"><script>alert(1)</script><!-- ]]> \\N \\\" &lt; \x00\x1b[31m\xff\u202e\u200b\u2066\ufffe é 漢 \\"

// Hostile has texts and names that no schema would let through.
func Hostile() *model.Architecture {
	long := string(make([]byte, 0, 10_000))
	for len(long) < 10_000 {
		long += "very long "
	}
	return resolved(&model.Architecture{
		Name:   Evil,
		Title:  Evil + long,
		Zones:  []*model.Zone{{Name: "z" + Evil, Title: Evil, Description: long}},
		Groups: []*model.Group{{Name: "s" + Evil, Title: Evil + long, ZoneName: "z" + Evil, Agent: Evil}},
		Services: []*model.Service{
			{Name: "a" + Evil, Kind: model.Kind(Evil), Title: long + Evil, Software: Evil, Version: long, On: []string{"s" + Evil}, Listen: http(80), Uses: []*model.Use{{Key: Evil, To: "b", Protocol: Evil}}},
			{Name: "b", Kind: model.Custom, Image: Evil, Description: Evil, On: []string{"s" + Evil}},
		},
	})
}

// Services is a number of services in a long chain on a server each.
func Services(n int) *model.Architecture {
	a := &model.Architecture{Name: "services"}
	for i := range n {
		name := strconv.Itoa(i)
		a.Groups = append(a.Groups, &model.Group{Name: "s" + name, Count: 2})
		service := &model.Service{Name: "v" + name, Kind: []model.Kind{model.WebServer, model.ApplicationServer, model.Database}[i%3], On: []string{"s" + name}}
		if i == 0 {
			service.Listen = http(80)
		} else {
			service.Uses = []*model.Use{use("v" + strconv.Itoa(i/2))}
		}
		a.Services = append(a.Services, service)
	}
	return resolved(a)
}
