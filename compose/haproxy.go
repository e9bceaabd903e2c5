package compose

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// What HAProxy must be told and the architecture may leave open. HAProxy has no
// defaults for them: without a timeout it waits for ever.
const (
	haproxyConnect  = 2 * model.Second
	haproxyResponse = 10 * model.Second
	haproxyIdle     = 30 * model.Second
	haproxyQueue    = 5 * model.Second
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
	// The image has bash, and neither curl nor wget.
	c.Health = &Health{Test: []string{"CMD", "bash", "-c", fmt.Sprintf(
		`exec 3<>/dev/tcp/127.0.0.1/%d; printf 'GET /health HTTP/1.0\r\n\r\n' >&3; read -r line <&3; [[ $line == *' 200 '* ]]`, haproxyAdmin)}}
	var w config
	w.add("# %s, as the architecture says. loadpath writes this file.", c.Instance.Name())
	w.section("global", "log stdout format raw local0 info", "maxconn 2000", "hard-stop-after 3s")
	w.section("defaults", "log global", "option dontlognull",
		"timeout connect "+milliseconds(haproxyConnect), "timeout client "+milliseconds(haproxyIdle),
		"timeout server "+milliseconds(haproxyResponse), "timeout queue "+milliseconds(haproxyQueue))
	for _, p := range s.ports(c) {
		s.frontend(&w, c, p)
	}
	for _, connection := range service.Connections {
		s.backend(&w, c, connection)
	}
	w.section("frontend admin", append(bindings("bind", s.adminBinds(c), haproxyAdmin, ""), "mode http", "option dontlog-normal",
		"timeout http-request 5s", "monitor-uri /health", "http-request use-service prometheus-exporter if { path /metrics }")...)
	s.file(folder+"/haproxy.cfg", w.bytes())
}

// frontend takes requests at a port.
func (s *stack) frontend(w *config, c *Container, p port) {
	service := c.Instance.Service
	var lines []string
	tls := ""
	if p.listener != nil && p.listener.Encrypted() {
		tls = s.haproxyTLS(c, p.listener)
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
		lines = append(lines, "mode tcp", "option tcplog")
	}
	if p.listener != nil && p.listener.Redirect == "https" {
		lines = append(lines, "http-request redirect code 301 location https://%[hdr(host),host_only]"+s.redirectPort(service)+"%[capture.req.uri]")
	} else {
		lines = append(lines, s.choices(service, mode)...)
	}
	w.section("frontend in-"+strconv.Itoa(p.number), lines...)
}

// choices say which backend gets a request: the first connection that is
// needed everything, any further one what is below its own name.
func (s *stack) choices(service *model.Service, mode string) []string {
	var lines []string
	first := firstUse(service)
	for _, connection := range service.Connections {
		if connection == first || connection.Access == model.Writes || mode != "http" {
			continue
		}
		lines = append(lines, fmt.Sprintf("use_backend %s if { path -m beg /%s/ }", connection.Name(), connection.Use.Key))
	}
	if first != nil {
		lines = append(lines, "default_backend "+first.Name())
	}
	return lines
}

// backend shares requests between the targets of a connection.
func (s *stack) backend(w *config, c *Container, connection *model.Connection) {
	use := connection.Use
	lines := []string{"mode tcp", "balance " + haproxyAlgorithm(connection)}
	if speaksHTTP(connection.Protocol) {
		lines[0] = "mode http"
	}
	lines = append(lines, s.haproxyTimeouts(use.Timeout)...)
	lines = append(lines, haproxyRetries(connection)...)
	server := ""
	if check := connection.Check; check != nil {
		options, suffix := s.haproxyCheck(connection, check)
		lines, server = append(lines, options...), suffix
	}
	if connection.AllBackups {
		lines = append(lines, "option allbackups")
	}
	cookie := use.Balance != nil && use.Balance.Sticky == "cookie"
	if cookie {
		lines = append(lines, "cookie SERVED insert indirect nocache")
	}
	if use.Balance != nil && use.Balance.Sticky == "source" {
		lines = append(lines, "stick-table type ip size 100k expire 30m", "stick on src")
	}
	for _, target := range s.targetsOf(c, connection) {
		line := fmt.Sprintf("server %s %s:%d%s%s", target.container.Name, target.address, connection.Port, server, s.haproxyVerify(c, connection))
		if cookie {
			line += " cookie " + target.container.Name
		}
		if weight, written := weightOf(use, target.container.Server); written {
			line += " weight " + strconv.Itoa(weight)
		}
		if target.backup {
			line += " backup"
		}
		lines = append(lines, line)
	}
	w.section("backend "+connection.Name(), lines...)
}

// haproxyCheck are the lines that say what a check asks, and what each server
// says of it.
func (s *stack) haproxyCheck(connection *model.Connection, check *model.Check) (lines []string, server string) {
	server = fmt.Sprintf(" check inter %s fall %d rise %d", milliseconds(check.Every), check.Fall, check.Rise)
	if check.Port != 0 {
		server += " port " + strconv.Itoa(check.Port)
	}
	if check.Timeout > 0 {
		lines = append(lines, "timeout check "+milliseconds(check.Timeout))
	}
	switch check.Type {
	case "http":
		path := cmp.Or(check.Path, "/")
		if !plainPath(path) {
			s.refuse(connection.Use.Path.Field("check").Field("path"), "a path with %q in it cannot be asked for: write letters, digits and / . _ ~ - %% ? = & only", path)
		}
		lines = append(lines, "option httpchk", "http-check send meth GET uri "+path+" ver HTTP/1.1 hdr Host "+connection.To.Name)
		if check.Status != 0 {
			lines = append(lines, "http-check expect status "+strconv.Itoa(check.Status))
		}
	case "tcp":
	default:
		s.refuse(connection.Use.Path.Field("check").Field("type"), "a check of type %s is not run yet: write tcp or http", check.Type)
	}
	return lines, server
}

// haproxyRetries say what becomes of a request that failed.
func haproxyRetries(c *model.Connection) []string {
	lines := []string{"retries " + strconv.Itoa(c.Tries)}
	if c.Redispatch {
		lines = append(lines, "option redispatch 1")
	}
	if len(c.RetryOn) == 0 || !speaksHTTP(c.Protocol) {
		return lines
	}
	on := []string{"conn-failure"}
	for _, what := range c.RetryOn {
		on = append(on, cmp.Or(map[string]string{"timeout": "response-timeout", "empty": "empty-response", "error": "junk-response"}[what], what))
	}
	lines = append(lines, "retry-on "+strings.Join(on, " "))
	if !c.RetryWrites {
		lines = append(lines, "http-request disable-l7-retry unless METH_GET")
	}
	return lines
}

func (s *stack) haproxyTimeouts(t model.Timeout) []string {
	var lines []string
	for _, written := range []struct {
		name string
		span model.Duration
	}{{"connect", t.Connect}, {"server", t.Response}, {"queue", t.Queue}} {
		if written.span > 0 {
			lines = append(lines, "timeout "+written.name+" "+milliseconds(written.span))
		}
	}
	return lines
}

// haproxyAlgorithm is how HAProxy names the rule by which a target is picked.
func haproxyAlgorithm(c *model.Connection) string {
	algorithm := c.From.Defaults.Algorithm
	if c.Use.Balance != nil {
		algorithm = cmp.Or(c.Use.Balance.Algorithm, algorithm)
	}
	if algorithm == "hash" {
		return "hash path"
	}
	return cmp.Or(algorithm, "roundrobin")
}
