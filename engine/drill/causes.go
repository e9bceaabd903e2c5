package drill

import (
	"slices"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// Cause is what may lie behind a difference, and what to do about it in the
// architecture. Nothing here is certain: the drill sees requests, and not why
// they fail.
type Cause struct {
	Text string     `json:"text"`
	Path model.Path `json:"path,omitempty"`
}

// mostCauses are as many as a reader goes through.
const mostCauses = 3

// clue is what a field of the architecture has to do with a difference.
type clue struct{ field, text string }

// The fields that are no field of a use or service by name.
const (
	theUse     = "uses"   // a use as a whole
	theService = "server" // a service as a whole
)

// clues are what to look at first, and then.
func clues(s Shape) []clue {
	switch s {
	case LosesWrites:
		return []clue{
			{"replication", "the mode that runs is weaker than the one written, or writes are not durable: write the mode that runs"},
			{theUse, "writes were acknowledged that the primary never had: write where they go"},
		}
	case LosesMore:
		return []clue{
			{"optional", "it does need that: take optional away"},
			{"check", "the check sees less than it is written to reach, or more: write in reaches what it goes through"},
			{"retry", "the failure is not one that is tried again: write in on which are"},
			{"choose", "it does not turn to another target, or only after a timeout: write choose and timeout as they are"},
			{"balance", "more targets are active than drawn, or the backups do not take over: write mode and active as they are"},
			{"reads", "reads take another way: write where they go"},
			{"targets", "requests take another way: write where they go"},
			{"address", "the address does not move: write how clients find it"},
			{"replication", "roles move otherwise than written: write failover and promotion as they are"},
		}
	case StepFails:
		return []clue{
			{"replication", "whoever writes is not told of the new primary: write how it is found in address"},
			{"reads", "reads go on to what is gone: write where they go"},
			{"targets", "requests go on to what is gone: write where they go"},
			{"check", "the check does not pass at what took over: write in reaches what it goes through"},
			{theUse, "a connection that was open before is kept: write the timeout"},
		}
	case StaysLost:
		return []clue{
			{"check", "the check does not see what is wrong: write in reaches what it goes through"},
			{"balance", "the backups do not take over: write mode and active as they are"},
			{"address", "the address does not move: write how clients find it"},
			{"replication", "nothing promotes a replica: write failover: \"manual\""},
			{"choose", "it stays with what is gone: write choose: \"fixed\""},
		}
	case TakesLonger:
		return []clue{
			{"check", "a check that is not answered lasts its timeout as well, or there is more of it than written: write every, timeout and fall as they are"},
			{"timeout", "requests wait longer than written: write connect and response as they are"},
			{"replication", "a promotion takes longer than written: write promotion as it is"},
			{"address", "the address moves later than written: write advert, or every and fall, as they are"},
			{"retry", "requests are tried too often at what is gone: write tries"},
		}
	case LosesLess:
		return []clue{
			{"retry", "requests are tried again elsewhere: write tries, redispatch and on as they are"},
			{"check", "the check sees more than is written: write in reaches what it goes through"},
			{"choose", "another target is tried: write choose: \"client\" or \"passive\""},
			{"reads", "there is a second way to read: write both, as reads: \"all\""},
			{"balance", "more targets are active than drawn: write mode and active as they are"},
			{"targets", "there is another way: write it"},
			{"address", "another instance takes over: write how clients find it in address"},
			{theUse, "another target is tried, or it works without: write choose and retry, or optional: true"},
		}
	case ComesBack:
		return []clue{
			{"replication", "a machine promotes a replica: write failover: \"automatic\" and promotion"},
			{"check", "the check sees more than is written: write in reaches what it goes through"},
			{"balance", "something took over: write mode and active as they are"},
			{"reads", "there is a second way to read: write both, as reads: \"all\""},
			{"address", "the address moves: write how in address"},
			{theUse, "another target is tried after a while: write choose and check as they are"},
			{theService, "something started it again: write restart as it is"},
		}
	case StepHelpsMore:
		return []clue{
			{"reads", "reads have a second way: write both, as reads: \"all\""},
			{"targets", "there is another way: write it"},
			{theUse, "another target is tried: write choose and retry as they are"},
		}
	}
	return nil
}

// causes are the clues for which the prediction hangs on such a field, and where
// there are none, where to look instead.
func causes(s Shape, p Prediction) []Cause {
	var found []Cause
	reasons := slices.Concat(p.Why, p.Relies)
	for _, clue := range clues(s) {
		for _, r := range reasons {
			seen := slices.ContainsFunc(found, func(c Cause) bool { return c.Path == r.Path })
			if fieldOf(r.Path) == clue.field && !seen && len(found) < mostCauses {
				found = append(found, Cause{Text: r.Text + ": likely " + clue.text, Path: r.Path})
			}
		}
	}
	if len(found) == 0 {
		found = append(found, Cause{
			Text: "nothing that is written decides this: likely " + p.Flow + " goes another way than drawn; its way is in flows." + p.Flow + ", and loadpath logs " + p.Flow + " shows what it passes",
			Path: model.Path("flows").Field(p.Flow),
		})
	}
	return found
}

// fieldOf is which field of a use or a service a path is about:
// services.lb.uses.web.check is about check, and so is all below it.
func fieldOf(path model.Path) string {
	parts := strings.Split(string(path), ".")
	if len(parts) < 2 || parts[0] != "services" && parts[0] != "externals" {
		return ""
	}
	rest := parts[2:]
	whole := theService
	if len(rest) >= 2 && rest[0] == theUse {
		rest, whole = rest[2:], theUse
	}
	if len(rest) == 0 {
		return whole
	}
	field, _, _ := strings.Cut(rest[0], "[")
	if field == "on" {
		return theService
	}
	return field
}
