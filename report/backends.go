package report

import (
	"slices"
	"strings"

	"github.com/loadpath/loadpath/markdown"
	"github.com/loadpath/loadpath/model"
)

// usesClauses says what a service does with those that it uses: "uses `cache`
// and `payment`", with further verbs after a semicolon.
func usesClauses(s *model.Service) string {
	var clauses, objects []string
	verb := ""
	flush := func() {
		if len(objects) > 0 {
			clauses = append(clauses, verb+list(objects, "and"))
		}
		objects = nil
	}
	for _, u := range usesOf(s) {
		next, object := useClause(u)
		if next != verb || next == "" {
			flush()
		}
		verb = next
		objects = append(objects, object)
	}
	flush()
	return strings.Join(clauses, "; it ")
}

// useClause says what one service does with another: a verb and its object. A
// clause with two verbs has all of it in the object.
func useClause(u use) (verb, object string) {
	if len(u.connections) == 2 || u.connections[0].Access != model.Any {
		object = readsAndWrites(u)
	} else {
		verb, object = whole(u)
	}
	if u.connections[0].Optional {
		object += " (optional)"
	}
	if u.connections[0].StartOnly {
		object += " (at its start only)"
	}
	return verb, object
}

// whole is a use whose reads and writes go the same way.
func whole(u use) (verb, object string) {
	name := code(u.to.Name)
	verb = "uses "
	switch u.to.Kind {
	case model.WebServer, model.ApplicationServer, model.LoadBalancer:
		verb = "passes requests on to "
	}
	switch u.connections[0].Role {
	case model.SameServer:
		if u.to.Primary() != nil {
			return "", "reads from the member of " + name + " on its own server, and can write to it only where that is the primary"
		}
		return verb, name + " on its own server"
	case model.Primary:
		return "", "reads from and writes to the primary of " + name
	case model.Replicas:
		return "", "reads from the " + replicasOf(u.to) + " of " + name
	}
	return verb, name
}

// readsAndWrites is a use whose reads and writes part ways.
func readsAndWrites(u use) string {
	name := code(u.to.Name)
	var clauses []string
	for i, c := range u.connections {
		if i > 0 {
			name = "it"
		}
		where := "any member of " + name
		switch c.Role {
		case model.Replicas:
			where = "the " + replicasOf(u.to) + " of " + name
		case model.Primary:
			where = "the primary of " + name
			if i > 0 {
				where = "its primary"
			}
		case model.SameServer:
			where = "the member of " + name + " on its own server"
			if c.Access == model.Writes && u.to.Primary() != nil {
				where += ", which takes them only where it is the primary"
			}
		}
		if c.Access == model.Reads {
			clauses = append(clauses, "reads from "+where)
		} else {
			clauses = append(clauses, "writes to "+where)
		}
	}
	return list(clauses, "and")
}

func replicasOf(s *model.Service) string { return plural(len(s.Replicas()), "replica", "replicas") }

// applicationServer: runs the code.
func (r *writer) applicationServer(text *sentences, s *model.Service) {
	switch {
	case s.Build != "":
		text.add("It runs the code in %s and generates the dynamic content.", code(s.Build))
	case s.Image != "":
		text.add("It runs the image %s and generates the dynamic content.", code(s.Image))
	default:
		text.add("It runs the code and generates the dynamic content.")
	}
	from := r.callers(s)
	clauses := usesClauses(s)
	switch {
	case from != "" && clauses != "":
		text.add("It processes the requests from %s; for the answer it %s.", from, clauses)
	case from != "":
		text.add("It processes the requests from %s.", from)
	case clauses != "":
		text.add("It %s.", clauses)
	}
	switch s.Sessions {
	case "":
	case "memory":
		text.add("It keeps user sessions in its memory: a user whose instance is lost has to log in again.")
	case "cookie":
		text.add("User sessions travel in a cookie, so that any instance can answer.")
	case "none":
		text.add("It keeps no user sessions.")
	default:
		text.add("It keeps user sessions in %s.", code(s.Sessions))
	}
}

// store: a database, a cache or a queue.
func (r *writer) store(text *sentences, s *model.Service) {
	users := serviceNames(r.usersOf(s), "and")
	if users == "" {
		users = "whoever uses it"
	}
	switch s.Kind {
	case model.Database:
		text.add("It stores the data, so that %s can retrieve and modify it.", users)
	case model.Cache:
		text.add("It keeps for %s what is costly to get again.", users)
	default:
		text.add("It passes on work for %s.", users)
	}
	if n := len(r.usersOf(s)); r.optionalToAll(s) {
		text.add("%s %s work without it, perhaps more slowly.", users, plural(n, "does its", "do their"))
	}
	r.persistence(text, s)
}

// optionalToAll tells whether nobody needs the service.
func (r *writer) optionalToAll(s *model.Service) bool {
	needed := slices.ContainsFunc(r.incoming[s], func(c *model.Connection) bool { return !c.Optional })
	return len(r.incoming[s]) > 0 && !needed
}

// persistence says how many copies there are.
func (r *writer) persistence(text *sentences, s *model.Service) {
	switch {
	case s.Data != nil && s.Data.MultiPrimary:
		text.add("Every one of its %s accepts writes and passes them to the others.", count(len(s.Instances), "member", "members"))
	case s.Primary() != nil && len(s.Replicas()) > 0:
		text.add("It keeps %s copies of the data: that of the primary, %s, and that of the %s, %s.", number(len(s.Instances)),
			code(s.Primary().Name()), replicasOf(s), instanceNames(s.Replicas(), "and"))
	case s.Kind == model.Database && len(s.Instances) == 1:
		text.add("There is one copy of the data.")
	}
}

// worker: works without being asked by a user.
func (r *writer) worker(text *sentences, s *model.Service) {
	if s.Schedule != "" {
		text.add("It works without being asked, on the schedule %s.", code(s.Schedule))
	} else {
		text.add("It works all the time, without being asked by a user.")
	}
	r.usesSentence(text, s)
}

// other: monitoring and whatever has no kind of its own.
func (r *writer) other(text *sentences, s *model.Service) {
	for _, service := range r.a.Services {
		if service.Data != nil && service.Data.Controller == s {
			text.add("It makes a replica the primary of %s when the primary fails.", code(service.Name))
		}
	}
	if s.Kind == model.Monitoring {
		text.add("It watches %s.", r.watched(s))
	}
	if from := r.callers(s); from != "" {
		text.add("It takes the requests from %s.", from)
	}
	r.usesSentence(text, s)
}

func (r *writer) usesSentence(text *sentences, s *model.Service) {
	if clauses := usesClauses(s); clauses != "" {
		text.add("It %s.", clauses)
	}
}

// external: what somebody else runs.
func (r *writer) external(text *sentences, s *model.Service) {
	who := "Somebody else"
	if s.Provider != "" {
		who = markdown.Text(s.Provider)
	}
	text.add("%s runs it: it is on no server of ours, and fails as a whole.", who)
	if from := r.callers(s); from != "" {
		text.add("It takes the requests from %s.", from)
	}
	r.usesSentence(text, s)
	if s.Availability > 0 {
		text.add("Its availability is given as %s.", percent(s.Availability))
	}
}
