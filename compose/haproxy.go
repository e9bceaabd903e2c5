package compose

import (
	"cmp"
	"fmt"
	"net/netip"
	"strconv"

	"github.com/loadpath/loadpath/model"
)

// What HAProxy must be told and the architecture may leave open. HAProxy has no
// defaults for them: without a timeout it waits for ever.
const (
	haproxyConnect  = 2 * model.Second
	haproxyResponse = 10 * model.Second
	haproxyIdle     = 30 * model.Second
	haproxyQueue    = 5 * model.Second
	// haproxySession is how long a connection whose requests HAProxy does not
	// see may be silent.
	haproxySession = 3600 * model.Second
	// haproxyAdmin is where HAProxy is asked how it is, and for its metrics.
	haproxyAdmin = 8404
)

// haproxy runs an instance of HAProxy: a frontend for each listener, a backend
// for each connection.
func (s *stack) haproxy(c *Container) {
	service := c.Instance.Service
	folder := "haproxy/" + c.Name
	c.Image, c.User = s.image(service), 99
	c.mount("./"+folder, "/usr/local/etc/haproxy")
	c.Health = haproxyHealth()
	c.Writable = []string{}
	var w config
	w.add("# %s, as the architecture says. loadpath writes this file.", c.Instance.Name())
	haproxyGlobal(&w, cmp.Or(service.Capacity.Connections, 2000))
	for _, p := range s.ports(c) {
		s.frontend(&w, c, p)
	}
	for _, connection := range service.Connections {
		s.backend(&w, c, connection)
	}
	adminFrontend(&w, s.adminBinds(c))
	s.file(folder+"/haproxy.cfg", w.bytes())
}

// haproxyHealth asks HAProxy itself. The image has bash, and neither curl nor
// wget; a process that hangs accepts and never answers.
func haproxyHealth() *Health {
	return &Health{Test: []string{"CMD", "bash", "-c", fmt.Sprintf(
		`exec 3<>/dev/tcp/127.0.0.1/%d; printf 'GET /health HTTP/1.0\r\n\r\n' >&3; read -r -t 2 line <&3; [[ $line == *' 200 '* ]]`, haproxyAdmin)}}
}

func haproxyGlobal(w *config, connections int) {
	w.section("global", "log stdout format raw local0 info", fmt.Sprintf("maxconn %d", connections), "hard-stop-after 3s")
	w.section("defaults", "log global", "option dontlognull",
		"timeout connect "+milliseconds(haproxyConnect), "timeout client "+milliseconds(haproxyIdle),
		"timeout server "+milliseconds(haproxyResponse), "timeout queue "+milliseconds(haproxyQueue))
}

// adminFrontend is where HAProxy is asked how it is.
func adminFrontend(w *config, binds []netip.Addr) {
	w.section("frontend admin", append(bindings("bind", binds, haproxyAdmin, ""), "mode http", "option dontlog-normal",
		"timeout http-request 5s", "monitor-uri /health", "http-request use-service prometheus-exporter if { path /metrics }")...)
}

// frontend takes requests at a port.
func (s *stack) frontend(w *config, c *Container, p port) {
	service := c.Instance.Service
	var lines []string
	tls := ""
	if s.encrypts(service, p) {
		tls = s.haproxyTLS(c, p)
	}
	lines = append(lines, bindings("bind", s.binds(c, p.number, p.transport), p.number, tls)...)
	mode := "tcp"
	if speaksHTTP(p.protocol) {
		mode = "http"
		lines = append(lines, "mode http", "option httplog", "option forwardfor", "timeout http-request 5s", "timeout http-keep-alive 5s")
		if tls != "" {
			lines = append(lines, "http-request set-header X-Forwarded-Proto https")
		}
		if p.listener != nil && p.listener.TLS != nil && p.listener.TLS.HSTS > 0 {
			lines = append(lines, fmt.Sprintf(`http-response set-header Strict-Transport-Security "max-age=%d"`, int64(p.listener.TLS.HSTS/model.Second)))
		}
	} else {
		lines = append(lines, "mode tcp", "option tcplog", "timeout client "+milliseconds(haproxySession))
	}
	if p.listener != nil {
		lines = append(lines, s.haproxyLimits(p.listener, mode)...)
	}
	if p.listener != nil && p.listener.Redirect == "https" {
		lines = append(lines, "http-request redirect code 301 location https://%[hdr(host),host_only]"+s.redirectPort(service)+"%[capture.req.uri]")
	} else {
		lines = append(lines, s.choices(service, p, mode)...)
	}
	w.section("frontend in-"+strconv.Itoa(p.number), lines...)
}

// haproxyLimits are how much one client may ask, and how long it may take.
func (s *stack) haproxyLimits(l *model.Listener, mode string) []string {
	var lines []string
	if l.Timeout.Idle > 0 {
		lines = append(lines, "timeout client "+milliseconds(l.Timeout.Idle))
	}
	switch {
	case l.RateLimit > 0 && mode == "http":
		// Over ten seconds, so that less than one a second can be said too.
		lines = append(lines, "stick-table type ip size 100k expire 30s store http_req_rate(10s)", "http-request track-sc0 src",
			fmt.Sprintf("http-request deny deny_status 429 if { sc_http_req_rate(0) gt %d }", int64(max(l.RateLimit*10, 1))))
	case l.RateLimit > 0:
		s.omit(l.Path.Field("rateLimit"), "requests cannot be counted on "+l.Protocol)
	}
	return lines
}

// choices say which backend gets a request: the first connection that is
// needed everything, any further one what is below its own name.
func (s *stack) choices(service *model.Service, p port, mode string) []string {
	var lines []string
	if apart := readPort(service); apart != 0 {
		return []string{"default_backend " + routed(service, p.number == apart).Name()}
	}
	first := firstUse(service)
	for _, connection := range service.Connections {
		if connection == first || connection.Access == model.Writes || mode != "http" {
			continue
		}
		lines = append(lines, fmt.Sprintf("use_backend %s if { path -m beg /%s/ }", connection.Name(), connection.Use.Key))
	}
	switch {
	case first != nil:
		lines = append(lines, "default_backend "+first.Name())
	case mode == "http":
		lines = append(lines, `http-request return status 200 content-type text/plain string "ok"`)
	}
	return lines
}
