package report

import (
	"github.com/loadpath/loadpath/model"
)

// specifics says how the parts behave here: what the settings mean, and what
// is missing.
func (r *writer) specifics() {
	r.doc.heading(2, "Specifics about the infrastructure")
	var items []string
	add := func(title, text string) {
		if entry := item(title, text); entry != "" {
			items = append(items, entry)
		}
	}
	addressed := addressed(r.a)
	for _, service := range addressed {
		add(titled("The address", service, len(addressed)), r.reach(service))
	}
	pools := poolsOf(r.a)
	perPool := func(title string, text func(pool) string) {
		texts := make([]string, len(pools))
		filled := 0
		for i, pool := range pools {
			if texts[i] = text(pool); texts[i] != "" {
				filled++
			}
		}
		for i, pool := range pools {
			add(pool.title(title, filled), texts[i])
		}
	}
	perPool("Load balancer algorithm", r.algorithm)
	perPool("Active-active or active-passive", r.mode)
	perPool("Health check", r.check)
	perPool("Failed requests", r.retries)
	clusters := clustersOf(r.a)
	for _, cluster := range clusters {
		add(titled(clusterTitle(cluster), cluster, len(clusters)), r.cluster(cluster))
		add(titled("Difference between primary and replica nodes", cluster, len(clusters)), r.roles(cluster))
		add(titled("Failover of the database", cluster, len(clusters)), r.failover(cluster))
	}
	add("Backups", r.backups())
	add("HTTPS", r.https())
	add("Encryption inside", r.inside())
	add("Firewalls", r.firewalls())
	add("Networks", r.networks())
	add("Monitoring", r.monitoring())
	add("Objectives", r.objectives())
	add("Runbooks", r.runbooks())
	r.doc.bullets(items)
}

// titled names the service in a title where there are several it could be on.
func titled(title string, s *model.Service, of int) string {
	if of == 1 {
		return title
	}
	return title + " (" + code(s.Name) + ")"
}

// addressed are the services and externals that users enter at, and those
// whose address was written.
func addressed(a *model.Architecture) []*model.Service {
	entered := make(map[*model.Service]bool)
	for _, flow := range a.Flows {
		if flow.From != "" {
			entered[flow.Enters] = true
		}
	}
	var found []*model.Service
	for _, service := range servicesInOrder(a) {
		if entered[service] || service.Address != nil {
			found = append(found, service)
		}
	}
	return found
}

// clustersOf are the services that keep copies of their data.
func clustersOf(a *model.Architecture) []*model.Service {
	var clusters []*model.Service
	for _, service := range a.Services {
		if service.Data != nil && len(service.Instances) > 1 {
			clusters = append(clusters, service)
		}
	}
	return clusters
}

// defaultUsed is a default that the text has relied on.
type defaultUsed struct {
	software model.Software
	what     string
}

// rely notes a default of a software, for the assumptions.
func (r *writer) rely(software model.Software, what string) {
	for _, known := range r.defaults {
		if known.software.Name == software.Name && known.what == what {
			return
		}
	}
	r.defaults = append(r.defaults, defaultUsed{software, what})
}
