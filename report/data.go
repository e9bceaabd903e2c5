package report

import (
	"fmt"

	"github.com/loadpath/loadpath/markdown"
	"github.com/loadpath/loadpath/model"
)

// clusterTitle heads the text on a cluster.
func clusterTitle(s *model.Service) string {
	what := capital(markdown.Text(string(s.Kind)))
	if s.Data.MultiPrimary {
		return what + " cluster with many primaries"
	}
	return "Primary-replica " + markdown.Text(string(s.Kind)) + " cluster"
}

// cluster says who holds which copy, how changes travel, and who reads and
// writes where.
func (r *writer) cluster(s *model.Service) string {
	var text sentences
	if s.Data.MultiPrimary {
		text.add("Every member of %s accepts writes: %s.", code(s.Name), instanceNames(s.Instances, "and"))
	} else {
		text.add("The primary node is %s: it handles the write operations and replicates the data to the %s %s.",
			code(s.Primary().Name()), plural(len(s.Replicas()), "replica node", "replica nodes"), instanceNames(s.Replicas(), "and"))
	}
	text.add("%s", r.replicationMode(s))
	r.clientsOf(&text, s)
	for _, source := range s.Replication.Sources {
		text.add("%s copies from %s instead of the primary.", code(s.Name+"@"+source.Server), code(s.Name+"@"+source.Name))
	}
	return text.String()
}

// clientsOf says who reads and writes where; those that do alike share a
// sentence.
func (r *writer) clientsOf(text *sentences, s *model.Service) {
	var clauses []string
	alike := make(map[string][]string)
	for _, user := range r.usersOf(s) {
		for _, u := range usesOf(user) {
			if u.to != s {
				continue
			}
			verb, object := useClause(u)
			if alike[verb+object] == nil {
				clauses = append(clauses, verb+object)
			}
			alike[verb+object] = append(alike[verb+object], user.Name)
		}
	}
	for _, clause := range clauses {
		if users := alike[clause]; len(users) > 1 {
			text.add("Each of %s %s.", codes(users, "and"), clause)
		} else {
			text.add("%s %s.", code(users[0]), clause)
		}
	}
}

// replicationMode says what the primary waits for, and what that costs.
func (r *writer) replicationMode(s *model.Service) string {
	data := s.Data
	note := r.defaultNote(s, s.Replication.Mode == "", "replication is "+data.Mode)
	switch data.Mode {
	case "async":
		return fmt.Sprintf("Replication is asynchronous%s: the primary does not wait for the %s, so that the last writes that it acknowledged can be lost with it.", note, replicasOf(s))
	case "semi-sync":
		return fmt.Sprintf("Replication is semi-synchronous%s: a write is acknowledged once %s %s it, or after %s without, from when on writes can be lost with the primary.",
			note, count(data.WaitFor, "replica", "replicas"), plural(data.WaitFor, "has", "have"), data.WaitTimeout)
	case "sync":
		text := fmt.Sprintf("Replication is synchronous%s: a write is acknowledged once %s %s it", note, count(data.WaitFor, "replica", "replicas"), plural(data.WaitFor, "has", "have"))
		if data.WaitTimeout == model.Forever {
			return text + "; while there are too few, writes wait without end."
		}
		return text + fmt.Sprintf(", or after %s without.", data.WaitTimeout)
	case "group":
		n := len(s.Instances)
		return fmt.Sprintf("It is a group%s: a majority agrees on each write, so that %s can be lost and the others go on.", note, tolerated((n-1)/2, n))
	}
	return fmt.Sprintf("How its copies are kept is not written (%s).", code(string(s.Path.Field("replication").Field("mode"))))
}

func tolerated(n, of int) string {
	if n == 0 {
		return "none of the " + number(of) + " members"
	}
	return number(n) + " of the " + number(of) + " members"
}

// roles says what the primary does and what a replica does, here.
func (r *writer) roles(s *model.Service) string {
	if s.Primary() == nil {
		return ""
	}
	var text sentences
	one := len(s.Replicas()) == 1
	text.add("The primary node processes the write operations: it alone changes the data, and so keeps it consistent.")
	var fromReplicas, fromPrimary, fromAll bool
	for _, c := range r.incoming[s] {
		if c.Access != model.Writes {
			fromReplicas = fromReplicas || c.Role == model.Replicas
			fromPrimary = fromPrimary || c.Role == model.Primary
			fromAll = fromAll || c.Role == model.AllTargets
		}
	}
	subject := plural(len(s.Replicas()), "The replica node", "The replica nodes")
	verb := func(singular, many string) string { return plural(len(s.Replicas()), singular, many) }
	switch {
	case fromAll:
		text.add("%s %s read operations beside it, which spreads the load of the reads.", subject, verb("takes", "take"))
	case fromReplicas && !fromPrimary:
		text.add("%s %s all read operations, which takes their load off the primary; but nobody reads from the primary, so that reads stop with the %s although the data is there.", subject, verb("takes", "take"), verb("replica", "last replica"))
	case fromReplicas:
		text.add("%s %s some of the read operations.", subject, verb("takes", "take"))
	default:
		text.add("%s %s no requests: %s a spare copy.", subject, verb("takes", "take"), verb("it is", "each is"))
	}
	if one {
		text.add("It can be promoted to the primary role if the primary is lost.")
	} else {
		text.add("Any of them can be promoted to the primary role if the primary is lost.")
	}
	return text.String()
}

// failover says what happens when the primary is lost.
func (r *writer) failover(s *model.Service) string {
	if s.Primary() == nil {
		return ""
	}
	var text sentences
	data := s.Data
	switch {
	case !data.Automatic:
		text.add("It is manual: when the primary is lost, nobody but a person makes %s the primary, and until then there are no writes.", instanceNames(s.Replicas(), "or"))
	case data.Controller != nil:
		text.add("It is automatic: %s makes a replica the primary%s.", code(data.Controller.Name), r.takes(s))
	case data.Mode == "group":
		text.add("It is automatic: the members that are left elect a new primary%s.", r.takes(s))
	default:
		text.add("It is said to be automatic, but nothing that is written performs it (%s).", code(string(s.Path.Field("replication").Field("controller"))))
	}
	if data.Automatic && data.Address == nil {
		text.add("%s", r.afterwards(s))
	}
	return text.String()
}

// takes is how long an automatic failover lasts.
func (r *writer) takes(s *model.Service) string {
	if s.Data.Promotion == 0 {
		return "; how long that takes is not written"
	}
	return ", within " + s.Data.Promotion.String() + r.defaultNote(s, s.Replication.Promotion == 0, "a failover within "+s.Data.Promotion.String())
}

// afterwards says how those who write find the new primary.
func (r *writer) afterwards(s *model.Service) string {
	var finds, misses []string
	for _, c := range r.incoming[s] {
		if c.Role != model.Primary {
			continue
		}
		if c.Choose == model.ByCheck || c.Choose == model.ByClient {
			finds = append(finds, code(c.From.Name))
		} else {
			misses = append(misses, code(c.From.Name))
		}
	}
	switch {
	case len(finds) > 0 && len(misses) == 0:
		return list(finds, "and") + " " + plural(len(finds), "finds", "find") + " the new primary by " + plural(len(finds), "itself", "themselves") + "."
	case len(misses) > 0:
		return "How " + list(misses, "and") + " " + plural(len(misses), "finds", "find") + " the new primary is not written."
	}
	return "Nothing that is written writes to it."
}
