package report

import (
	"fmt"
	"slices"

	"github.com/loadpath/loadpath/markdown"
	"github.com/loadpath/loadpath/model"
)

// backups says which data can be restored, and which cannot.
func (r *writer) backups() string {
	var text sentences
	var without []*model.Service
	for _, service := range r.a.Services {
		if service.Kind == model.Database && len(service.Backups) == 0 {
			without = append(without, service)
		}
		for _, backup := range service.Backups {
			text.add("%s", backupSentence(service, backup))
		}
	}
	if len(without) > 0 {
		text.add("There are no backups of %s: what is deleted or damaged cannot be restored%s.", serviceNames(without, "or"), replicatesToo(without))
	}
	return text.String()
}

func replicatesToo(services []*model.Service) string {
	if slices.ContainsFunc(services, func(s *model.Service) bool { return len(s.Replicas()) > 0 }) {
		return ", for a replica copies mistakes too"
	}
	return ""
}

func backupSentence(s *model.Service, b *model.Backup) string {
	text := fmt.Sprintf("%s is backed up %s", code(s.Name), every(b.Every))
	if b.Tool != "" {
		text += " by " + markdown.Text(b.Tool)
	}
	if b.To != "" {
		text += " to " + code(b.To)
	}
	if b.Keep > 0 {
		text += ", and each backup is kept for " + b.Keep.String()
	}
	if isTrue(b.PointInTime) {
		text += "; any moment since can be restored"
	}
	text += "."
	if b.LastRestore == "" {
		return text + " No restore was ever rehearsed, as far as is written."
	}
	return text + " A restore was last rehearsed on " + markdown.Text(b.LastRestore) + "."
}

// https says how the public listeners are encrypted, or that they are not.
func (r *writer) https() string {
	var text sentences
	encrypted, open := false, false
	for _, service := range servicesInOrder(r.a) {
		for _, listener := range service.Listen {
			client := r.a.Client(listener.From)
			switch {
			case client == nil || !isTrue(client.Public) || listener.Redirect != "":
			case listener.Encrypted():
				encrypted = true
				text.add("%s", tlsSentence(service, listener))
			default:
				open = true
			}
			if client != nil && listener.Redirect != "" {
				text.add("Whoever comes to port %d is sent to %s.", listener.Port, protocolName(listener.Redirect))
			}
		}
	}
	switch {
	case open && !encrypted:
		text.add("There is none: what users and the infrastructure say to each other, passwords too, travels where others can read and change it.")
	case open:
		text.add("Some public ports are not encrypted: what passes there, others can read and change.")
	}
	return text.String()
}

func tlsSentence(s *model.Service, l *model.Listener) string {
	text := fmt.Sprintf("%s encrypts what it says to users on port %d", code(s.Name), l.Port)
	if l.TLS == nil {
		return text + "; neither the TLS version nor the certificate is written."
	}
	if l.TLS.Minimum != "" {
		text += ", by TLS " + markdown.Text(l.TLS.Minimum) + " or newer"
	}
	if l.TLS.Ciphers != "" {
		text += ", with Mozilla's " + markdown.Text(l.TLS.Ciphers) + " ciphers"
	}
	text += "."
	if certificate := l.TLS.Certificate; certificate != nil {
		text += certificateSentence(certificate)
	}
	if l.TLS.HSTS > 0 {
		text += " Browsers are told to insist on that for " + l.TLS.HSTS.String() + " (HSTS)."
	}
	return text
}

func certificateSentence(c *model.Certificate) string {
	text := " Its certificate"
	if len(c.Names) > 0 {
		text += " for " + codes(c.Names, "and")
	}
	if c.Issuer != "" {
		text += " by " + markdown.Text(c.Issuer)
	}
	switch c.Renewal {
	case "automatic":
		text += " renews itself"
	case "manual":
		text += " is renewed by hand"
	default:
		text += " is renewed by nobody, as far as is written"
	}
	if c.Expires != "" {
		text += "; it ends on " + markdown.Text(c.Expires)
	}
	return text + "."
}

// inside says which connections between servers are encrypted, and which not.
func (r *writer) inside() string {
	var encrypted, open []string
	note := func(on bool, name string) {
		words := &open
		if on {
			words = &encrypted
		}
		if !slices.Contains(*words, name) {
			*words = append(*words, name)
		}
	}
	for _, service := range servicesInOrder(r.a) {
		for _, u := range usesOf(service) {
			if c := u.connections[0]; c.Role != model.SameServer && leavesServer(u) {
				note(c.Encrypted(), code(u.from.Name)+" to "+code(u.to.Name))
			}
		}
		if service.Replication != nil && len(service.Instances) > 1 {
			note(service.Replication.TLS != nil, "the replication of "+code(service.Name))
		}
	}
	var text sentences
	switch {
	case len(open) == 0 && len(encrypted) == 0:
		return ""
	case len(open) == 0:
		text.add("Everything that goes from server to server is encrypted: %s.", list(capped(encrypted), "and"))
	case len(encrypted) == 0:
		text.add("Nothing that goes from server to server is encrypted: %s.", list(capped(open), "and"))
	default:
		text.add("Encrypted: %s. Not encrypted: %s.", list(capped(encrypted), "and"), list(capped(open), "and"))
	}
	return text.String()
}

// leavesServer tells whether a use can reach an instance on another server.
func leavesServer(u use) bool {
	for _, from := range u.from.Instances {
		for _, to := range u.to.Instances {
			if from.Server != to.Server || from.Server == nil {
				return true
			}
		}
	}
	return false
}
