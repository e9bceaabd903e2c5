package compose

import "github.com/loadpath/loadpath/model"

// stub stands in for an external: it answers every request with "ok" and hands
// on what the external hands on. It can be killed like everything else.
func (s *stack) stub(c *Container) {
	service := c.Instance.Service
	for _, p := range s.ports(c) {
		if !speaksHTTP(p.protocol) {
			s.refuse(service.Path, "%s has no stub that speaks %s: write an image, or a software that is run", service.Name, p.protocol)
			return
		}
	}
	s.omit(service.Path, "a stub that answers every request with 200 stands in for "+service.Name)
	s.haproxy(c)
	c.Image = model.SoftwareNamed("haproxy").Image
	s.small(c, 64)
}
