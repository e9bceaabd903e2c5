package validate

import (
	"fmt"
	"slices"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// options are what may remove a single point of that kind, beside the runbook
// that is there. They are not tried.
func options(in *Input, p analysis.SinglePoint) string {
	if runbook := runbookFor(in, p); runbook != nil {
		takes := "how long it takes is not written"
		if runbook.Takes > 0 {
			takes = "it takes " + runbook.Takes.String()
		}
		return fmt.Sprintf("The runbook %s is for that; %s.\nWhat may help: %s.", runbook.Name, takes, option(p))
	}
	if len(p.Hard()) == 0 {
		return fmt.Sprintf("What may help: %s; or, if it stays manual, a runbook.", option(p))
	}
	return fmt.Sprintf("What may help: %s.", option(p))
}

// runbookFor is the runbook that restores every flow that a person can bring
// back, or nil.
func runbookFor(in *Input, p analysis.SinglePoint) *model.Runbook {
	var found *model.Runbook
	for _, o := range p.Manual() {
		runbook := in.Analysis.Runbook(o)
		if runbook == nil || found != nil && found != runbook {
			return nil
		}
		found = runbook
	}
	return found
}

// option is the change that fits what fails.
func option(p analysis.SinglePoint) string {
	f := p.Failure
	switch {
	case f.Zone != nil:
		return fmt.Sprintf("servers in another zone for what runs in %s alone", f.Zone.Name)
	case f.Server != nil:
		return fmt.Sprintf("what runs on %s alone on another server too", f.Server.Name)
	}
	service := f.Instance.Service
	switch {
	case service.Kind == model.External:
		return fmt.Sprintf("a second provider, or optional: true where the work can be done without %s", service.Name)
	case service.Data != nil && service.Data.Mode == "group" && 2*(len(service.Instances)-1) <= len(service.Instances):
		return fmt.Sprintf("another member of %s on a server of its own: of %d, one less is no majority", service.Name, len(service.Instances))
	case service.Data != nil && len(p.Hard()) > 0:
		return fmt.Sprintf("another replica of %s on another server", service.Name) + readPath(p.Hard())
	case service.Data != nil:
		return "an automatic failover, with what performs it and with the way in which those who write find the new primary"
	case len(service.Instances) > 1 && entersAt(p, service):
		return fmt.Sprintf("an address that moves away from an instance of %s that does not work (a virtual IP that follows the process), or DNS with health checks", service.Name)
	case len(service.Instances) > 1:
		return fmt.Sprintf("a health check that sees when an instance of %s cannot do its work, or an address that moves away from it", service.Name)
	case service.Kind == model.LoadBalancer:
		return fmt.Sprintf("%s on a second server, with an address that moves between the two (a virtual IP), or DNS with health checks", service.Name)
	}
	return fmt.Sprintf("%s on a second server, and a way in which those who use it notice which of the two works", service.Name)
}

// readPath is an option for flows that only read.
func readPath(outcomes []analysis.Outcome) string {
	if slices.ContainsFunc(outcomes, func(o analysis.Outcome) bool { return o.Flow.Kind == model.WriteFlow }) {
		return ""
	}
	return ", or a read path that includes the primary"
}

// entersAt tells whether the users of every flow come in by the service.
func entersAt(p analysis.SinglePoint, s *model.Service) bool {
	return !slices.ContainsFunc(p.Outcomes, func(o analysis.Outcome) bool { return o.Flow.Enters != s })
}
