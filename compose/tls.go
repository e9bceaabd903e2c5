package compose

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/loadpath/loadpath/model"
)

// certificates is where a container finds its own certificate and that of the
// authority.
const certificates = "/certificates"

// show gives a container a certificate, for its names and addresses and those
// that were written for a listener.
func (s *stack) show(c *Container, names []string) {
	i := slices.IndexFunc(s.certificates, func(known Certificate) bool { return known.Name == c.Name })
	if i < 0 {
		i = len(s.certificates)
		loopback := netip.AddrFrom4([4]byte{127, 0, 0, 1})
		certificate := Certificate{Name: c.Name, Hosts: []string{c.Name, "localhost"}, Addresses: []netip.Addr{loopback}, Owner: c.User}
		if c.Instance != nil {
			certificate.Hosts = append(certificate.Hosts, c.Instance.Service.Name)
			for _, f := range s.floats[c.Instance.Service] {
				certificate.Addresses = append(certificate.Addresses, f.address)
			}
		}
		for _, at := range c.Networks {
			certificate.Addresses = append(certificate.Addresses, at.Address)
		}
		s.certificates = append(s.certificates, certificate)
		s.trust(c)
	}
	for _, name := range names {
		if !slices.Contains(s.certificates[i].Hosts, name) {
			s.certificates[i].Hosts = append(s.certificates[i].Hosts, name)
		}
	}
}

// showAddresses lets the certificate of a container be good for the addresses of
// another too.
func (s *stack) showAddresses(c, other *Container) {
	i := slices.IndexFunc(s.certificates, func(known Certificate) bool { return known.Name == c.Name })
	for _, at := range other.Networks {
		s.certificates[i].Addresses = append(s.certificates[i].Addresses, at.Address)
	}
}

// trust lets a container verify the certificates of others.
func (s *stack) trust(c *Container) {
	from := "./certificates/" + c.Name
	if !slices.Contains(c.Mounts, Mount{From: from, To: certificates}) {
		c.mount(from, certificates)
		s.trusting = append(s.trusting, c.Name)
	}
}

func namesOf(t *model.TLS) []string {
	if t == nil || t.Certificate == nil {
		return nil
	}
	return t.Certificate.Names
}

// oldest is the oldest version of TLS that is accepted.
func oldest(t *model.TLS) string {
	if t == nil {
		return "1.2"
	}
	return cmp.Or(t.Minimum, "1.2")
}

// encrypts tells whether a service shows a certificate at a port.
func (s *stack) encrypts(service *model.Service, p port) bool {
	if p.listener != nil {
		return p.listener.Encrypted()
	}
	return s.servesTLS(service, p.number)
}

// written is what the architecture says about encryption at a port.
func (p port) written() *model.TLS {
	if p.listener == nil {
		return nil
	}
	return p.listener.TLS
}

// The cipher suites that Mozilla's guidelines name, for TLS 1.2; those of 1.3
// are all good.
const (
	modernCiphers       = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305"
	intermediateCiphers = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:DHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES256-GCM-SHA384"
	oldCiphers          = "ALL:!aNULL:!eNULL:@SECLEVEL=0"
)

func ciphers(t *model.TLS) string {
	if t == nil {
		return ""
	}
	return map[string]string{"modern": modernCiphers, "intermediate": intermediateCiphers, "old": oldCiphers}[t.Ciphers]
}

// storeCiphers are the suites that a store accepts of TLS 1.2: those of the widest
// profile that is written for any way to it, as all ways lead to one port. Empty
// where none is written, or where its own default is narrower than the profile.
func (s *stack) storeCiphers(service *model.Service) string {
	profiles := []string{"modern", "intermediate", "old"}
	widest := -1
	for _, t := range s.mysqlEncryption(service) {
		if t != nil {
			widest = max(widest, slices.Index(profiles, t.Ciphers))
		}
	}
	if widest < 0 || profiles[widest] == "old" {
		return ""
	}
	return ciphers(&model.TLS{Ciphers: profiles[widest]})
}

// haproxyTLS are the options of a bind line that shows a certificate.
func (s *stack) haproxyTLS(c *Container, p port) string {
	t := p.written()
	s.show(c, namesOf(t))
	options := "ssl crt " + certificates + "/full.pem ssl-min-ver TLSv" + oldest(t)
	if names := ciphers(t); names != "" {
		options += " ciphers " + names
	}
	if speaksHTTP(p.protocol) {
		options += " alpn h2,http/1.1"
	}
	return options
}

// haproxyVerify are the options of a server line whose way is encrypted.
func (s *stack) haproxyVerify(c *Container, connection *model.Connection) string {
	if !connection.Encrypted() || isDatabase(connection.To) || forwards(connection.From) {
		return "" // who logs in encrypts, and a database's protocol begins plain
	}
	if !verifies(connection) {
		return " ssl verify none"
	}
	s.trust(c)
	return " ssl verify required ca-file " + certificates + "/ca.pem verifyhost " + connection.To.Name + " ssl-min-ver TLSv" + oldest(connection.Use.TLS)
}

func verifies(c *model.Connection) bool {
	return c.Use.TLS != nil && c.Use.TLS.Verify != nil && *c.Use.TLS.Verify
}

// servesTLS tells whether those who use a service at a port expect encryption.
func (s *stack) servesTLS(service *model.Service, number int) bool {
	return slices.ContainsFunc(s.a.Connections, func(c *model.Connection) bool {
		return c.To == service && c.Port == number && c.Encrypted()
	})
}

// nginxTLS are the lines of a server that shows a certificate.
func (s *stack) nginxTLS(c *Container, p port) []string {
	written := p.written()
	s.show(c, namesOf(written))
	protocols := "TLSv1.3"
	for _, version := range []string{"1.2", "1.1", "1.0"} {
		if oldest(written) <= version {
			protocols += " TLSv" + map[string]string{"1.0": "1", "1.1": "1.1", "1.2": "1.2"}[version]
		}
	}
	lines := []string{
		"ssl_certificate " + certificates + "/cert.pem", "ssl_certificate_key " + certificates + "/key.pem",
		"ssl_protocols " + protocols,
	}
	if names := ciphers(written); names != "" {
		lines = append(lines, "ssl_ciphers "+names)
	}
	return lines
}

// nginxVerify are the lines of a proxy whose way is encrypted.
func (s *stack) nginxVerify(c *Container, connection *model.Connection) []string {
	if !connection.Encrypted() || !verifies(connection) {
		return nil
	}
	s.trust(c)
	return []string{
		"proxy_ssl_verify on", "proxy_ssl_trusted_certificate " + certificates + "/ca.pem",
		"proxy_ssl_name " + connection.To.Name, "proxy_ssl_server_name on",
	}
}
