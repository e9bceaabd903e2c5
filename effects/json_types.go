package effects

import "github.com/loadpath/loadpath/model"

// jsonVersion grows when a field changes its meaning or goes. New fields do
// not count: readers must ignore those that they do not know.
const jsonVersion = 1

// jsonHead is how every document begins.
type jsonHead struct {
	Version      int              `json:"version"`
	Tool         jsonTool         `json:"tool"`
	Architecture string           `json:"architecture"`
	Kind         string           `json:"kind"`
	Assumptions  []jsonAssumption `json:"assumptions"`
	Flows        []jsonFlow       `json:"flows"`
}

// jsonReport is the document about every failure.
type jsonReport struct {
	jsonHead
	Failures     []jsonFailure  `json:"failures"`
	SinglePoints []jsonPoint    `json:"singlePoints"`
	Undecided    []jsonQuestion `json:"undecided"`
	Pairs        []jsonPairs    `json:"pairs"`
	ColdStart    []jsonDeadlock `json:"coldStart"`
	// CutSets and Availability are there where they were asked for.
	CutSets      []jsonCutSets      `json:"cutSets,omitempty"`
	Availability []jsonAvailability `json:"availability,omitempty"`
}

// jsonWhatIf is the document about things that fail together.
type jsonWhatIf struct {
	jsonHead
	Without   []string       `json:"without"`
	Outcomes  []jsonOutcome  `json:"outcomes"` // of every flow
	Chains    []jsonChain    `json:"chains"`
	Ways      []jsonWay      `json:"ways"`
	Undecided []jsonQuestion `json:"undecided"`
}

// jsonCutSets are the cut sets of a flow.
type jsonCutSets struct {
	Flow     string     `json:"flow"`
	Order    int        `json:"order"`
	Complete bool       `json:"complete"`
	Sets     [][]string `json:"sets"`
}

// jsonTool is the program that wrote the report.
type jsonTool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// jsonFlow is a column of the matrix.
type jsonFlow struct {
	Name    string     `json:"name"`
	Title   string     `json:"title,omitempty"`
	Kind    string     `json:"kind"`
	Derived bool       `json:"derived"`
	Path    model.Path `json:"path"`
	// Baseline is what is lost with nothing failed.
	Baseline string `json:"baseline"`
}

// jsonFailure is a row of the matrix, and the blast radius of what fails.
type jsonFailure struct {
	Name string     `json:"name"`
	Type string     `json:"type"`
	Kind string     `json:"kind"`
	Path model.Path `json:"path"`
	// Takes are the instances that a server or zone takes along.
	Takes    []string      `json:"takes,omitempty"`
	Outcomes []jsonOutcome `json:"outcomes"`
}

// jsonOutcome is what a failure does to a flow.
type jsonOutcome struct {
	Flow     string   `json:"flow"`
	Amount   string   `json:"amount"`
	Recovery string   `json:"recovery,omitempty"`
	Lost     jsonLost `json:"lost"`
	// Meanwhile is missing where nothing more is lost between the moments.
	Meanwhile string      `json:"meanwhile,omitempty"`
	Window    *jsonWindow `json:"window,omitempty"`
	// AllLost is missing where all that the window lasts is lost, or never all.
	AllLost *jsonWindow  `json:"allLost,omitempty"`
	Missing []model.Path `json:"missing,omitempty"`
}

// jsonLost is the amount at each horizon.
type jsonLost struct {
	BeforeFailover string `json:"beforeFailover"`
	AfterFailover  string `json:"afterFailover"`
	AfterPerson    string `json:"afterPerson"`
}

// jsonWindow is how long a transient takes, or a part of it.
type jsonWindow struct {
	Seconds float64    `json:"seconds"`
	Known   bool       `json:"known"`
	Text    string     `json:"text"`
	Parts   []jsonPart `json:"parts"`
}

// jsonPart is one span in a window.
type jsonPart struct {
	What    string     `json:"what"`
	Seconds float64    `json:"seconds"`
	Known   bool       `json:"known"`
	Counts  string     `json:"counts"`
	Path    model.Path `json:"path"`
}

// jsonPoint is single points of failure that are alike.
type jsonPoint struct {
	Failures []string      `json:"failures"`
	Outcomes []jsonOutcome `json:"outcomes"`
	Related  []string      `json:"related,omitempty"`
	Chains   []jsonChain   `json:"chains"`
	Advice   jsonAdvice    `json:"advice"`
}

// jsonChain is how the requests of some flows break.
type jsonChain struct {
	Flows []string   `json:"flows"`
	Steps []jsonStep `json:"steps"`
}

// jsonStep is one link of a chain.
type jsonStep struct {
	Text     string        `json:"text"`
	Path     model.Path    `json:"path"`
	Location *jsonLocation `json:"location,omitempty"`
}

// jsonLocation is a stretch of a file.
type jsonLocation struct {
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"endLine"`
	EndColumn int    `json:"endColumn"`
}

// jsonQuestion is what could not be decided for the same reason.
type jsonQuestion struct {
	Flows    []string     `json:"flows"`
	Failures []string     `json:"failures"`
	Missing  []model.Path `json:"missing"`
	Advice   []string     `json:"advice"`
}

// jsonAssumption is what was taken as perfect.
type jsonAssumption struct {
	Perfect string `json:"perfect"`
	Because string `json:"because"`
}
