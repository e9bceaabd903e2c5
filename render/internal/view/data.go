package view

import (
	"slices"

	"github.com/loadpath/loadpath/model"
)

// addReplication draws who copies from whom.
func (b *builder) addReplication() {
	for _, service := range b.a.Services {
		if service.Data == nil {
			continue
		}
		drawn := map[[2]*Node]bool{}
		for _, replica := range service.Replicas() {
			from, to := b.nodes[sourceOf(service, replica)], b.nodes[replica]
			if from == nil || from == to || drawn[[2]*Node{from, to}] {
				continue
			}
			drawn[[2]*Node{from, to}] = true
			edge := &Edge{From: from, To: to, Class: Replication, parts: []string{"replication"}, needed: true, serving: true,
				plain: service.Replication.TLS == nil, paths: []model.Path{service.Path.Field("replication")}}
			b.v.Edges = append(b.v.Edges, edge)
		}
	}
}

// sourceOf is the instance that a replica copies from.
func sourceOf(service *model.Service, replica *model.Instance) *model.Instance {
	for _, source := range service.Replication.Sources {
		if replica.Server == nil || source.Server != replica.Server.Name {
			continue
		}
		for _, instance := range service.Instances {
			if instance.Server != nil && instance.Server.Name == source.Name {
				return instance
			}
		}
	}
	return service.Primary()
}

// addCopies draws where data is copied to that can be restored.
func (b *builder) addCopies() {
	for _, service := range b.a.Services {
		for i, copy := range service.Backups {
			to := b.a.Service(copy.To)
			if to == nil || len(to.Instances) == 0 || len(service.Instances) == 0 {
				continue
			}
			from := service.Primary()
			if from == nil {
				from = service.Instances[0]
			}
			if b.nodes[from] == b.nodes[to.Instances[0]] || b.copied(b.nodes[from], b.nodes[to.Instances[0]]) {
				continue
			}
			b.v.Edges = append(b.v.Edges, &Edge{From: b.nodes[from], To: b.nodes[to.Instances[0]], Class: Copy,
				parts: []string{"data backup"}, needed: true, serving: true, plain: true,
				paths: []model.Path{service.Path.Field("backups").Index(i)}})
		}
	}
}

func (b *builder) copied(from, to *Node) bool {
	return slices.ContainsFunc(b.v.Edges, func(e *Edge) bool { return e.Class == Copy && e.From == from && e.To == to })
}
