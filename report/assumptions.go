package report

import (
	"fmt"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/markdown"
	"github.com/loadpath/loadpath/model"
)

// assumptions says what the verdict rests on beside what is written.
func (r *writer) assumptions() {
	r.doc.heading(2, "What this write-up assumes")
	var items []string
	add := func(format string, args ...any) { items = append(items, capital(fmt.Sprintf(format, args...))) }
	add("One thing fails at a time, by a crash: it stops and answers nothing.")
	if len(r.a.Servers) > 0 {
		add("Failures are independent, except that %s.", together(r.a))
	}
	add("Requests that are under way at the moment of a failure are not counted.")
	add("What is not written does not fail: there is no power, no cable and no name service in the architecture unless it says so.")
	r.assumedFlows(add)
	for _, assumption := range r.a.Assumptions {
		var because sentences
		because.user(assumption.Because)
		add("%s does not fail. The reason given: %s", code(assumption.Perfect), because)
	}
	for _, used := range r.defaultsBySoftware() {
		add("%s", used)
	}
	r.doc.bullets(items)
}

// together says what fails together.
func together(a *model.Architecture) string {
	if len(a.Zones) == 0 {
		return "whatever runs on one server fails with it; no zone is written, so that no two servers share a fate"
	}
	return "whatever runs on one server fails with it, and whatever stands in one zone fails with that"
}

// assumedFlows says what was taken for granted about the flows.
func (r *writer) assumedFlows(add func(string, ...any)) {
	var derived, unlimited []string
	for _, flow := range r.a.Flows {
		if flow.Derived {
			derived = append(derived, flow.Name)
		}
		if flow.LongestInterruption == 0 {
			unlimited = append(unlimited, flow.Name)
		}
	}
	if len(derived) > 0 {
		add("No flow is written; %s %s from the services.", codes(derived, "and"), plural(len(derived), "follows", "follow"))
	}
	if len(unlimited) > 0 {
		add("No longest interruption is written for %s: %s is taken.", codes(unlimited, "or"), analysis.DefaultInterruption)
	}
}

// defaultsBySoftware says which defaults of which software the text used, and
// where they stand.
func (r *writer) defaultsBySoftware() []string {
	var texts []string
	done := make(map[string]bool)
	for _, used := range r.defaults {
		if done[used.software.Name] {
			continue
		}
		done[used.software.Name] = true
		var what []string
		for _, other := range r.defaults {
			if other.software.Name == used.software.Name {
				what = append(what, other.what)
			}
		}
		texts = append(texts, fmt.Sprintf("Defaults of %s hold where nothing else is written: %s (%s).",
			markdown.Text(used.software.Title), list(what, "and"), markdown.Text(used.software.Source)))
	}
	return texts
}
