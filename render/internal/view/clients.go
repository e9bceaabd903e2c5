package view

import (
	"strings"

	"github.com/loadpath/loadpath/model"
)

// addClients draws where traffic comes from and what it comes to first.
func (b *builder) addClients() {
	for _, service := range b.a.AllServices() {
		for _, listener := range service.Listen {
			if client := b.client(listener.From); client != nil {
				b.enter(client, service, listenerLink(listener))
			}
		}
		b.address(service)
	}
	for _, flow := range b.a.Flows {
		if client := b.client(flow.From); client != nil && flow.Enters != nil && !hasListener(flow.Enters, flow.From) {
			b.enter(client, flow.Enters, link{class: Request})
		}
	}
}

// listenerLink is what comes to a listener. One that only sends clients on to
// HTTPS takes nothing that needs encryption.
func listenerLink(listener *model.Listener) link {
	l := link{
		text:      protocolTitle(listener.Protocol),
		class:     Request,
		encrypted: listener.Encrypted() || listener.Redirect == "https",
		paths:     []model.Path{listener.Path},
	}
	if listener.Redirect == "https" {
		l.text += " redirect"
	}
	return l
}

func hasListener(service *model.Service, from string) bool {
	for _, listener := range service.Listen {
		if listener.From == from {
			return true
		}
	}
	return false
}

// client is the node of a client, or nil where there is none of that name.
func (b *builder) client(name string) *Node {
	if node := b.clients[name]; node != nil {
		return node
	}
	client := b.a.Client(name)
	if client == nil {
		return nil
	}
	title, id := titled(client.Title, name)
	node := &Node{ID: "client-" + name, Name: name, Title: title, Sub: id, Kind: Client, Count: 1, row: clientRow}
	if name == model.Internet {
		node.Kind = Internet
	} else {
		node.Sub = dots(id, "clients")
	}
	node.Tip = dots("client "+called(client.Title, name), client.Description)
	b.clients[name] = node
	b.add(node, nil)
	return node
}

// enter draws the way from a client into a service: by way of the address
// where there is one for all instances, else to the first instance, which is
// where one address points.
func (b *builder) enter(client *Node, service *model.Service, l link) {
	if len(service.Instances) == 0 {
		return
	}
	if address := b.address(service); address != nil {
		b.connect(client, address, l)
		return
	}
	b.connect(client, b.nodes[service.Instances[0]], l)
}

// address is the node of the address of several instances, or nil where they
// have none or are drawn as one.
func (b *builder) address(service *model.Service) *Node {
	if node := b.addresses[service]; node != nil {
		return node
	}
	title := addressTitle(service.Reached.By)
	if title == "" || b.detail >= PerZone || len(service.Instances) < 2 {
		return nil
	}
	node := &Node{ID: "address-" + service.Name, Name: title + " of " + service.Name, Title: title, Kind: Address, Count: 1, row: "address " + service.Name}
	names := append([]string{}, service.Reached.Names...)
	if service.Reached.IP != "" {
		names = append(names, service.Reached.IP)
	}
	node.Sub = strings.Join(names, " ")
	if node.Sub == "" {
		node.Sub = "of " + service.Name
	}
	node.Tip = dots(node.Name, strings.Join(names, ", "))
	b.addresses[service] = node
	b.add(node, nil)
	for i, instance := range service.Instances {
		l := link{class: Request, paths: []model.Path{service.Path.Field("address")}}
		if service.Reached.By == "virtual-ip" {
			l.active, l.backup = i == 0, i > 0
		}
		b.connect(node, b.nodes[instance], l)
	}
	return node
}

func addressTitle(by string) string {
	switch by {
	case "virtual-ip":
		return "virtual IP"
	case "dns":
		return "DNS"
	case "anycast":
		return "anycast"
	}
	return ""
}
