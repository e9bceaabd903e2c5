package view

import (
	"fmt"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// addInstances makes the nodes, each for the instances that share its key.
func (b *builder) addInstances() {
	together := map[string][]*model.Instance{}
	var order []string
	for _, instance := range b.a.Instances() {
		key := b.detail.nodeKey(instance)
		if together[key] == nil {
			order = append(order, key)
		}
		together[key] = append(together[key], instance)
	}
	for _, key := range order {
		instances := together[key]
		node := instanceNode(instances)
		if b.detail == PerKind {
			node = kindNode(instances)
		}
		for _, instance := range instances {
			b.nodes[instance] = node
		}
		b.add(node, b.around(instances[0]))
	}
}

// around is the box that an instance is drawn in, or nil.
func (b *builder) around(instance *model.Instance) *Box {
	if instance.Server == nil {
		return nil
	}
	if box := b.servers[instance.Server]; box != nil {
		return box
	}
	return b.zone(instance.Server.Zone)
}

// instanceNode is the node of instances of one service.
func instanceNode(instances []*model.Instance) *Node {
	service := instances[0].Service
	title, id := titled(service.Title, service.Name)
	node := &Node{
		ID:    strings.ReplaceAll("node-"+instances[0].Name(), "@", "-on-"),
		Title: title,
		Sub:   dots(append([]string{id}, describe(service)...)...),
		Kind:  NodeKind(service.Kind),
		Role:  role(service, instances),
		Count: len(instances),
		row:   "service " + service.Name,
	}
	name := instances[0].Name()
	if node.Count > 1 {
		name = fmt.Sprintf("%s on %d servers", service.Name, node.Count)
	}
	node.Name = name
	if id != "" {
		name = dots(name, title)
	}
	said := append([]string{name, words(string(service.Kind)), node.Role}, describe(service)...)
	node.Tip = dots(append(said, service.Description)...)
	return node
}

// kindNode is the node of all services of a kind.
func kindNode(instances []*model.Instance) *Node {
	services := map[*model.Service]bool{}
	for _, instance := range instances {
		services[instance.Service] = true
	}
	kind := instances[0].Service.Kind
	return &Node{
		ID:    "kind-" + string(kind),
		Name:  words(string(kind)),
		Title: words(string(kind)),
		Sub:   counted(len(services), "service", "services") + " · " + counted(len(instances), "instance", "instances"),
		Tip:   words(string(kind)),
		Kind:  NodeKind(kind),
		Count: len(services),
		row:   "kind " + string(kind),
	}
}

// role is what the instances do with the data: primary, replica, or both.
func role(service *model.Service, instances []*model.Instance) string {
	primary := service.Primary()
	switch {
	case service.Data == nil || primary == nil && !service.Data.MultiPrimary:
		return ""
	case primary == nil || len(instances) == 1 && instances[0] == primary:
		return "primary"
	case slices.Contains(instances, primary):
		return "primary + " + counted(len(instances)-1, "replica", "replicas")
	}
	if service.Data.Mode == "" {
		return "replica"
	}
	return "replica · " + service.Data.Mode
}

// describe is the software of a service, or else its kind, and where it
// listens. What only repeats the name or the title is left out.
func describe(service *model.Service) []string {
	what := software(service)
	if repeats(what, service) {
		what = words(string(service.Kind))
	}
	if repeats(what, service) || what == string(model.Custom) {
		what = ""
	}
	return []string{what, service.Schedule, ports(service)}
}

// repeats tells whether a text says no more than the name of a service.
func repeats(text string, service *model.Service) bool {
	return strings.EqualFold(text, words(service.Name)) || strings.EqualFold(text, service.Name) || strings.EqualFold(text, service.Title)
}

// software names what runs a service as people write it.
func software(service *model.Service) string {
	if service.Kind == model.External {
		if service.Provider != "" {
			return service.Provider
		}
		return providesWords(service.Provides)
	}
	name := service.Defaults.Title
	if name == "" {
		name = service.Software
	}
	if name == "" && service.Image != "" {
		name = imageName(service.Image)
	}
	if name == "" {
		return words(string(service.Kind))
	}
	if service.Version != "" {
		name += " " + service.Version
	}
	return name
}

// imageName is a container image without registry, folders and tag.
func imageName(image string) string {
	name := image[strings.LastIndex(image, "/")+1:]
	name, _, _ = strings.Cut(name, "@")
	name, _, _ = strings.Cut(name, ":")
	return name
}

// ports are those that clients and services come to.
func ports(service *model.Service) string {
	var all []string
	add := func(port int) {
		if text := fmt.Sprintf(":%d", port); port != 0 && !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	for _, listener := range service.Listen {
		if listener.From != "" {
			add(listener.Port)
		}
	}
	if service.Kind == model.External {
		return ""
	}
	if len(all) == 0 {
		add(service.Port)
	}
	if len(all) == 0 {
		add(service.Defaults.Port)
	}
	return strings.Join(all, " ")
}

func providesWords(provides string) string {
	switch provides {
	case "cdn", "dns", "api":
		return strings.ToUpper(provides)
	case "", "other":
		return "external"
	}
	return words(provides)
}
