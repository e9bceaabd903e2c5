package validate

import (
	"fmt"

	"github.com/loadpath/loadpath/analysis/advice"
	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/model"
)

// avl009 finds addresses that stay with a server whose process is dead.
func avl009(in *Input) []findings.Finding { return causesOf(in, "AVL009") }

// untrackedAddresses are those that follow the server and not the process.
func untrackedAddresses(v *investigation) []*cause {
	var found []*cause
	for _, service := range v.Architecture.Services {
		if len(service.Instances) < 2 {
			continue
		}
		if a := service.Address; a != nil && followsServer(a) {
			found = append(found, v.untracked(service, a, service.Path.Field("address")))
		}
		if r := service.Replication; r != nil && r.Address != nil && followsServer(r.Address) {
			found = append(found, v.untracked(service, r.Address, service.Path.Field("replication").Field("address")))
		}
	}
	return found
}

func followsServer(a *model.Address) bool {
	return (a.By == "virtual-ip" || a.By == "anycast") && a.Tracks != "process"
}

func (v *investigation) untracked(s *model.Service, a *model.Address, at model.Path) *cause {
	what := "virtual IP"
	if a.By == "anycast" {
		what = "anycast address"
	}
	at = at.Field("tracks")
	return &cause{
		finding: findings.Finding{
			Path:    at,
			Summary: fmt.Sprintf("the %s of %s does not follow the process", what, s.Name),
			Detail:  fmt.Sprintf("It moves when a server is gone. Where %s has crashed and its server lives, it stays, and users are refused.", s.Name),
			Subject: s.Name,
		},
		mends: []advice.Change{{
			Sentence: fmt.Sprintf("let the %s follow the process", what),
			Edits:    []advice.Edit{advice.Write(at, "process")},
		}},
		flows:    v.reach.through[s],
		services: []*model.Service{s},
	}
}
