package view

import (
	"slices"
	"strconv"

	"github.com/loadpath/loadpath/model"
)

// builder carries a view in the making and where each part of the model is in
// it.
type builder struct {
	a      *model.Architecture
	detail Detail
	// sparse: of the edges between many and many, one from each and one to
	// each stand for all.
	sparse bool
	v      *View

	zones     map[*model.Zone]*Box
	servers   map[*model.Server]*Box
	nodes     map[*model.Instance]*Node
	clients   map[string]*Node
	addresses map[*model.Service]*Node
	edges     map[[2]*Node]*Edge // without replication
	guarded   map[*model.Server]bool
	meshes    []mesh
}

// build makes the view in the given detail, without marks.
func build(a *model.Architecture, detail Detail, sparse bool) *builder {
	b := &builder{
		a:         a,
		detail:    detail,
		sparse:    sparse,
		v:         &View{Name: a.Name, Title: a.Display(), Detail: detail, Note: detail.note()},
		zones:     map[*model.Zone]*Box{},
		servers:   map[*model.Server]*Box{},
		nodes:     map[*model.Instance]*Node{},
		clients:   map[string]*Node{},
		addresses: map[*model.Service]*Node{},
		edges:     map[[2]*Node]*Edge{},
		guarded:   map[*model.Server]bool{},
	}
	for _, firewall := range a.Firewalls {
		for _, server := range firewall.Servers {
			b.guarded[server] = true
		}
	}
	b.addServers()
	b.addInstances()
	b.addEmpty()
	b.addClients()
	b.addConnections()
	b.reachRest()
	b.addReplication()
	b.addCopies()
	b.finishEdges()
	b.assignTiers()
	return b
}

// zone is the box of a zone, made with the ones around it when it is first
// asked for.
func (b *builder) zone(zone *model.Zone) *Box {
	if zone == nil || b.detail >= PerService {
		return nil
	}
	if box := b.zones[zone]; box != nil {
		return box
	}
	title, id := titled(zone.Title, zone.Name)
	box := &Box{ID: "zone-" + zone.Name, Title: title, Sub: dots(id, words(zone.Level)), Kind: Zone, Count: 1}
	box.Tip = dots("zone "+called(zone.Title, zone.Name), words(zone.Level), zone.Description)
	b.zones[zone] = box
	b.put(box, b.zone(zone.Parent))
	return box
}

func (b *builder) put(box, parent *Box) {
	if box.Parent = parent; parent == nil {
		b.v.Boxes = append(b.v.Boxes, box)
	} else {
		parent.Boxes = append(parent.Boxes, box)
	}
}

// addServers makes the boxes of the servers, zone by zone in the order of the
// zones, so that the picture keeps it.
func (b *builder) addServers() {
	for _, zone := range b.a.Zones {
		if len(b.a.ServersIn(zone)) > 0 {
			b.zone(zone)
		}
	}
	alike := map[string][]*model.Server{}
	var order []string
	for _, server := range b.a.Servers {
		key := b.detail.boxKey(server)
		if key == "" {
			continue
		}
		if alike[key] == nil {
			order = append(order, key)
		}
		alike[key] = append(alike[key], server)
	}
	for _, key := range order {
		b.addServerBox(alike[key])
	}
}

func (b *builder) addServerBox(servers []*model.Server) {
	first, last := servers[0], servers[len(servers)-1]
	title, id := titled(first.Display(), first.Name)
	box := &Box{ID: "server-" + first.Name, Title: title, Sub: id, Kind: Server, Count: len(servers)}
	box.Tip = dots("server "+called(first.Display(), first.Name), first.Group.OS, first.Group.Address, first.Group.Description)
	if box.Count > 1 {
		box.Title = first.Name + " … " + last.Name
		box.Sub = strconv.Itoa(box.Count) + " servers"
		box.Tip = dots(box.Title, box.Sub, first.Group.Description)
	}
	box.Firewall = !slices.ContainsFunc(servers, func(s *model.Server) bool { return !b.guarded[s] })
	box.Agent = first.Group.Agent
	for _, server := range servers {
		b.servers[server] = box
		if server.Group.Agent != box.Agent {
			box.Agent = ""
		}
	}
	b.put(box, b.zone(first.Zone))
}

// addEmpty gives servers that carry nothing something to be seen by.
func (b *builder) addEmpty() {
	for _, server := range b.a.Servers {
		if box := b.servers[server]; box != nil && len(box.Nodes) == 0 {
			b.add(&Node{ID: "empty-" + server.Name, Name: server.Name, Title: "empty", Sub: "carries no service", Kind: Empty, Count: 1,
				Tip: server.Name + " carries no service", row: "empty"}, box)
		}
	}
}

func (b *builder) add(node *Node, box *Box) {
	node.Box = box
	b.v.Nodes = append(b.v.Nodes, node)
	if box != nil {
		box.Nodes = append(box.Nodes, node)
	}
}
