package effects

import (
	"github.com/loadpath/loadpath/analysis/formula"
	"github.com/loadpath/loadpath/model"
)

// jsonAvailability is how much of the time a flow is lost.
type jsonAvailability struct {
	Flow string `json:"flow"`
	// Figures are missing where the flow is too large to be worked out.
	Figures *jsonFigures `json:"figures,omitempty"`
}

// jsonFigures are the two losses of a flow, and what they come from.
type jsonFigures struct {
	Total         jsonLoss           `json:"total"`
	Partial       jsonLoss           `json:"partial"`
	Objective     *jsonObjective     `json:"objective,omitempty"`
	Contributions []jsonContribution `json:"contributions"`
	Assumed       []jsonAssumed      `json:"assumed"`
	// WorseTaken are the facts that are not written.
	WorseTaken []model.Path `json:"worseTaken"`
	Monotone   bool         `json:"monotone"`
	MayFlap    bool         `json:"mayFlap"`
}

// jsonLoss is a loss, in minutes a year but for the share of time without it.
type jsonLoss struct {
	Exact      bool         `json:"exact"`
	Available  jsonInterval `json:"available"`
	Minutes    jsonInterval `json:"minutes"`
	Repair     jsonInterval `json:"repair"`
	Failover   float64      `json:"failover"`
	Acting     float64      `json:"acting"`
	Unattended jsonInterval `json:"unattended"`
}

type jsonInterval struct {
	Lower float64 `json:"lower"`
	Upper float64 `json:"upper"`
}

// jsonObjective is what is written in the flow, and whether it is met.
type jsonObjective struct {
	Availability float64 `json:"availability"`
	Answer       string  `json:"answer"`
}

// jsonContribution is what one component costs a flow.
type jsonContribution struct {
	Component      string  `json:"component"`
	Minutes        float64 `json:"minutes"`
	PartialMinutes float64 `json:"partialMinutes"`
	Unavailability float64 `json:"unavailability"`
	Frequency      float64 `json:"frequency"`
	Birnbaum       float64 `json:"birnbaum"`
	RAW            float64 `json:"raw"`
	RRW            float64 `json:"rrw"`
	FussellVesely  float64 `json:"fussellVesely"`
}

// jsonAssumed is a number that is not written.
type jsonAssumed struct {
	Path   model.Path `json:"path"`
	Text   string     `json:"text"`
	Source string     `json:"source"`
}

func jsonAvailabilityOf(f figures) jsonAvailability {
	if f.known == nil {
		return jsonAvailability{Flow: f.flow.Name}
	}
	j := &jsonFigures{
		Total: jsonLossOf(f.known.Total), Partial: jsonLossOf(f.known.Partial),
		Contributions: each(f.known.Contributions, jsonContributionOf),
		Assumed: each(f.known.Assumptions, func(a formula.Assumption) jsonAssumed {
			return jsonAssumed{a.Path, a.Text, a.Source}
		}),
		WorseTaken: append([]model.Path{}, f.known.Undecided...),
		Monotone:   f.known.Monotone, MayFlap: f.known.MayFlap,
	}
	if objective := f.flow.Availability; objective > 0 {
		j.Objective = &jsonObjective{objective, f.known.Meets(objective).String()}
	}
	return jsonAvailability{Flow: f.flow.Name, Figures: j}
}

func jsonLossOf(l formula.Loss) jsonLoss {
	return jsonLoss{
		Exact: l.Repair.Exact(), Available: jsonInterval(l.Availability()), Minutes: jsonInterval(l.MinutesPerYear()),
		Repair: jsonInterval(perYear(l.Repair)), Failover: l.Failover, Acting: l.Acting,
		Unattended: jsonInterval(perYear(l.Unattended)),
	}
}

func jsonContributionOf(c formula.Contribution) jsonContribution {
	return jsonContribution{
		Component: c.Failure.Name(), Minutes: c.Minutes, PartialMinutes: c.PartialMinutes,
		Unavailability: c.Unavailability, Frequency: c.Frequency,
		Birnbaum: c.Birnbaum, RAW: c.RAW, RRW: c.RRW, FussellVesely: c.FussellVesely,
	}
}
