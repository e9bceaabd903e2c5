package report

import (
	"strings"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// failures is the table of what happens when one thing fails: a row for each
// failure, those that are alike folded into one, and a column for each flow.
func (r *writer) failures() {
	if len(r.a.Flows) == 0 || len(r.effects) == 0 {
		return
	}
	r.doc.heading(3, "What happens when one thing fails")
	header := []string{"When one of these fails"}
	for _, flow := range r.a.Flows {
		header = append(header, escape(flow.Display()))
	}
	var rows [][]string
	names := make(map[string][]analysis.Failure)
	var unharmed []analysis.Failure
	var keys []string
	cells := make(map[string][]string)
	for _, e := range r.effects {
		if e.harmless() {
			unharmed = append(unharmed, e.failure)
			continue
		}
		row := r.cells(e)
		key := strings.Join(row, "|")
		if cells[key] == nil {
			keys = append(keys, key)
			cells[key] = row
		}
		names[key] = append(names[key], e.failure)
	}
	for _, key := range keys {
		rows = append(rows, append([]string{failureNames(names[key])}, cells[key]...))
	}
	if len(unharmed) > 0 {
		rows = append(rows, append([]string{failureNames(unharmed)}, r.cells(effect{outcomes: make([]*analysis.Outcome, len(r.a.Flows))})...))
	}
	r.doc.table(header, rows)
}

// cells say what becomes of each flow.
func (r *writer) cells(e effect) []string {
	cells := make([]string, len(e.outcomes))
	for i, outcome := range e.outcomes {
		if outcome == nil {
			cells[i] = "unharmed"
			continue
		}
		cells[i] = conjugate(r.fate(outcome), false)
	}
	return cells
}

// failureNames names failures, sort by sort.
func failureNames(failures []analysis.Failure) string {
	var words []string
	var servers []*model.Server
	var instances []*model.Instance
	for _, failure := range failures {
		switch {
		case failure.Zone != nil:
			words = append(words, level(failure.Zone)+" "+code(failure.Zone.Name))
		case failure.Server != nil:
			servers = append(servers, failure.Server)
		default:
			instances = append(instances, failure.Instance)
		}
	}
	if len(servers) > 0 {
		words = append(words, "server "+serverNames(servers, "or"))
	}
	if len(instances) > 0 {
		words = append(words, instanceNames(instances, "or"))
	}
	return strings.Join(words, "; ")
}
