package report

import (
	"fmt"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/markdown"
	"github.com/loadpath/loadpath/model"
)

// zoneName is a zone in a sentence: what sort it is, and its name.
func zoneName(z *model.Zone) string {
	return level(z) + " " + bareZone(z)
}

// bareZone is a zone by its title and name.
func bareZone(z *model.Zone) string {
	if z.Title != "" {
		return markdown.Text(z.Title) + " (" + code(z.Name) + ")"
	}
	return code(z.Name)
}

// level is the sort of a zone.
func level(z *model.Zone) string {
	switch z.Level {
	case "":
		return "zone"
	case "availability-zone":
		return "availability zone"
	}
	return markdown.Text(z.Level)
}

// zonesText says how the zones nest, and what becomes of the flows when one of
// them fails.
func (r *writer) zonesText() string {
	if len(r.a.Zones) == 0 {
		return ""
	}
	var text sentences
	r.zoneShape(&text)
	for _, zone := range r.a.Zones {
		if zone.Description != "" {
			text.user(zone.Description)
			text[len(text)-1] = code(zone.Name) + ": " + text[len(text)-1]
		}
	}
	var inner, outer []analysis.Failure
	for _, zone := range r.a.Zones {
		switch {
		case len(zone.Servers) > 0:
			inner = append(inner, analysis.Failure{Zone: zone})
		case len(zone.Inner) > 0:
			outer = append(outer, analysis.Failure{Zone: zone})
		}
	}
	r.consequences(&text, inner, "", "fails")
	r.consequences(&text, outer, "", "fails")
	return text.String()
}

// zoneShape says which zones there are and what lies in which.
func (r *writer) zoneShape(text *sentences) {
	if len(r.a.Zones) == 1 {
		zone := r.a.Zones[0]
		if len(zone.Servers) == len(r.a.Servers) {
			text.add("Everything stands in one %s, %s, and fails with it.", level(zone), bareZone(zone))
			return
		}
		text.add("There is one %s, with %s in it; %s in no zone.", zoneName(zone),
			serverNames(zone.Servers, "and"), standsOutside(r.a.Servers))
		return
	}
	for _, zone := range r.a.Zones {
		var holds []string
		for _, inner := range zone.Inner {
			holds = append(holds, code(inner.Name))
		}
		if len(zone.Servers) > 0 {
			holds = append(holds, serverNames(zone.Servers, "and"))
		}
		if len(holds) == 0 {
			text.add("%s is empty.", capital(zoneName(zone)))
			continue
		}
		text.add("%s holds %s.", capital(zoneName(zone)), list(holds, "and"))
	}
	if outside := standsOutside(r.a.Servers); outside != "" {
		text.add("%s in no zone.", outside)
	}
}

// standsOutside is the servers in no zone, with their verb.
func standsOutside(servers []*model.Server) string {
	var outside []*model.Server
	for _, server := range servers {
		if server.Zone == nil {
			outside = append(outside, server)
		}
	}
	if len(outside) == 0 {
		return ""
	}
	return fmt.Sprintf("%s %s", serverNames(outside, "and"), plural(len(outside), "stands", "stand"))
}
