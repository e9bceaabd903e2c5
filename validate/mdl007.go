package validate

import (
	"fmt"

	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/model"
)

// mdl007 finds replicated data whose primary is not exactly one, and replicas
// that copy from no primary.
func mdl007(in *Input) []findings.Finding {
	var found []findings.Finding
	for _, service := range in.Architecture.Services {
		if service.Replication != nil {
			found = append(found, primaries(service)...)
			found = append(found, circles(service)...)
		}
	}
	for _, c := range in.Architecture.Connections {
		if f := primaryOfNone(c); f != nil {
			found = append(found, *f)
		}
	}
	return found
}

// primaries finds data with no primary written, or with one too many.
func primaries(s *model.Service) []findings.Finding {
	at := s.Path.Field("replication")
	switch written := s.Replication; {
	case len(s.Instances) == 1:
		return []findings.Finding{{
			Path:    at,
			Summary: fmt.Sprintf("%s is replicated, and runs on one server only", s.Name),
			Detail:  "There is nowhere to replicate to.\nName another server in \"on\", or remove replication.",
			Related: []findings.Related{{Path: s.Path.Field("on"), Message: "the one server"}},
		}}
	case s.Data.MultiPrimary && written.Primary != "":
		return []findings.Finding{{
			Path:    at.Field("primary"),
			Summary: fmt.Sprintf("%s has a primary on %s, and every member of it takes writes", s.Name, written.Primary),
			Detail:  "With multiPrimary there is no single primary.\nRemove one of the two.",
			Related: []findings.Related{{Path: at.Field("multiPrimary"), Message: "every member takes writes"}},
		}}
	case s.Data.MultiPrimary || written.Primary != "" || s.Data.Mode == "group":
		return nil
	}
	return []findings.Finding{noPrimary(s, at)}
}

// noPrimary is undecided where neither the architecture nor the software says
// how the copies are kept: some have a leader for each part of the data.
func noPrimary(s *model.Service, at model.Path) findings.Finding {
	f := findings.Finding{
		Path:    at,
		Summary: fmt.Sprintf("%s is replicated, and it is not written which server has the primary", s.Name),
		Detail: fmt.Sprintf("Replication of mode %q has one primary, which takes the writes.\nWrite primary: %q, or another server of \"on\"; or multiPrimary: true if every member takes writes.",
			s.Data.Mode, s.Instances[0].Server.Name),
	}
	if s.Data.Mode == "" {
		f.Detail = fmt.Sprintf("Whether it has one is not known of %s.\nWrite its mode; and primary: %q, or another server of \"on\", if one takes the writes.",
			softwareName(s), s.Instances[0].Server.Name)
		f.Undecided = true
		f.Missing = []model.Path{at.Field("mode"), at.Field("primary")}
	}
	return f
}

func softwareName(s *model.Service) string {
	if s.Defaults.Title != "" {
		return s.Defaults.Title
	}
	return "its software"
}

// circles finds replicas that copy from each other in a circle, and a primary
// that copies from a replica.
func circles(s *model.Service) []findings.Finding {
	primary := s.Primary()
	if primary == nil {
		return nil
	}
	at := s.Path.Field("replication").Field("sources")
	source := make(map[string]string)
	for _, written := range s.Replication.Sources {
		source[written.Server] = written.Name
	}
	var found []findings.Finding
	if from := source[primary.Server.Name]; from != "" {
		found = append(found, findings.Finding{
			Path:    at.Field(primary.Server.Name),
			Summary: fmt.Sprintf("the primary of %s copies from %s", s.Name, from),
			Detail:  "The primary takes the writes, and the others copy from it.\nRemove this source, or make another server the primary.",
		})
	}
	reported := make(map[string]bool)
	for _, written := range s.Replication.Sources {
		loop := circleFrom(written.Server, source, primary.Server.Name)
		if loop == nil || reported[loop[0]] {
			continue
		}
		for _, server := range loop {
			reported[server] = true
		}
		found = append(found, findings.Finding{
			Path:    at.Field(loop[0]),
			Summary: fmt.Sprintf("%s of %s never %s what is written to the primary", and(loop), s.Name, plural(len(loop), "gets", "get")),
			Detail: fmt.Sprintf("%s.\nLet one of them copy from %s, or leave its source out: then it does.",
				circleInWords(loop, source), primary.Server.Name),
		})
	}
	return found
}

// circleFrom follows the sources of a server and returns the circle that it
// runs into, or nil if it comes to the primary.
func circleFrom(server string, source map[string]string, primary string) []string {
	var way []string
	index := make(map[string]int)
	for server != "" && server != primary {
		if start, again := index[server]; again {
			return way[start:]
		}
		index[server] = len(way)
		way = append(way, server)
		server = source[server]
	}
	return nil
}

func circleInWords(loop []string, source map[string]string) string {
	return and(each(loop, func(server string) string {
		return fmt.Sprintf("%s copies from %s", server, source[server])
	}))
}

// primaryOfNone finds a connection to the primary of several instances that
// are not replicated.
func primaryOfNone(c *model.Connection) *findings.Finding {
	if c.Role != model.Primary || c.To.Replication != nil || len(c.To.Instances) < 2 {
		return nil
	}
	return &findings.Finding{
		Path:    c.Path(),
		Summary: fmt.Sprintf("%s uses the primary of %s, and %s has none", c.From.Name, c.To.Name, c.To.Name),
		Detail: fmt.Sprintf("%s runs on %s and is not replicated, so that each keeps its own data.\nWrite replication: {primary: %q} there, or replication: {mode: \"group\", multiPrimary: true} if they are a cluster in which every member takes writes.\nIf each keeps its own data on purpose, make each a service of its own.",
			c.To.Name, and(c.To.On), c.To.Instances[0].Server.Name),
		Related: []findings.Related{{Path: c.To.Path, Message: c.To.Name + " is written here"}},
		Subject: c.Name(),
	}
}
