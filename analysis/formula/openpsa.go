package formula

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// Omission is a flow that an export leaves out, or something that no export
// says.
type Omission struct {
	Flow *model.Flow // nil: of all flows
	Text string
}

// WriteOpenPSA writes the fault trees of all flows in the Open-PSA Model
// Exchange Format 2.0: the total loss after everything automatic has happened,
// with the probabilities of the basic events as numbers. Only what is monotone
// is written, with "and", "or" and "atleast"; the omissions say what is not.
//
// A name of the format has letters, digits, "_" and single hyphens. "_" stands
// for a hyphen here, and a hyphen for "@"; the labels hold the names as they
// are written. Errors are those of the writer.
func WriteOpenPSA(w io.Writer, r *analysis.Result) ([]Omission, error) {
	e := exporter{known: make(map[analysis.Failure]bool)}
	for _, flow := range r.Architecture.Flows {
		e.flow(r.Architecture, flow)
	}
	e.omit(nil, "partial loss, what a person brings back, and the time until something is back")
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return nil, err
	}
	encoder := xml.NewEncoder(w)
	encoder.Indent("", "  ")
	if err := encoder.Encode(e.document); err != nil {
		return nil, err
	}
	_, err := io.WriteString(w, "\n")
	return e.omissions, err
}

// The parts of the format that are used.
type (
	mefDocument struct {
		XMLName xml.Name   `xml:"opsa-mef"`
		Trees   []mefTree  `xml:"define-fault-tree"`
		Events  []mefEvent `xml:"model-data>define-basic-event,omitempty"`
	}
	mefTree struct {
		Name  string    `xml:"name,attr"`
		Label string    `xml:"label"`
		Gates []mefGate `xml:"define-gate"`
	}
	mefGate struct {
		Name    string `xml:"name,attr"`
		Label   string `xml:"label,omitempty"`
		Formula mefFormula
	}
	mefFormula struct {
		XMLName xml.Name
		Min     int32  `xml:"min,attr,omitempty"`
		Name    string `xml:"name,attr,omitempty"`
		Args    []mefFormula
	}
	mefEvent struct {
		Name  string   `xml:"name,attr"`
		Label string   `xml:"label"`
		Value mefFloat `xml:"float"`
	}
	mefFloat struct {
		Value float64 `xml:"value,attr"`
	}
)

// exporter writes flow by flow.
type exporter struct {
	document  mefDocument
	omissions []Omission
	known     map[analysis.Failure]bool
}

func (e *exporter) omit(flow *model.Flow, text string) {
	e.omissions = append(e.omissions, Omission{flow, text})
}

func (e *exporter) flow(a *model.Architecture, flow *model.Flow) {
	f, err := Of(a, flow, analysis.AfterFailover)
	if err != nil {
		e.omit(flow, err.Error())
		return
	}
	t := tree{formula: f, prefix: "g-" + identifier(flow.Name) + "-", used: make([]bool, len(f.Events))}
	top, reason := t.top()
	if reason != "" {
		e.omit(flow, reason)
		return
	}
	gate := mefGate{Name: "total-" + identifier(flow.Name), Label: "total loss of " + flow.Name, Formula: top}
	e.document.Trees = append(e.document.Trees, mefTree{
		Name: identifier(flow.Name), Label: flow.Name, Gates: append([]mefGate{gate}, t.gates...),
	})
	e.define(t)
}

// define adds the basic events of a tree that no earlier one has.
func (e *exporter) define(t tree) {
	for i, event := range t.formula.Events {
		if t.used[i] && !e.known[event] {
			e.known[event] = true
			r, _ := rateOf(event)
			e.document.Events = append(e.document.Events, mefEvent{
				Name: eventName(event), Label: event.Name(), Value: mefFloat{r.unavailability},
			})
		}
	}
}

// identifier is a name of ours as a name of the format. Ours have no "_", so
// different ones stay different.
func identifier(name string) string { return strings.ReplaceAll(name, "-", "_") }

func eventName(f analysis.Failure) string {
	switch {
	case f.Zone != nil:
		return "zone-" + identifier(f.Zone.Name)
	case f.Server != nil:
		return "server-" + identifier(f.Server.Name)
	case f.Instance.Server == nil:
		return "external-" + identifier(f.Instance.Service.Name)
	}
	return fmt.Sprintf("process-%s-%s", identifier(f.Instance.Service.Name), identifier(f.Instance.Server.Name))
}
