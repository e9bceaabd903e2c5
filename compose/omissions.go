package compose

import (
	"fmt"
	"slices"

	"github.com/loadpath/loadpath/model"
)

// listOmissions lists what is written about a service and not done in the
// stack, beside what its software lists itself.
func (s *stack) listOmissions(service *model.Service) {
	at := service.Path
	for _, o := range []struct {
		written bool
		field   string
		text    string
	}{
		{service.Restart == "always" || service.Restart == "on-failure", "restart", "a container that dies stays dead in the stack, so that what that does can be seen"},
		{service.Schedule != "", "schedule", service.Name + " runs all the time in the stack, and not at its times"},
		{service.Sessions != "" && runsImage(service), "sessions", "how sessions are kept is up to the image of " + service.Name},
		{service.Capacity.Requests > 0, "capacity", "nothing keeps more requests than that away from " + service.Name},
		{service.Address != nil && service.Address.TTL > 0, "address", "nobody keeps an answer of DNS in the stack"},
		{service.Cache != nil && service.Defaults.Name != "nginx", "cache", service.Name + " keeps no responses in the stack"},
		{runsImage(service) && service.Build == "" && len(s.a.Firewalls) > 0, "image", "that " + service.Name + " is reached where the firewalls say takes an image that listens where LISTEN says"},
	} {
		if o.written {
			s.omit(at.Field(o.field), o.text)
		}
	}
	for _, l := range service.Listen {
		if l.Bind != "" {
			s.omit(l.Path.Field("bind"), "the addresses are the stack's own")
		}
		if l.Protocol == "udp" {
			s.omit(l.Path, "no door leads to a port of UDP")
		}
		if l.Timeout != (model.Timeout{}) && !(service.Defaults.Name == "haproxy" && l.Timeout.Idle > 0) {
			s.omit(l.Path.Field("timeout"), "it is not set in the stack")
		}
	}
	for _, use := range service.Uses {
		s.listUse(service, use)
	}
}

// runsImage tells whether a service is an image of the user's own.
func runsImage(service *model.Service) bool {
	switch service.Defaults.Name {
	case "haproxy", "nginx", "mysql", "mariadb", "postgresql", "redis", "rabbitmq", "memcached", "mysql-router", "prometheus":
		return false
	}
	return service.Kind != model.External
}

// listUse lists what is written about a use and its software cannot do.
func (s *stack) listUse(service *model.Service, use *model.Use) {
	at, balance, software := use.Path, use.Balance, service.Defaults.Name
	if software == "mysql-router" {
		software = "haproxy"
	}
	if use.Connections > 0 {
		s.omit(at.Field("connections"), "how many connections are kept open is left to "+service.Name)
	}
	if use.Timeout.Idle > 0 && software != "haproxy" || use.Timeout.Queue > 0 && software != "haproxy" {
		s.omit(at.Field("timeout"), "only connect and response are set in the stack")
	}
	if runsImage(service) {
		if use.Retry != nil {
			s.omit(at.Field("retry"), "what is tried again is up to the image of "+service.Name)
		}
		if balance != nil {
			s.omit(at.Field("balance"), "which target is taken is up to the image of "+service.Name)
		}
		if use.TLS != nil && use.TLS.Minimum == "1.3" {
			s.omit(at.Field("tls").Field("minimum"), "the oldest version of TLS is up to the image of "+service.Name)
		}
	}
	if balance == nil || software != "nginx" {
		return
	}
	if !slices.Contains([]string{"", "roundrobin", "leastconn", "source", "random", "uri", "hash"}, balance.Algorithm) {
		s.omit(at.Field("balance").Field("algorithm"), fmt.Sprintf("nginx does not know %s: it takes turns", balance.Algorithm))
	}
	if balance.Sticky != "" {
		s.omit(at.Field("balance").Field("sticky"), "nginx does not keep clients at a target")
	}
}
