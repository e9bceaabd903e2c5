package validate

import (
	"fmt"

	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/model"
)

// mdl001 finds numbers that cannot be reached: connections with no target, or
// with fewer than they need, and quorums larger than the membership.
func mdl001(in *Input) []findings.Finding {
	var found []findings.Finding
	for _, service := range in.Architecture.AllServices() {
		seen := make(map[*model.Use]bool)
		for _, c := range service.Connections {
			if f := emptyPool(c); f != nil {
				found = append(found, *f)
			} else if f := smallPool(c); f != nil && !seen[c.Use] {
				found = append(found, *f)
				seen[c.Use] = true
			}
		}
		found = append(found, membership(service)...)
	}
	return found
}

// emptyPool finds a connection that reaches nothing, from all or from some of
// the instances that use it.
func emptyPool(c *model.Connection) *findings.Finding {
	switch {
	case c.Role == model.SameServer:
		return strangers(c)
	case len(c.Targets(nil)) > 0:
		return nil
	}
	where := "it is not replicated"
	if c.To.Replication != nil {
		where = fmt.Sprintf("it runs on %s only", and(c.To.On))
	}
	return &findings.Finding{
		Path:    c.Path(),
		Summary: fmt.Sprintf("%s uses the replicas of %s, and %s has none", c.From.Name, c.To.Name, c.To.Name),
		Detail:  fmt.Sprintf("%s has no replicas since %s, so that nothing can answer.\nPut %s on another server and replicate it, or use the primary.", c.To.Name, where, c.To.Name),
		Related: []findings.Related{{Path: c.To.Path, Message: c.To.Name + " is written here"}},
		Subject: c.Name(),
	}
}

// strangers finds instances that must use the target on their own server,
// where there is none.
func strangers(c *model.Connection) *findings.Finding {
	var alone []string
	for _, from := range c.From.Instances {
		if len(c.Targets(from)) == 0 {
			alone = append(alone, from.Name())
		}
	}
	if len(alone) == 0 {
		return nil
	}
	return &findings.Finding{
		Path:    c.Use.Path.Field("targets"),
		Summary: fmt.Sprintf("%s %s no %s on the same server", and(alone), plural(len(alone), "has", "have"), c.To.Name),
		Detail:  fmt.Sprintf("%s is to use the %s on its own server, and %s runs elsewhere.\nPut %s on the same servers, or write targets: \"all\".", c.From.Name, c.To.Name, c.To.Name, c.To.Name),
		Related: []findings.Related{{Path: c.To.Path.Field("on"), Message: c.To.Name + " runs on these servers"}},
		Subject: c.Name(),
	}
}

// smallPool finds a connection that needs more targets than there are.
func smallPool(c *model.Connection) *findings.Finding {
	targets := len(c.Targets(nil))
	if c.Role == model.SameServer {
		targets = 1
	}
	if c.AtLeast <= targets {
		return nil
	}
	return &findings.Finding{
		Path: c.Use.Path.Field("atLeast"),
		Summary: fmt.Sprintf("%s needs %d instances of %s and reaches %d", c.From.Name, c.AtLeast,
			c.To.Name, targets),
		Detail:  fmt.Sprintf("So it is never satisfied, even with nothing failed.\nWrite atLeast: %d or less, or put %s on more servers.", targets, c.To.Name),
		Related: []findings.Related{{Path: c.To.Path.Field("on"), Message: c.To.Name + " runs on these servers"}},
		Subject: c.Name(),
	}
}

// membership finds a cluster that needs more members than it has, and writes
// that wait for more copies than there are.
func membership(s *model.Service) []findings.Finding {
	var found []findings.Finding
	if s.Quorum > len(s.Instances) {
		found = append(found, findings.Finding{
			Path:    s.Path.Field("quorum"),
			Summary: fmt.Sprintf("%s needs %d members alive and has %d", s.Name, s.Quorum, len(s.Instances)),
			Detail: fmt.Sprintf("So it never works, even with nothing failed.\nA majority of %d is %d: write that, or put %s on more servers.",
				len(s.Instances), len(s.Instances)/2+1, s.Name),
		})
	}
	if s.Replication == nil || s.Replication.WaitFor == 0 {
		return found
	}
	others := max(0, len(s.Instances)-1)
	if s.Replication.WaitFor > others {
		found = append(found, findings.Finding{
			Path:    s.Path.Field("replication").Field("waitFor"),
			Summary: fmt.Sprintf("a write to %s waits for %d copies, and there %s %d", s.Name, s.Replication.WaitFor, plural(others, "is", "are"), others),
			Detail:  fmt.Sprintf("The copy that takes the write does not count.\nWrite waitFor: %d or less, or put %s on more servers.", max(1, others), s.Name),
		})
	}
	return found
}
