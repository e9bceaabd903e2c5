package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/markdown"
	"github.com/loadpath/loadpath/model"
)

// monitoring says who watches what and whom it calls, or that nobody does.
func (r *writer) monitoring() string {
	var text sentences
	found := false
	for _, service := range r.a.AllServices() {
		if service.Kind == model.Monitoring || len(service.Watches)+len(service.Probes) > 0 {
			found = true
			r.monitor(&text, service)
		}
	}
	if !found {
		text.add("There is none: nobody is told when a server, a service or the replication fails, or how they perform.")
		return text.String()
	}
	var blind []*model.Server
	for _, server := range r.a.Servers {
		if server.Group.Agent == "" {
			blind = append(blind, server)
		}
	}
	if len(blind) > 0 {
		text.add("No agent runs on %s.", serverNames(blind, "or"))
	}
	return text.String()
}

func (r *writer) monitor(text *sentences, s *model.Service) {
	if s.Kind == model.External {
		text.add("%s watches %s, and is run by somebody else.", code(s.Name), r.watched(s))
	} else {
		text.add("%s watches %s from %s.", code(s.Name), r.watched(s), runsOn(s))
	}
	if len(s.Probes) > 0 {
		text.add("It probes %s from outside, as a user would.", codes(s.Probes, "and"))
	} else {
		text.add("It probes no flow as a user would.")
	}
	for _, receiver := range s.Receivers {
		alerts := alertsTo(s, receiver.Name)
		if len(alerts) == 0 {
			continue
		}
		text.add("It calls %s by %s when %s.", code(receiver.Name), markdown.Text(receiver.By)+via(receiver), list(alerts, "or"))
	}
	var nobody []string
	for _, alert := range s.Alerts {
		if len(alert.To) == 0 {
			nobody = append(nobody, alert.Name)
		}
	}
	switch {
	case len(s.Alerts) == 0:
		text.add("It calls nobody: there is no alert.")
	case len(nobody) > 0:
		text.add("Nobody is called by %s.", codes(nobody, "or"))
	}
}

// watched is what a monitoring watches.
func (r *writer) watched(s *model.Service) string {
	switch {
	case slices.Contains(s.Watches, "all"):
		return "everything"
	case len(s.Watches) == 0:
		return "nothing"
	}
	return codes(s.Watches, "and")
}

func via(receiver *model.Receiver) string {
	if receiver.Via == "" {
		return ""
	}
	return " (by way of " + code(receiver.Via) + ")"
}

// alertsTo are the alerts that call a receiver, in words.
func alertsTo(s *model.Service, receiver string) []string {
	var words []string
	for _, alert := range s.Alerts {
		if !slices.Contains(alert.To, receiver) {
			continue
		}
		words = append(words, alertWords(alert.On)+details(alert))
	}
	return words
}

// details are what an alert is limited to, in brackets.
func details(alert *model.Alert) string {
	var parts []string
	if len(alert.Of) > 0 {
		parts = append(parts, codes(alert.Of, "or"))
	}
	if alert.When != "" {
		parts = append(parts, markdown.Text(alert.When))
	}
	if alert.For > 0 {
		parts = append(parts, "for "+alert.For.String())
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, "; ") + ")"
}

// alertWords is the condition of an alert, as a clause.
func alertWords(on string) string {
	switch on {
	case "down":
		return "something is down"
	case "flow":
		return "a flow fails"
	case "latency":
		return "answers are slow"
	case "errors":
		return "errors are many"
	case "traffic":
		return "traffic is unusual"
	case "saturation":
		return "something is full"
	case "replication-lag":
		return "a replica lags behind"
	case "replication-stopped":
		return "replication stops"
	case "standby-down":
		return "a standby is lost"
	case "certificate":
		return "a certificate is about to end"
	case "backup":
		return "a backup is missing"
	case "disk":
		return "a disk fills up"
	}
	return "the monitoring itself is silent"
}

// objectives says what was promised of the flows.
func (r *writer) objectives() string {
	var text sentences
	for _, flow := range r.a.Flows {
		var promises []string
		if flow.Availability > 0 {
			promises = append(promises, "works "+percent(flow.Availability)+" of the time")
		}
		if flow.LongestInterruption > 0 {
			promises = append(promises, "is never interrupted for longer than "+flow.LongestInterruption.String())
		}
		if len(flow.Survives) > 0 {
			promises = append(promises, "survives "+survived(flow.Survives))
		}
		if flow.Tolerates > 0 {
			promises = append(promises, "survives any "+count(flow.Tolerates, "failure", "failures at the same time"))
		}
		switch {
		case flow.DataLoss == model.NoLoss:
			promises = append(promises, "loses no data")
		case flow.DataLoss > 0:
			promises = append(promises, "loses the data of "+flow.DataLoss.String()+" at most")
		}
		if flow.Peak > 0 {
			promises = append(promises, fmt.Sprintf("carries %g %s per second", flow.Peak, plural(int(flow.Peak), "request", "requests")))
		}
		if len(promises) > 0 {
			text.add("The promise for %s: it %s.", code(flow.Name), list(promises, "and"))
		}
	}
	return text.String()
}

// survived is what a flow must survive, in words.
func survived(names []string) string {
	words := make([]string, len(names))
	for i, name := range names {
		switch name {
		case "instance", "server", "zone":
			words[i] = "the loss of any " + name
		default:
			words[i] = "the loss of " + code(name)
		}
	}
	return list(words, "and")
}

// runbooks says what people are ready to do.
func (r *writer) runbooks() string {
	var text sentences
	for _, runbook := range r.a.Runbooks {
		takes := ""
		if runbook.Takes > 0 {
			takes = ", which takes " + runbook.Takes.String()
		}
		restores := "every flow"
		if len(runbook.Restores) > 0 {
			restores = codes(runbook.Restores, "and")
		}
		text.add("When %s fails, people follow %s%s, to bring back %s.", codes(runbook.For, "or"), code(runbook.Name), takes, restores)
		for i, step := range runbook.Steps {
			text.user(fmt.Sprintf("(%d) %s", i+1, step))
		}
	}
	return text.String()
}
