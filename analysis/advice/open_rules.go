package advice

import (
	"slices"

	"github.com/loadpath/loadpath/model"
)

// rulebook is the rules of the firewalls while new ones come in. The first rule
// that fits a packet decides, so a new one has to come before the first that
// stops what it is for.
type rulebook struct {
	whole   *model.Architecture // as it is
	after   *model.Architecture // the part with the change, whose rules grow
	packets []packet            // of that
	// added are the new rules of each firewall, and inside those among them
	// that are not behind all others.
	added  map[*model.Firewall][]*model.FirewallRule
	inside map[*model.Firewall]bool
}

func newRulebook(whole, after *model.Architecture) *rulebook {
	return &rulebook{
		whole: whole, after: after, packets: packets(after),
		added: make(map[*model.Firewall][]*model.FirewallRule), inside: make(map[*model.Firewall]bool),
	}
}

// let lets a talk through every firewall that stops it.
func (b *rulebook) let(t talk) {
	for _, firewall := range b.after.Firewalls {
		at := none
		for _, p := range b.packets {
			if p.talk != t || !slices.Contains(firewall.Servers, p.to.Server) {
				continue
			}
			if stops := b.stops(firewall, p); stops != none && (at == none || stops < at) {
				at = stops
			}
		}
		if at == none {
			continue
		}
		rule := t.rule()
		b.added[firewall] = append(b.added[firewall], rule)
		b.inside[firewall] = b.inside[firewall] || at < len(firewall.Rules)
		firewall.Rules = slices.Insert(firewall.Rules, at, rule)
	}
}

// none is no position.
const none = -1

// stops is the position of the rule by which a firewall stops a packet, that
// behind the last where it is the default, or none.
func (b *rulebook) stops(f *model.Firewall, p packet) int {
	alone := *b.after
	only := *f
	alone.Firewalls = []*model.Firewall{&only}
	if p.passes(&alone) {
		return none
	}
	only.Default = "allow"
	for n := range f.Rules {
		only.Rules = f.Rules[:n+1]
		if !p.passes(&alone) {
			return n
		}
	}
	return len(f.Rules)
}

// edits write the new rules: behind the last one each at its place, else all
// rules of the firewall anew, as a list takes nothing in between.
func (b *rulebook) edits() []Edit {
	var edits []Edit
	for _, firewall := range b.after.Firewalls {
		at := firewall.Path.Field("rules")
		added := b.added[firewall]
		switch written := firewallOf(b.whole, firewall.Name); {
		case len(added) == 0:
		case b.inside[firewall]:
			edits = append(edits, Write(at, b.complete(firewall, written)))
		default:
			for i, rule := range added {
				edits = append(edits, Write(at.Index(len(written.Rules)+i), rule))
			}
		}
	}
	return edits
}

// complete are the rules of a firewall of the part, as they are written in the
// whole, with the new ones between them.
func (b *rulebook) complete(f, written *model.Firewall) []*model.FirewallRule {
	rules := slices.Clone(f.Rules)
	next := 0
	for i, rule := range rules {
		if !slices.Contains(b.added[f], rule) {
			rules[i] = written.Rules[next]
			next++
		}
	}
	return rules
}

func firewallOf(a *model.Architecture, name string) *model.Firewall {
	i := slices.IndexFunc(a.Firewalls, func(f *model.Firewall) bool { return f.Name == name })
	return a.Firewalls[i]
}
