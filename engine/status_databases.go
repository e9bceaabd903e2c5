package engine

import (
	"context"
	"strings"

	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/model"
)

// databases asks the members of each database who they are.
func (e *Engine) databases(ctx context.Context, s *Stack, p *compose.Project, there []running) []Database {
	var found []Database
	for _, service := range p.Architecture.Services {
		grouped := service.Defaults.Name == "mysql" && service.Data != nil && service.Data.Mode == "group"
		software := e.replicationOf(service)
		if !grouped && software == nil {
			continue
		}
		d := Database{Service: service.Name}
		if !grouped {
			d.Drawn = s.Architecture.Service(service.Name).Primary().Name()
		}
		for _, i := range service.Instances {
			r := find(there, containerOf(p, i.Name()).Name)
			switch {
			case !r.up():
				d.Members = append(d.Members, DatabaseMember{Instance: i.Name(), Role: "unknown", Trouble: "it is not up"})
			case grouped:
				d.Members = append(d.Members, e.grouped(ctx, r.id, i))
			default:
				m, err := software.ask(ctx, r.id)
				d.Members = append(d.Members, describe(i, m, err, containerOf(p, service.Primary().Name()), i == service.Primary()))
			}
		}
		if grouped && !service.Data.MultiPrimary {
			agree(d.Members)
		}
		found = append(found, d)
	}
	return found
}

// agree marks members of a group that has not exactly one primary: one that was
// frozen takes itself for the primary until it hears of the others.
func agree(members []DatabaseMember) {
	primaries := 0
	for _, m := range members {
		if m.Role == "primary" {
			primaries++
		}
	}
	for i := range members {
		m := &members[i]
		switch {
		case primaries > 1 && m.Role == "primary":
			m.Trouble = "it is not the only one that takes itself for the primary"
		case primaries == 0 && m.Role == "replica":
			m.Trouble = "it knows of no primary"
		}
	}
}

// askGrouped asks a member of a group for its state, and whether it sees a
// majority: one that is cut off takes itself for the primary for a while.
const askGrouped = `SELECT MEMBER_STATE AS state, MEMBER_ROLE AS role,
  (SELECT SUM(MEMBER_STATE IN ('ONLINE', 'RECOVERING')) * 2 > COUNT(*) FROM performance_schema.replication_group_members) AS majority
  FROM performance_schema.replication_group_members WHERE MEMBER_ID = @@server_uuid;`

// grouped is a member of a group, as it sees itself in it.
func (e *Engine) grouped(ctx context.Context, id string, i *model.Instance) DatabaseMember {
	ctx, cancel := context.WithTimeout(ctx, memberAnswers)
	defer cancel()
	r, err := mysql{e}.sql(ctx, id, askGrouped)
	return describeGrouped(i, r, err)
}

func describeGrouped(i *model.Instance, r record, err error) DatabaseMember {
	d := DatabaseMember{Instance: i.Name(), Role: "replica"}
	switch {
	case err != nil:
		d.Role, d.Trouble = "unknown", "it does not answer: "+printable(err.Error())
	case r["state"] != "ONLINE":
		d.Role, d.Trouble = "unknown", "in the group it is "+strings.ToLower(printable(r["state"]))
	case r["majority"] != "1":
		d.Role, d.Trouble = "unknown", "it sees no majority of the group, and takes no writes"
	case r["role"] == "PRIMARY":
		d.Role = "primary"
	}
	return d
}

// describe is a member as status shows it.
func describe(i *model.Instance, m member, err error, primary *compose.Container, isPrimary bool) DatabaseMember {
	d := DatabaseMember{Instance: i.Name(), Role: "replica"}
	switch {
	case err != nil:
		d.Role, d.Trouble = "unknown", "it does not answer: "+printable(err.Error())
	case m.Source == "" && !m.ReadOnly:
		d.Role = "primary"
		if !isPrimary {
			d.Trouble = "it takes writes, and is not the primary"
		}
	case isPrimary:
		d.Trouble = "it is to be the primary, and takes no writes"
	case m.Source == "":
		d.Trouble = "it follows nobody"
	case !isAt(primary, m.Source):
		d.Trouble = "it follows another than the primary"
	case m.Receiving != "Yes" || m.Applying != "Yes":
		d.Trouble = "it receives: " + strings.ToLower(m.Receiving) + ", it applies: " + strings.ToLower(m.Applying)
		if m.Trouble != "" {
			d.Trouble += ": " + printable(m.Trouble)
		}
	case !m.ReadOnly:
		d.Trouble = "it takes writes, and is a replica"
	}
	if d.Role == "replica" && m.Lag >= 0 {
		d.Lag = &m.Lag
	}
	return d
}
