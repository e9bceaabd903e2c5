package compose

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// nginxStatus is where nginx is asked how it is, and for its counters.
const nginxStatus = 8405

// nginx runs an instance of nginx: files, and behind them what it uses.
func (s *stack) nginx(c *Container) {
	service := c.Instance.Service
	folder := "nginx/" + c.Name
	c.Image = s.image(service)
	c.Capabilities = []string{"CHOWN", "SETGID", "SETUID"}
	c.Writable = []string{"/run", "/tmp", "/var/cache/nginx"}
	c.mount("./"+folder, "/etc/nginx/conf.d")
	c.Health = &Health{Test: []string{"CMD", "curl", "-fsS", "-o", "/dev/null", fmt.Sprintf("http://127.0.0.1:%d/health", nginxStatus)}}
	var w config
	w.add("# %s, as the architecture says. loadpath writes this file.", c.Instance.Name())
	for _, connection := range service.Connections {
		if connection.Choose == model.ByCheck {
			s.refuse(connection.Use.Path.Field("check"), `nginx has no active health checks: write choose: "passive" without a check, or put a load balancer with checks in between`)
		}
		if !speaksHTTP(connection.Protocol) {
			s.refuse(connection.Use.Path, "nginx hands on HTTP in the stack, and %s speaks %s: write a service of software \"haproxy\" in its place", connection.To.Name, cmp.Or(connection.Protocol, "what is not written"))
		}
		s.upstream(&w, c, connection)
	}
	if service.Cache != nil {
		s.nginxCache(&w, service)
	}
	if service.Static != "" {
		s.static(c, service)
	}
	for _, p := range s.ports(c) {
		s.nginxServer(&w, c, p)
	}
	lines := append(bindings("listen", s.adminBinds(c), nginxStatus, ""), "access_log off", "location = /health { return 200 \"ok\\n\"; }", "location = /status { stub_status; }")
	w.block("server", lines...)
	s.file(folder+"/default.conf", w.bytes())
}

// block is a section as nginx writes it. Lines that end a block of their own
// get no semicolon.
func (w *config) block(heading string, lines ...string) {
	w.add("\n%s {", heading)
	for _, line := range lines {
		end := ";"
		if strings.HasSuffix(line, "}") || strings.HasSuffix(line, "{") {
			end = ""
		}
		if line, bound := strings.CutPrefix(line, "listen *:"); bound {
			w.add("    listen %s;", line)
			continue
		}
		w.add("    %s%s", line, end)
	}
	w.add("}")
}

// upstream is what a connection leads to. A server of several is left out for
// ten seconds once a request to it has failed, which is nginx's default.
func (s *stack) upstream(w *config, c *Container, connection *model.Connection) {
	var lines []string
	if connection.Use.Balance != nil {
		switch connection.Use.Balance.Algorithm {
		case "leastconn":
			lines = append(lines, "least_conn")
		case "source":
			lines = append(lines, "ip_hash")
		case "random":
			lines = append(lines, "random")
		case "uri", "hash":
			lines = append(lines, "hash $request_uri consistent")
		}
	}
	for _, target := range s.targetsOf(c, connection) {
		line := fmt.Sprintf("server %s:%d", target.address, connection.Port)
		if weight, written := weightOf(connection.Use, target.container.Server); written && weight > 0 {
			line += " weight=" + strconv.Itoa(weight)
		}
		if target.backup {
			line += " backup"
		}
		lines = append(lines, line)
	}
	w.block("upstream "+connection.Name(), lines...)
}

// nginxServer answers at a port: files first, and what is no file is handed on.
func (s *stack) nginxServer(w *config, c *Container, p port) {
	service := c.Instance.Service
	options := ""
	var lines []string
	if s.encrypts(service, p) {
		options = "ssl"
		lines = s.nginxTLS(c, p)
	}
	lines = append(bindings("listen", s.binds(c, p.number, p.transport), p.number, options), append(lines, "server_name _")...)
	if p.listener != nil && p.listener.Redirect == "https" {
		w.block("server", append(lines, "return 301 https://$host"+s.redirectPort(service)+"$request_uri")...)
		return
	}
	if p.listener != nil && p.listener.TLS != nil && p.listener.TLS.HSTS > 0 {
		lines = append(lines, fmt.Sprintf(`add_header Strict-Transport-Security "max-age=%d" always`, int64(p.listener.TLS.HSTS/model.Second)))
	}
	if p.listener != nil && p.listener.RateLimit > 0 {
		zone := fmt.Sprintf("port_%d", p.number)
		w.add("\nlimit_req_zone $binary_remote_addr zone=%s:10m rate=%dr/m;", zone, max(int64(p.listener.RateLimit*60), 1))
		lines = append(lines, fmt.Sprintf("limit_req zone=%s burst=%d nodelay", zone, max(int64(p.listener.RateLimit*10), 1)), "limit_req_status 429")
	}
	lines = append(lines, "add_header X-Web "+c.Instance.Name()+" always")
	w.block("server", append(lines, s.locations(c, service)...)...)
}

