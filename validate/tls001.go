package validate

import (
	"fmt"

	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/model"
)

// tls001 finds listeners that clients reach over a public network without
// encryption. One that only redirects to HTTPS is none.
func tls001(in *Input) []findings.Finding {
	var found []findings.Finding
	for _, service := range in.Architecture.AllServices() {
		for _, listener := range service.Listen {
			client := in.Architecture.Client(listener.From)
			if client == nil || listener.Redirect == "https" || listener.Encrypted() || !takesTLS(listener.Protocol) {
				continue
			}
			switch exposureOf(in.Architecture, client) {
			case exposed:
				found = append(found, unencrypted(service, listener, client))
			case unknown:
				found = append(found, perhapsUnencrypted(service, listener, client))
			}
		}
	}
	return found
}

// takesTLS tells whether the protocol could be spoken over TLS. SSH encrypts
// by itself; DNS for the public and VRRP have other protections.
func takesTLS(protocol string) bool {
	return protocol != "ssh" && protocol != "dns" && protocol != "vrrp"
}

// exposure is whether others can read or join the network that a client comes
// over.
type exposure uint8

const (
	unknown exposure = iota
	exposed
	private
)

// exposureOf goes by what is written of the client, else of its network.
func exposureOf(a *model.Architecture, client *model.Client) exposure {
	public := client.Public
	if public == nil {
		for _, network := range a.Networks {
			if network.Name == client.Network {
				public = network.Public
			}
		}
	}
	switch {
	case public == nil:
		return unknown
	case *public:
		return exposed
	}
	return private
}

const tlsAdvice = `Listen with protocol: "https" (or write tls) and say which certificate is shown. To catch those who come without it, keep the old port with redirect: "https".`

func unencrypted(service *model.Service, listener *model.Listener, client *model.Client) findings.Finding {
	return findings.Finding{
		Path: listener.Path,
		Summary: fmt.Sprintf("%s takes %s from %s on port %d without encryption",
			service.Name, listener.Protocol, clientName(client), listener.Port),
		Detail:  "Everybody on the way can read and change what users send and get, passwords included.\n" + tlsAdvice,
		Subject: service.Name,
	}
}

func perhapsUnencrypted(service *model.Service, listener *model.Listener, client *model.Client) findings.Finding {
	public := client.Path.Field("public")
	return findings.Finding{
		Path: listener.Path,
		Summary: fmt.Sprintf("%s takes %s from %s on port %d without encryption, and it is not written whether that network is public",
			service.Name, listener.Protocol, clientName(client), listener.Port),
		Detail:    fmt.Sprintf("Write %s: false if nobody else can read or join that network, else true.\n%s", public, tlsAdvice),
		Subject:   service.Name,
		Undecided: true,
		Missing:   []model.Path{public},
	}
}

// clientName is the client in a sentence.
func clientName(client *model.Client) string {
	if client.Name == model.Internet {
		return "the internet"
	}
	return client.Name
}
