package report

import (
	"slices"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// remedy is what a person does to bring a flow back, as a verb and its object:
// what a runbook says, or else promoting a replica, moving an address, or
// restoring a majority.
func (r *writer) remedy(o analysis.Outcome) string {
	for _, runbook := range r.a.Runbooks {
		covers := slices.ContainsFunc(runbook.For, func(name string) bool { return names(o.Failure, name) })
		if covers && (len(runbook.Restores) == 0 || slices.Contains(runbook.Restores, o.Flow.Name)) {
			return "follows " + code(runbook.Name)
		}
	}
	for _, service := range r.a.Services {
		if primary := service.Primary(); primary != nil && takes(o.Failure, primary) {
			left := slices.DeleteFunc(service.Replicas(), func(i *model.Instance) bool { return takes(o.Failure, i) })
			switch {
			case len(left) == 0:
			case service.Data.Mode == "group":
				return "restores a majority of " + code(service.Name)
			default:
				return "promotes " + instanceNames(left, "or")
			}
		}
	}
	if entry := o.Flow.Enters; len(entry.Instances) > 1 && takes(o.Failure, entry.Instances[0]) {
		return "moves the address to another instance of " + code(entry.Name)
	}
	return "acts"
}

// names tells whether a name in a runbook means the failure.
func names(f analysis.Failure, name string) bool {
	switch {
	case name == f.Name():
		return true
	case f.Server != nil:
		return name == f.Server.Group.Name
	case f.Instance != nil:
		return name == f.Instance.Service.Name
	}
	return false
}

// takes tells whether the failure takes the instance away.
func takes(f analysis.Failure, i *model.Instance) bool {
	switch {
	case f.Instance != nil:
		return f.Instance == i
	case i.Server == nil:
		return false
	case f.Server != nil:
		return f.Server == i.Server
	}
	for zone := i.Server.Zone; zone != nil; zone = zone.Parent {
		if zone == f.Zone {
			return true
		}
	}
	return false
}
