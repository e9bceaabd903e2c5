package compose

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/loadpath/loadpath/model"
)

// alertmanager runs what calls people, beside Prometheus, where anybody is
// called. Who is called by an external gets a webhook there; of others the stack
// has nothing that could call them.
func (s *stack) alertmanager(c *Container) bool {
	service := c.Instance.Service
	if len(service.Receivers) == 0 {
		return false
	}
	receivers := []any{object{"name": "nobody"}}
	var routes []any
	for _, r := range service.Receivers {
		receiver := object{"name": r.Name}
		if hook := s.webhook(c, r); hook != nil {
			receiver["webhook_configs"] = []any{hook}
		} else {
			s.omit(service.Path.Field("receivers").Field(r.Name), "nobody is called by "+r.By+" in the stack: its alerts are to be seen in Prometheus")
		}
		receivers = append(receivers, receiver)
		routes = append(routes, object{"receiver": r.Name, "matchers": []string{fmt.Sprintf(`receivers=~".*;%s;.*"`, r.Name)}, "continue": true})
	}
	folder := "prometheus/" + c.Name + "-alertmanager"
	manager := s.beside(c, &Container{Name: beside(c.Name, "alertmanager"), Role: Exporter, Instance: c.Instance, Image: "prom/alertmanager:v0.33.1", User: 65534,
		Command: []string{"--config.file=/etc/alertmanager/alertmanager.yml", "--storage.path=/alertmanager", "--cluster.listen-address=",
			fmt.Sprintf("--web.listen-address=127.0.0.1:%d", alertmanagerPort)},
		Comment: "Calls people, for " + c.Instance.Name() + ".", Writable: []string{"/alertmanager:uid=65534"}})
	manager.mount("./"+folder, "/etc/alertmanager")
	s.trust(manager)
	s.small(manager, 128)
	s.yaml(folder+"/alertmanager.yml", c, object{
		"receivers": receivers,
		"route":     object{"receiver": "nobody", "group_wait": "1s", "group_interval": "10s", "routes": routes, "group_by": []string{"alertname", "instance", "flow"}},
	})
	return true
}

// webhook is how the stack calls a receiver, or nil.
func (s *stack) webhook(c *Container, r *model.Receiver) object {
	i := slices.IndexFunc(c.Instance.Service.Connections, func(to *model.Connection) bool { return to.To.Name == r.Via })
	if i < 0 || !speaksHTTP(c.Instance.Service.Connections[i].Protocol) {
		return nil
	}
	connection := c.Instance.Service.Connections[i]
	target := s.targetsOf(c, connection)[0]
	hook := object{"url": "http://" + netip.AddrPortFrom(target.address, uint16(connection.Port)).String() + "/"}
	if connection.Encrypted() {
		hook["url"] = "https://" + netip.AddrPortFrom(target.address, uint16(connection.Port)).String() + "/"
		hook["http_config"] = object{"tls_config": object{"ca_file": certificates + "/ca.pem"}}
	}
	return hook
}