// locations say who answers what.
func (s *stack) locations(c *Container, service *model.Service) []string {
	var lines []string
	for _, probe := range s.probes(service) {
		lines = append(lines, s.probeLocation(c, service, probe)...)
	}
	first := firstUse(service)
	for _, connection := range service.Connections {
		if connection == first || connection.Access == model.Writes {
			continue
		}
		lines = append(lines, "location /"+connection.Use.Key+"/ {")
		lines = append(lines, s.proxy(c, connection, "/")...)
	}
	switch {
	case service.Static != "" && first != nil:
		lines = append(lines, "root /usr/share/nginx/html", "location / { try_files $uri $uri/index.html @behind; }", "location @behind {")
		lines = append(lines, s.proxy(c, first, "")...)
	case service.Static != "":
		lines = append(lines, "root /usr/share/nginx/html")
	case first != nil:
		lines = append(lines, "location / {")
		lines = append(lines, s.proxy(c, first, "")...)
	}
	return lines
}

// proxy hands a request on. What nginx does by itself is not written.
func (s *stack) proxy(c *Container, connection *model.Connection, below string) []string {
	scheme := "http://"
	if connection.Encrypted() {
		scheme = "https://"
	}
	lines := []string{
		"proxy_pass " + scheme + connection.Name() + below,
		"proxy_http_version 1.1",
		"proxy_set_header Host $host",
		"proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for",
		"proxy_set_header X-Forwarded-Proto $http_x_forwarded_proto",
	}
	lines = append(lines, s.nginxVerify(c, connection)...)
	for _, written := range []struct {
		name string
		span model.Duration
	}{{"proxy_connect_timeout", connection.Use.Timeout.Connect}, {"proxy_read_timeout", connection.Use.Timeout.Response}} {
		if written.span > 0 {
			lines = append(lines, written.name+" "+milliseconds(written.span))
		}
	}
	lines = append(lines, nginxRetries(connection)...)
	if cache := connection.From.Cache; cache != nil {
		lines = append(lines, "proxy_cache kept")
		if len(cache.Paths) > 0 {
			lines = append(lines, "proxy_cache_bypass $not_kept", "proxy_no_cache $not_kept")
		}
	}
	for i := range lines {
		lines[i] = "    " + lines[i]
	}
	return append(lines, "}")
}

// nginxRetries say which errors another server is asked after.
func nginxRetries(c *model.Connection) []string {
	var lines []string
	if retry := c.Use.Retry; retry != nil && retry.Tries != nil {
		if *retry.Tries == 0 {
			return []string{"proxy_next_upstream off"}
		}
		lines = append(lines, "proxy_next_upstream_tries "+strconv.Itoa(*retry.Tries+1))
	}
	if len(c.RetryOn) > 0 || c.RetryWrites {
		on := []string{"error"}
		for _, what := range c.RetryOn {
			switch what {
			case "timeout":
				on = append(on, "timeout")
			case "empty":
				on = append(on, "invalid_header")
			case "500", "502", "503", "504", "429":
				on = append(on, "http_"+what)
			}
		}
		if len(c.RetryOn) == 0 {
			on = append(on, "timeout") // nginx's default stays
		}
		if c.RetryWrites {
			on = append(on, "non_idempotent")
		}
		lines = append(lines, "proxy_next_upstream "+strings.Join(slices.Compact(on), " "))
	}
	return lines
}

// static gives the instance the folder of files that it serves.
func (s *stack) static(c *Container, service *model.Service) {
	c.mount(path.Join(s.options.Folder, service.Static), "/usr/share/nginx/html")
}

// nginxCache keeps responses.
func (s *stack) nginxCache(w *config, service *model.Service) {
	size := "100m"
	if service.Cache.Size > 0 {
		size = strconv.FormatInt(max(int64(service.Cache.Size)>>20, 1), 10) + "m"
	}
	w.add("\nproxy_cache_path /var/cache/nginx/kept keys_zone=kept:10m max_size=%s;", size)
	if paths := service.Cache.Paths; len(paths) > 0 {
		lines := []string{"default 1"}
		for _, path := range paths {
			if s.checkPath(service.Path.Field("cache").Field("paths"), path) {
				lines = append(lines, `"~^`+regexp.QuoteMeta(path)+`" 0`)
			}
		}
		w.block("map $uri $not_kept", lines...)
	}
	if service.Cache.TTL > 0 {
		w.add("proxy_cache_valid 200 301 404 %s;", milliseconds(service.Cache.TTL))
	}
	if service.Cache.Stale != nil && *service.Cache.Stale {
		w.add("proxy_cache_use_stale error timeout http_500 http_502 http_503 http_504;")
	}
}
