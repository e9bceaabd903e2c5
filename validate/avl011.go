package validate

import (
	"fmt"
	"strings"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/model"
)

// avl011 finds services that wait for each other when everything is started
// anew.
func avl011(in *Input) []findings.Finding {
	return each(in.Analysis.ColdStart(), deadlock)
}

func deadlock(d analysis.Deadlock) findings.Finding {
	names := serviceNames(d.Services)
	at := d.TakeOut[0].Use.Path
	f := findings.Finding{
		Path:      at,
		Summary:   deadlockSummary(d, names),
		Subject:   strings.Join(names, " "),
		Undecided: len(d.Missing) > 0,
		Missing:   d.Missing,
	}
	told := each(d.Needs, analysis.StartNeed.String)
	if left := len(told) - shown; left > 0 {
		told = append(told[:shown:shown], fmt.Sprintf("and so on, %d more", left))
	}
	sentences := []string{strings.Join(told, "; ") + "."}
	if behind := serviceNames(d.Behind); len(behind) > 0 {
		sentences = append(sentences, fmt.Sprintf("%s, which %s them, cannot do %s work either.", and(behind), plural(len(behind), "needs", "need"), plural(len(behind), "its", "their")))
	}
	if len(d.Missing) > 0 {
		sentences = append(sentences, `Write when: "run" where the one that needs it starts without it and waits, "always" where it does not: `+paths(d.Missing)+".")
	}
	f.Detail = strings.Join(append(sentences, waysOut(d)...), "\n")
	for _, n := range d.Needs {
		if n.Use.Path != at {
			f.Related = append(f.Related, findings.Related{Path: n.Use.Path, Message: n.String()})
		}
	}
	return f
}

func deadlockSummary(d analysis.Deadlock, names []string) string {
	who, they := and(names), "they are down together"
	if len(names) == 1 {
		they = "all of it is down"
	}
	if len(d.Missing) > 0 {
		return fmt.Sprintf("it is undecided whether %s can be started again once %s", who, they)
	}
	return fmt.Sprintf("%s cannot be started again once %s", who, they)
}

// waysOut say what takes the circle apart.
func waysOut(d analysis.Deadlock) []string {
	one := plural(len(d.TakeOut), "it", "all of them")
	fewest := "No single one does"
	switch {
	case len(d.TakeOut) == 1:
		fewest = ""
	case !d.Smallest:
		fewest = "None of them can be left out"
	}
	text := fmt.Sprintf("Without %s all of them start: write optional: true for %s where the work goes on without, with a copy of its own for example.", and(each(d.TakeOut, analysis.StartNeed.Name)), one)
	if fewest != "" {
		text += " " + fewest + "."
	}
	found := []string{text}
	if len(d.Wait) > 0 && len(d.Missing) == 0 {
		found = append(found, fmt.Sprintf(`They start, too, where %s can wait: write when: "run" for %s if the one that needs it starts without it and tries again.`,
			and(each(d.Wait, analysis.StartNeed.Name)), plural(len(d.Wait), "it", "each")))
	}
	return found
}

func serviceNames(services []*model.Service) []string {
	return each(services, func(s *model.Service) string { return s.Name })
}

// paths lists paths in the order in which they are given.
func paths(all []model.Path) string {
	return and(each(all, func(p model.Path) string { return string(p) }))
}
