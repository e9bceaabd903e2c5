package compose

import (
	"fmt"
	"net/netip"

	"github.com/loadpath/loadpath/model"
)

// sourceOf is where a member of a database reaches the one that it copies.
func (s *stack) sourceOf(c *Container, primary *model.Instance) (address netip.Addr, number int) {
	source := s.of[primary]
	number = s.ports(source)[0].number
	address, reached := s.route(c, source, number, "tcp")
	if !reached {
		address = source.Networks[0].Address
	}
	return address, number
}

// livesByRole gives a member the folder that says what its role is. What lies
// there may change while the member runs; who starts reads it first, so that a
// primary that was replaced while it was away does not come back as a second
// one that takes writes.
func livesByRole(c *Container, folder string) {
	c.Mounts = append(c.Mounts, Mount{From: "./" + folder, To: mysqlRoleFolder, Live: true})
}

// hasAccounts tells whether those who use a service log in to it, with a user
// and a password of their own.
func hasAccounts(service *model.Service) bool {
	switch service.Defaults.Name {
	case "redis", "rabbitmq":
		return true
	}
	return isDatabase(service)
}

// refuseGroup refuses members that find out for themselves who the primary is,
// or that all take writes.
func (s *stack) refuseGroup(service *model.Service) {
	if r := service.Replication; r != nil && (inGroup(service) || service.Primary() == nil) {
		s.refuse(service.Path.Field("replication"), "%s is run with one primary and replicas that follow it: write mode \"async\", \"semi-sync\" or \"sync\" and a primary", service.Defaults.Title)
	}
}

// allAccounts are the secrets of the services that log in to another.
func (s *stack) allAccounts(service *model.Service) []string {
	var secrets []string
	for _, caller := range s.callersOf(service) {
		secrets = append(secrets, s.secret(callerSecret(service, caller)))
	}
	return secrets
}

// own is a secret that the members of a service share, handed to one of them.
func (s *stack) own(c *Container, name string) (file string) {
	secret := s.secret(ownSecret(c.Instance.Service, name))
	c.needsSecret(secret)
	return secretFile(secret)
}

// secretFile is where a container reads a secret.
func secretFile(secret string) string { return fmt.Sprintf("/run/secrets/%s", secret) }

// loopback is where a member's health check comes from.
const loopback = "127.0.0.1"

// listenList are the addresses that a port is bound to, the loopback first; nil
// stands for all.
func listenList(addresses []netip.Addr) []string {
	if addresses == nil {
		return nil
	}
	all := []string{loopback}
	for _, address := range addresses {
		all = append(all, address.String())
	}
	return all
}

// oneWay tells whether all ways to a service are encrypted alike, and whether
// they are. It is refused where they are not, for software that speaks either
// TLS or plain text at a port.
func (s *stack) oneWay(service *model.Service) (encrypted bool) {
	var plain, secret bool
	note := func(is bool) { plain, secret = plain || !is, secret || is }
	for _, c := range s.a.Connections {
		if c.To == service {
			note(c.Encrypted())
		}
	}
	if replicates(service) {
		note(replicationTLS(service) != nil)
	}
	if plain && secret {
		s.refuse(service.Path, "%s speaks either TLS or plain text at a port: write tls for all that use %s and for its replication, or for none", service.Defaults.Title, service.Name)
	}
	return secret
}
