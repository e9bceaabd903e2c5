package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/markdown"
	"github.com/loadpath/loadpath/model"
)

// few is how many alike are named one by one.
const few = 4

// serverNames names servers, the many alike of one entry by the first and the
// last.
func serverNames(servers []*model.Server, conjunction string) string {
	var words []string
	for i := 0; i < len(servers); {
		run := 1
		for i+run < len(servers) && servers[i+run].Group == servers[i].Group {
			run++
		}
		words = append(words, runOf(servers[i:i+run], conjunction)...)
		i += run
	}
	return list(capped(words), conjunction)
}

// runOf names servers of one entry. Between "or", many are "any of" them.
func runOf(servers []*model.Server, conjunction string) []string {
	if len(servers) > few {
		all := servers[0].Group.Servers
		text := code(all[0].Name) + " to " + code(all[len(all)-1].Name)
		switch {
		case !slices.Equal(servers, all):
			text = number(len(servers)) + " of " + text
		case conjunction == "or":
			text = "any of " + text
		}
		return []string{text}
	}
	words := make([]string, len(servers))
	for i, server := range servers {
		words[i] = code(server.Name)
	}
	return words
}

// instanceNames names instances, the many of one service by their number.
func instanceNames(instances []*model.Instance, conjunction string) string {
	var words []string
	for i := 0; i < len(instances); {
		service := instances[i].Service
		run := 1
		for i+run < len(instances) && instances[i+run].Service == service {
			run++
		}
		switch {
		case run > 2 && run == len(service.Instances) && conjunction == "or":
			words = append(words, fmt.Sprintf("any of the %s instances of %s", number(run), code(service.Name)))
		case run > few && run == len(service.Instances):
			words = append(words, fmt.Sprintf("all %s instances of %s", number(run), code(service.Name)))
		case run > few:
			words = append(words, fmt.Sprintf("%s instances of %s (%s to %s)", number(run), code(service.Name), code(instances[i].Name()), code(instances[i+run-1].Name())))
		default:
			for _, instance := range instances[i : i+run] {
				words = append(words, code(instance.Name()))
			}
		}
		i += run
	}
	return list(capped(words), conjunction)
}

// runsOn says where a service runs, as the end of a sentence.
func runsOn(s *model.Service) string {
	servers := make([]*model.Server, 0, len(s.Instances))
	for _, instance := range s.Instances {
		servers = append(servers, instance.Server)
	}
	switch {
	case len(servers) > few:
		return fmt.Sprintf("each of the %s servers %s", number(len(servers)), serverNames(servers, "and"))
	}
	return serverNames(servers, "and")
}

// alone ends a sentence on where a service runs.
func alone(s *model.Service) string {
	if len(s.Instances) == 1 {
		return " alone"
	}
	return ""
}

// serviceNames names services.
func serviceNames(services []*model.Service, conjunction string) string {
	names := make([]string, len(services))
	for i, service := range services {
		names[i] = service.Name
	}
	return codes(names, conjunction)
}

// softwareName is the software of a service as people write it, or empty.
func softwareName(s *model.Service) string { return markdown.Text(s.Defaults.Title) }

// every is an interval: "every day", "every 2s".
func every(d model.Duration) string {
	switch d {
	case model.Second:
		return "every second"
	case 60 * model.Second:
		return "every minute"
	case 3600 * model.Second:
		return "every hour"
	case 24 * 3600 * model.Second:
		return "every day"
	}
	return "every " + d.String()
}

// clientName is where requests come from, in a sentence.
func clientName(a *model.Architecture, name string) string {
	client := a.Client(name)
	switch {
	case name == model.Internet:
		return "the internet"
	case client == nil || client.Title == "":
		return code(name)
	}
	return markdown.Text(client.Title)
}

// flowNoun is a flow as the subject of a sentence, and whether it is many.
func flowNoun(f *model.Flow) (noun string, many bool) {
	if f.Name != string(f.Kind) || f.Title != "" {
		return code(f.Name), false
	}
	switch f.Kind {
	case model.ReadFlow:
		return "reads", true
	case model.WriteFlow:
		return "writes", true
	}
	return "static files", true
}

// protocolName is a protocol as people write it.
func protocolName(protocol string) string {
	switch protocol {
	case "http", "https", "tls", "tcp", "udp", "smtp", "imap", "ldap", "dns", "ssh", "ftp", "nfs", "amqp", "mqtt", "vrrp", "ajp":
		return strings.ToUpper(protocol)
	case "grpc":
		return "gRPC"
	case "mysql":
		return "MySQL"
	case "postgresql":
		return "PostgreSQL"
	case "mongodb":
		return "MongoDB"
	}
	return capital(markdown.Text(protocol))
}
