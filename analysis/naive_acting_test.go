package analysis_test

import "github.com/loadpath/loadpath/model"

// canPromote: as many instances of a controller function as its quorum says.
// Of all that is alive whatever lacks something is struck off, one after the
// other, until nothing is.
func (n *naive) canPromote(controller *model.Service) bool {
	if n.fit == nil {
		n.fit = map[*model.Instance]bool{}
		for _, i := range n.a.Instances() {
			n.fit[i] = !n.dead(i) && !n.useless(i)
		}
		for struck := true; struck; {
			struck = false
			for i, fit := range n.fit {
				if fit && n.lacksSomething(i) {
					n.fit[i], struck = false, true
				}
			}
		}
	}
	return n.fitOf(controller.Instances) >= max(1, controller.Quorum)
}

// heldDown: agents that are alive demote whoever a person promotes.
func (n *naive) heldDown(db *model.Service) bool {
	return lookedAfter(db) && agent(db) && db.Data.Automatic && n.aliveOf(db.Data.Controller) > 0 && !n.canPromote(db.Data.Controller)
}

// lacksSomething: too few that an instance needs at run time function.
func (n *naive) lacksSomething(i *model.Instance) bool {
	for _, c := range i.Service.Connections {
		if needsToPromote(c) && (n.fitOf(n.open(i, reached(c, i))) < max(1, c.AtLeast) || n.fitOf(c.To.Instances) < c.To.Quorum) {
			return true
		}
	}
	return false
}

func (n *naive) fitOf(all []*model.Instance) (count int) {
	for _, i := range all {
		if n.fit[i] {
			count++
		}
	}
	return count
}

// needsToPromote: it is no use to the controller without this. It needs none of
// the data that it looks after.
func needsToPromote(c *model.Connection) bool {
	return !c.Optional && c.Use.When != "start" && !(c.To.Data != nil && c.To.Data.Controller == c.From)
}

// behindController are a controller and all services that it needs, which are
// none for nobody.
func behindController(controller *model.Service) []*model.Service {
	if controller == nil {
		return nil
	}
	all := map[*model.Service]bool{controller: true}
	found := []*model.Service{controller}
	for i := 0; i < len(found); i++ {
		for _, c := range found[i].Connections {
			if needsToPromote(c) && !all[c.To] {
				all[c.To] = true
				found = append(found, c.To)
			}
		}
	}
	return found
}
