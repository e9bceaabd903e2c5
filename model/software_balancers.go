package model

// haproxy: an active server without "check" is never taken out, and a retry
// goes to the same server unless "option redispatch" is set.
func haproxy() Software {
	return Software{
		Name: "haproxy", Title: "HAProxy", Port: 80, Protocol: "http", Image: "haproxy:3.2",
		Choose: ByCheck, Algorithm: "roundrobin",
		CheckEvery: 2 * Second, CheckFall: 3, CheckRise: 2, Tries: 3,
		Source: "HAProxy configuration manual: inter, fall, rise, retries, option redispatch, balance",
	}
}

// nginx: the open source edition has passive checks only; a connection that
// was refused is tried at the next server (proxy_next_upstream error timeout).
// One that does not open is given up after proxy_connect_timeout, a minute.
func nginx() Software {
	return Software{
		Name: "nginx", Title: "nginx", Port: 80, Protocol: "http", Image: "nginx:1.30",
		Choose: Passive, Algorithm: "roundrobin", Connect: 60 * Second,
		Source: "nginx documentation: ngx_http_upstream_module (max_fails, fail_timeout), ngx_http_proxy_module (proxy_next_upstream, proxy_connect_timeout)",
	}
}

// apache: mod_proxy_balancer puts a worker that failed into the error state
// for retry=60 seconds and tries the next.
func apache() Software {
	return Software{
		Name: "apache", Title: "Apache", Port: 80, Protocol: "http", Image: "httpd:2.4",
		Choose: Passive, Algorithm: "roundrobin",
		Source: "Apache HTTP Server documentation: mod_proxy (retry, maxattempts), mod_proxy_balancer",
	}
}

// caddy: health checks, passive ones too, are off until they are configured.
func caddy() Software {
	return Software{
		Name: "caddy", Title: "Caddy", Port: 80, Protocol: "http", Image: "caddy:2",
		Choose: ByCheck, Algorithm: "random",
		CheckEvery: 30 * Second, CheckFall: 1, CheckRise: 1,
		Source: "Caddy documentation: reverse_proxy (lb_policy, health_interval, health_fails, health_passes)",
	}
}

// envoy: a cluster has no health check until one is configured; its times have
// no defaults.
func envoy() Software {
	return Software{
		Name: "envoy", Title: "Envoy", Port: 10000, Protocol: "http", Image: "envoyproxy/envoy:v1.34-latest",
		Choose: ByCheck, Algorithm: "roundrobin",
		Source: "Envoy documentation: config.core.v3.HealthCheck, lb_policy",
	}
}

// traefik: a service has no health check until one is configured.
func traefik() Software {
	return Software{
		Name: "traefik", Title: "Traefik", Port: 80, Protocol: "http", Image: "traefik:v3.4",
		Choose: ByCheck, Algorithm: "roundrobin",
		CheckEvery: 30 * Second, CheckFall: 1, CheckRise: 1,
		Source: "Traefik documentation: services, health check (interval)",
	}
}

// varnish: a backend without a probe is taken as healthy.
func varnish() Software {
	return Software{
		Name: "varnish", Title: "Varnish", Port: 80, Protocol: "http", Image: "varnish:7.7",
		Choose: ByCheck, Algorithm: "roundrobin",
		CheckEvery: 5 * Second, CheckFall: 6, CheckRise: 3,
		Source: "Varnish documentation: VCL probes (interval 5s, window 8, threshold 3)",
	}
}
