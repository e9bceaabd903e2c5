package advice

import (
	"cmp"
	"fmt"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// wiring is what lets those who use several instances of a service notice
// which of them work: edits, and what they do in words.
type wiring struct {
	edits []Edit
	words []string
}

func (w *wiring) add(words string, edits ...Edit) {
	w.edits = append(w.edits, edits...)
	w.words = append(w.words, words)
}

// wiringOf is what is missing for a service that runs several times.
func (p *proposer) wiringOf(s *model.Service) wiring {
	var w wiring
	if p.isEntry(s) {
		w.shareAddress(s)
	}
	for _, c := range p.into(s) {
		w.notice(c, p.patience())
	}
	return w
}

// shareAddress lets the address of a service move.
func (w *wiring) shareAddress(s *model.Service) {
	at := s.Path.Field("address")
	switch written := s.Address; {
	case written == nil:
		w.add("share its address by VRRP", Write(at, &model.Address{By: "virtual-ip", Tracks: "process"}))
	case written.By == "one":
		w.add("share its address by VRRP", Write(at.Field("by"), "virtual-ip"), Write(at.Field("tracks"), "process"))
	case written.By == "dns" && (written.Checked == nil || !*written.Checked):
		w.checkDNS(s)
	case written.By != "dns" && written.Tracks != "process":
		w.add("let its address follow the process", Write(at.Field("tracks"), "process"))
	}
}

// checkDNS lets the name of a service follow what works. What is written of
// the times stays.
func (w *wiring) checkDNS(s *model.Service) {
	at := s.Path.Field("address")
	edits := []Edit{Write(at.Field("checked"), true)}
	if s.Address.Every == 0 {
		edits = append(edits, Write(at.Field("every"), 5*model.Second))
	}
	if s.Address.Fall == 0 {
		edits = append(edits, Write(at.Field("fall"), 2))
	}
	if s.Address.TTL == 0 {
		edits = append(edits, Write(at.Field("ttl"), 10*model.Second))
	}
	w.add("have its DNS addresses checked", edits...)
}

// notice lets a connection use whichever of its targets work.
func (w *wiring) notice(c *model.Connection, patience model.Duration) {
	at := c.Use.Path
	if c.Role == model.SameServer {
		w.add(fmt.Sprintf("let %s use it on other servers too", c.From.Name), Write(at.Field("targets"), everywhere(c.To)))
	}
	moves := c.To.Address != nil && c.To.Address.By != "one" && c.Use.Choose == "" && c.Use.Balance == nil
	switch {
	case c.Choose == model.ByCheck && c.Check == nil:
		w.add(fmt.Sprintf("let %s check it", c.From.Name), Write(at.Field("check"), checkFor(c)))
	case c.Choose == model.Undecided && !moves, c.Choose == model.Fixed && c.From.Defaults.Choose != model.Fixed:
		w.add(fmt.Sprintf("let %s try another when one does not answer", c.From.Name), Write(at.Field("choose"), "client"))
	}
	w.giveUpEarlier(c, patience)
}

// early is when a caller gives up a connection that does not open: packets take
// milliseconds, so whatever takes longer is gone or cut off.
const early = 2 * model.Second

// giveUpEarlier shortens what a caller that finds out by itself waits for a
// server that is gone, where it would wait too long.
func (w *wiring) giveUpEarlier(c *model.Connection, patience model.Duration) {
	waits := cmp.Or(c.Use.Timeout.Connect, c.From.Defaults.Connect)
	if c.Choose != model.ByCheck && waits > patience {
		w.add(fmt.Sprintf("let it give up a connection that does not open after %s", early), Write(c.Use.Path.Field("timeout").Field("connect"), early))
	}
}

// patience is the shortest time that one of the flows may be interrupted for.
func (p *proposer) patience() model.Duration {
	least := model.Forever
	for _, flow := range p.flows {
		least = min(least, analysis.Allowed(flow))
	}
	return least
}

// everywhere is whom a caller reaches that used the one on its own server.
func everywhere(s *model.Service) string {
	if s.Primary() != nil {
		return "primary"
	}
	return "all"
}

// findAnother lets the users of a service that runs several times find another
// instance.
func (p *proposer) findAnother(s *model.Service) {
	if len(s.Instances) < 2 {
		return
	}
	var w wiring
	if p.isEntry(s) || s.Address != nil {
		w.shareAddress(s)
		p.propose(Setting, onlyWords(s), w.edits...)
	}
	if s.Data != nil && s.Data.Address != nil && s.Data.Address.By == "one" {
		at := s.Path.Field("replication").Field("address")
		p.propose(Setting, fmt.Sprintf("let the address of %s move to the primary", s.Name),
			Write(at.Field("by"), "virtual-ip"), Write(at.Field("tracks"), "process"))
	}
}

// onlyWords are those of a shared address that is a change by itself.
func onlyWords(s *model.Service) string {
	switch {
	case s.Address != nil && s.Address.By == "dns":
		return fmt.Sprintf("have the DNS addresses of %s checked", s.Name)
	case s.Address != nil && s.Address.By != "one":
		return fmt.Sprintf("let the address of %s follow the process", s.Name)
	}
	return fmt.Sprintf("share the address of %s by VRRP, so that it moves away from an instance that does not work", s.Name)
}

// chooseAnother lets those who call a service use another of its instances.
func (p *proposer) chooseAnother(s *model.Service) {
	if len(s.Instances) < 2 {
		return
	}
	for _, c := range p.into(s) {
		at := c.Use.Path
		var w wiring
		w.notice(c, p.patience())
		switch {
		case len(w.edits) == 0:
		case c.Choose == model.ByCheck && c.Check == nil:
			p.propose(Protection, fmt.Sprintf("let %s check %s", c.From.Name, s.Name), w.edits...)
		case c.Role == model.SameServer:
			p.propose(Protection, fmt.Sprintf("let %s use %s on other servers too", c.From.Name, s.Name), w.edits...)
		default:
			p.propose(Setting, fmt.Sprintf("let %s try another %s when one does not answer", c.From.Name, s.Name), w.edits...)
		}
		if c.Choose == model.ByCheck && !c.Redispatch {
			p.propose(Protection, fmt.Sprintf("let %s try a request that failed at another %s", c.From.Name, s.Name),
				Write(at.Field("retry").Field("redispatch"), true))
		}
	}
}

// readElsewhere lets reads go to every copy of the data.
func (p *proposer) readElsewhere(s *model.Service) {
	if s.Primary() == nil || len(s.Instances) < 2 {
		return
	}
	for _, c := range p.into(s) {
		if c.Access == model.Writes || c.Role == model.AllTargets || c.Use.Targets != "" {
			continue
		}
		edits := []Edit{Write(c.Use.Path.Field("reads"), "all")}
		sentence := fmt.Sprintf("let %s read from every %s, the primary too", c.From.Name, s.Name)
		if c.Choose == model.Undecided {
			edits = append(edits, Write(c.Use.Path.Field("choose"), "client"))
			sentence += ", and try another when one does not answer"
		}
		p.propose(Setting, sentence, edits...)
	}
}

// doWithout asks whether the work can be done without a service. What keeps the
// data of the flows is their work.
func (p *proposer) doWithout(s *model.Service) {
	if s.Kind != model.Cache && s.Kind != model.Queue && (s.Kind != model.External || s.Provides == "database") {
		return
	}
	for _, c := range p.into(s) {
		p.propose(Setting, fmt.Sprintf("if %s can do its work without %s, perhaps with less, say so", c.From.Name, s.Name),
			Write(c.Use.Path.Field("optional"), true))
	}
}
