package report

import (
	"slices"
	"strings"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/markdown"
	"github.com/loadpath/loadpath/model"
)

// columns is how many flows the table gives a column each; more of them are
// told in words.
const columns = 6

// failures is the table of what happens when one thing fails: a row for each
// failure, those that are alike folded into one, and a column for each flow.
func (r *writer) failures() {
	if len(r.a.Flows) == 0 || len(r.Analysis.Failures) == 0 {
		return
	}
	r.doc.heading(3, "What happens when one thing fails")
	header := []string{"When one of these fails", "What happens"}
	if len(r.a.Flows) <= columns {
		header = header[:1]
		for _, flow := range r.a.Flows {
			header = append(header, markdown.Text(flow.Display()))
		}
	}
	var keys []string
	alike := make(map[string][]analysis.Failure)
	cells := make(map[string][]string)
	for _, failure := range r.Analysis.Failures {
		e := r.effectOf(failure)
		row := []string{r.phrase(e)}
		if len(r.a.Flows) <= columns {
			row = r.cells(e)
		}
		key := strings.Join(row, "|")
		if len(e) == 0 {
			key = ""
		}
		if cells[key] == nil {
			keys = append(keys, key)
			cells[key] = row
		}
		alike[key] = append(alike[key], failure)
	}
	var rows [][]string
	for _, key := range harmlessLast(keys) {
		rows = append(rows, append([]string{failureNames(alike[key])}, cells[key]...))
	}
	r.doc.table(header, rows)
}

// harmlessLast puts the row of what harms nothing, whose key is empty, last.
func harmlessLast(keys []string) []string {
	slices.SortStableFunc(keys, func(a, b string) int {
		switch {
		case a == b:
			return 0
		case a == "":
			return 1
		case b == "":
			return -1
		}
		return 0
	})
	return keys
}

// cells say what becomes of each flow.
func (r *writer) cells(e effect) []string {
	cells := make([]string, len(r.a.Flows))
	for i, flow := range r.a.Flows {
		cells[i] = "unharmed"
		for _, outcome := range e {
			if outcome.Flow == flow {
				cells[i] = conjugate(r.fate(outcome), false)
			}
		}
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
	return strings.Join(capped(words), "; ")
}
