package drill

import (
	"encoding/json"
	"io"
	"time"

	"github.com/loadpath/loadpath/model"
)

// WriteJSON writes the whole for programs: the plan, every request, and the
// verdict. Spans are in seconds.
func (r Report) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(r.json())
}

// jsonVersion grows when a field changes its meaning or goes. New fields do not
// count: readers must ignore those that they do not know.
const jsonVersion = 1

// jsonReport is the document.
type jsonReport struct {
	Version      int      `json:"version"`
	Tool         jsonTool `json:"tool"`
	Architecture string   `json:"architecture"`
	// Digest is of all that the plan was made from.
	Digest string `json:"digest"`
	// Rate is how many requests a second each flow was sent.
	Rate float64 `json:"rate"`
	// Holds: no prediction was too good.
	Holds  bool        `json:"holds"`
	Counts Counts      `json:"counts"`
	Flows  []Flow      `json:"flows"`
	Trials []jsonTrial `json:"trials"`
	// Unmade are the trials of the plan that the drill did not get to.
	Unmade  []string  `json:"unmade"`
	Skipped []Skipped `json:"skipped"`
}

// jsonTool is the program that wrote the report.
type jsonTool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// jsonTrial is one trial. Its moments count from the break on.
type jsonTrial struct {
	Name      string         `json:"name"`
	Breaks    []Break        `json:"breaks"`
	Step      Step           `json:"step,omitzero"`
	Began     time.Time      `json:"began"`
	StepBegan float64        `json:"stepBegan,omitempty"`
	Stepped   float64        `json:"stepped,omitempty"`
	Repaired  float64        `json:"repaired"`
	Calm      float64        `json:"calm"`
	StepFail  string         `json:"stepFailed,omitempty"`
	Flows     []jsonCompared `json:"flows"`
}

// jsonCompared is a flow in a trial.
type jsonCompared struct {
	Flow        string           `json:"flow"`
	Mark        Mark             `json:"mark"`
	Predicted   jsonPredicted    `json:"predicted"`
	Observed    jsonObserved     `json:"observed"`
	Differences []jsonDifference `json:"differences"`
	Notes       []string         `json:"notes"`
	Requests    []jsonRequest    `json:"requests"`
}

// jsonPredicted is what the analysis says. Window is there for what comes back
// by itself, and known where all of it is.
type jsonPredicted struct {
	Amount        string   `json:"amount"`
	Recovery      string   `json:"recovery"`
	Text          string   `json:"text"`
	Window        float64  `json:"window,omitempty"`
	Known         bool     `json:"known"`
	AfterStep     string   `json:"afterStep,omitempty"`
	MayLoseWrites bool     `json:"mayLoseWrites"`
	Why           []Reason `json:"why"`
	Relies        []Reason `json:"relies"`
}

// jsonObserved is what was seen.
type jsonObserved struct {
	Amount       string   `json:"amount"`
	Recovery     string   `json:"recovery"`
	Text         string   `json:"text"`
	Window       float64  `json:"window,omitempty"`
	Remains      string   `json:"remains,omitempty"`
	Requests     int      `json:"requests"`
	Failed       int      `json:"failed"`
	InFlight     int      `json:"inFlight,omitempty"`
	Acknowledged int      `json:"acknowledged,omitempty"`
	Unread       int      `json:"unread,omitempty"`
	Lost         []string `json:"lost,omitempty"`
}

// jsonDifference is one way in which a prediction did not hold.
type jsonDifference struct {
	Shape   Shape   `json:"shape"`
	TooGood bool    `json:"tooGood"`
	Text    string  `json:"text"`
	Causes  []Cause `json:"causes"`
}

// jsonRequest is one request: sent so long after the break, answered so much
// later, and what was wrong with the answer.
type jsonRequest struct {
	Sent  float64 `json:"sent"`
	Took  float64 `json:"took"`
	Wrong string  `json:"wrong,omitempty"`
}

func (r Report) json() jsonReport {
	v := r.Verdict
	return jsonReport{
		Version: jsonVersion, Tool: jsonTool{r.Tool, r.Version},
		Architecture: v.Plan.Architecture, Digest: v.Plan.Digest, Rate: v.Plan.Rate,
		Holds: v.Holds(), Counts: v.Counts(), Flows: all(v.Plan.Flows),
		Trials: each(v.Trials, jsonTrialOf), Unmade: all(v.Unmade), Skipped: all(v.Plan.Skipped),
	}
}

func jsonTrialOf(j Judgement) jsonTrial {
	o := j.Seen
	t := jsonTrial{
		Name: j.Trial.Name, Breaks: all(j.Trial.Breaks), Step: j.Trial.Step, Began: o.Began,
		StepBegan: seconds(o.StepBegan), Stepped: seconds(o.Stepped), Repaired: seconds(o.Repaired), Calm: seconds(o.Calm),
		StepFail: o.StepFailed, Flows: each(j.Flows, jsonComparedOf),
	}
	for i, c := range j.Flows {
		t.Flows[i].Requests = each(flowOf(o, c.Predicted.Flow).Requests, func(r Request) jsonRequest {
			return jsonRequest{seconds(r.Sent), seconds(r.Took), r.Wrong}
		})
	}
	return t
}

func jsonComparedOf(c Comparison) jsonCompared {
	p, o := c.Predicted, c.Observed
	return jsonCompared{
		Flow: p.Flow, Mark: c.Mark,
		Predicted: jsonPredicted{
			Amount: p.Amount, Recovery: p.Recovery, Text: p.Text, Window: window(p.Window), Known: p.Known,
			AfterStep: p.AfterStep, MayLoseWrites: p.MayLoseWrites, Why: all(p.Why), Relies: all(p.Relies),
		},
		Observed: jsonObserved{
			Amount: o.Amount, Recovery: o.Recovery, Text: o.Text(), Window: window(o.Window), Remains: o.Remains,
			Requests: o.Requests, Failed: o.Failed, InFlight: o.InFlight,
			Acknowledged: o.Acknowledged, Unread: o.Unread, Lost: o.Lost,
		},
		Differences: each(c.Differences, func(d Difference) jsonDifference {
			return jsonDifference{d.Shape, d.Shape.TooGood(), d.Text, all(d.Causes)}
		}),
		Notes: all(c.Notes),
	}
}

func seconds(d time.Duration) float64 { return d.Seconds() }

func window(d model.Duration) float64 { return time.Duration(d).Seconds() }

// each is what a function makes of every thing in a list; never nil, so that
// JSON shows an empty list.
func each[T, R any](things []T, f func(T) R) []R {
	made := make([]R, len(things))
	for i, thing := range things {
		made[i] = f(thing)
	}
	return made
}

// all is a list that is never nil.
func all[T any](things []T) []T { return append([]T{}, things...) }
