package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/markdown"
	"github.com/loadpath/loadpath/model"
)

// kindName is what kind of tier a service is, in words.
func kindName(s *model.Service) string {
	switch s.Kind {
	case model.LoadBalancer:
		return "load balancer"
	case model.WebServer:
		return "web server"
	case model.ApplicationServer:
		return "application server"
	case model.Custom:
		return "service"
	case model.External:
		return externalKind(s.Provides)
	}
	return markdown.Text(string(s.Kind))
}

// externalKind is what an external is to us, in words.
func externalKind(provides string) string {
	switch provides {
	case "cdn":
		return "CDN"
	case "dns":
		return "DNS"
	case "api":
		return "third-party API"
	case "load-balancer":
		return "external load balancer"
	case "other", "":
		return "external"
	}
	return "external " + markdown.Text(provides)
}

// serviceTitle heads the text on a service: "Load balancer `lb` (HAProxy)".
func serviceTitle(s *model.Service) string {
	name := capital(kindName(s)) + " " + code(s.Name)
	if s.Title != "" {
		name = markdown.Text(s.Title) + ", " + kindName(s) + " " + code(s.Name)
	}
	if software := softwareName(s); software != "" && s.Defaults.Title != s.Name {
		if s.Version != "" {
			software += " " + markdown.Text(s.Version)
		}
		name += " (" + software + ")"
	}
	return name
}

// serviceText says what a service is and what it does here.
func (r *writer) serviceText(s *model.Service) string {
	var text sentences
	text.user(s.Description)
	switch s.Kind {
	case model.LoadBalancer:
		r.loadBalancer(&text, s)
	case model.WebServer:
		r.webServer(&text, s)
	case model.ApplicationServer:
		r.applicationServer(&text, s)
	case model.Database, model.Cache, model.Queue:
		r.store(&text, s)
	case model.Worker:
		r.worker(&text, s)
	case model.External:
		r.external(&text, s)
	default:
		r.other(&text, s)
	}
	if s.Kind != model.External {
		text.add("It runs on %s%s.", runsOn(s), alone(s))
	}
	if s.Quorum > 0 {
		text.add("It works only while at least %s of its %s are alive.", number(s.Quorum), count(len(s.Instances), "instance", "instances"))
	}
	if s.Owner != "" {
		text.add("Its owner is %s.", markdown.Text(s.Owner))
	}
	return text.String()
}

// callers says whose requests a service takes: "the internet (HTTP on port
// 80)", "`lb`".
func (r *writer) callers(s *model.Service) string {
	var words []string
	var clients []string
	for _, listener := range s.Listen {
		if listener.From != "" && !slices.Contains(clients, listener.From) {
			clients = append(clients, listener.From)
		}
	}
	for _, client := range clients {
		words = append(words, fmt.Sprintf("%s (%s)", clientName(r.a, client), doors(s, client)))
	}
	for _, user := range r.usersOf(s) {
		words = append(words, code(user.Name))
	}
	return list(words, "and")
}

// doors are the listeners for a client in words, those that answer first.
func doors(s *model.Service, client string) string {
	var answer, redirect []string
	for _, l := range s.Listen {
		if l.From != client {
			continue
		}
		text := fmt.Sprintf("%s on port %d", protocolName(l.Protocol), l.Port)
		switch {
		case l.Redirect != "":
			redirect = append(redirect, text+" only to be sent to "+protocolName(l.Redirect))
			continue
		case l.TLS != nil && l.Protocol != "https" && l.Protocol != "tls":
			text += " within TLS"
		}
		answer = append(answer, text)
	}
	if len(answer) > 0 {
		redirect = append([]string{list(answer, "and")}, redirect...)
	}
	return strings.Join(redirect, "; ")
}

// loadBalancer: takes requests and chooses who answers them.
func (r *writer) loadBalancer(text *sentences, s *model.Service) {
	from := r.callers(s)
	if from == "" {
		text.add("Nothing that is written sends it requests.")
	} else {
		text.add("It takes the requests from %s.", from)
	}
	for _, u := range usesOf(s) {
		targets := len(u.connections[0].Targets(s.Instances[0]))
		switch {
		case targets > 1:
			text.add("It decides which of the %s instances of %s answers each of them%s.", number(targets), code(u.to.Name), byAlgorithm(u.connections[0]))
		default:
			text.add("It passes them on to %s.", code(u.to.Name))
		}
	}
	if r.encrypts(s) {
		text.add("It terminates TLS.")
	}
	if s.Cache != nil {
		text.add("%s", cacheSentence(s.Cache))
	}
}

// byAlgorithm names the algorithm, as the end of a clause.
func byAlgorithm(c *model.Connection) string {
	algorithm, _ := algorithmOf(c)
	if algorithm == "" {
		return ""
	}
	return ", by " + algorithmName(algorithm)
}

// webServer: serves files, passes the rest on. What else a web server may do
// is named where it does not.
func (r *writer) webServer(text *sentences, s *model.Service) {
	if from := r.callers(s); from != "" {
		text.add("It handles the requests from %s.", from)
	}
	if s.Static != "" {
		text.add("It serves the static files in %s itself%s.", code(s.Static), r.passesOn(s, ", and "))
	} else if onward := r.passesOn(s, ""); onward != "" {
		text.add("It serves no static files, and %s.", onward)
	}
	balances := slices.ContainsFunc(usesOf(s), func(u use) bool {
		return len(u.connections[0].Targets(s.Instances[0])) > 1
	})
	tasks := []struct {
		does bool
		verb string
		what string
	}{{balances, "balance", "load"}, {s.Cache != nil, "cache", "responses"}, {r.encrypts(s), "terminate", "TLS"}}
	var does, not []string
	for _, task := range tasks {
		if task.does {
			does = append(does, task.verb+"s "+task.what)
		} else {
			not = append(not, task.verb+" "+task.what)
		}
	}
	if len(does) > 0 {
		text.add("It also %s.", list(does, "and"))
	}
	if s.Cache != nil {
		text.add("%s", cacheSentence(s.Cache))
	}
	if len(not) > 0 {
		text.add("A web server can also %s; here it does not.", list(not, "or"))
	}
}

// passesOn says whom a web server passes requests to.
func (r *writer) passesOn(s *model.Service, before string) string {
	if clauses := usesClauses(s); clauses != "" {
		return before + clauses
	}
	return ""
}

// encrypts tells whether clients or callers speak TLS to a service.
func (r *writer) encrypts(s *model.Service) bool {
	return slices.ContainsFunc(s.Listen, (*model.Listener).Encrypted) ||
		slices.ContainsFunc(r.incoming[s], (*model.Connection).Encrypted)
}

func cacheSentence(cache *model.ResponseCache) string {
	text := "It keeps responses and serves them again"
	if len(cache.Paths) > 0 {
		text += ", under " + codes(cache.Paths, "and")
	}
	if cache.TTL > 0 {
		text += ", for " + cache.TTL.String()
	}
	if cache.Size > 0 {
		text += ", at most " + cache.Size.String() + " of them"
	}
	if isTrue(cache.Stale) {
		text += "; an old one too when no fresh one can be had"
	}
	return text + "."
}
