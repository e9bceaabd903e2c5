package main

import (
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"
)

// A target is one place where something that is used can be reached.
type target struct {
	scheme string // mysql, postgresql, redis, amqp, http or https
	host   string // by which answers and messages name it
	addr   string // host:port
	user   string
	path   string // the database, the queue, or the path of a URL
	tls    string // "off", "require" (any certificate), or "verify"
	url    string // as it was written
}

// defaultPorts also is the list of what can be used.
var defaultPorts = map[string]string{
	"mysql": "3306", "postgresql": "5432", "redis": "6379", "amqp": "5672", "http": "80", "https": "443",
}

// parseTargets reads a comma-separated list of URLs.
func parseTargets(list string) ([]target, error) {
	var targets []target
	for _, text := range strings.Split(list, ",") {
		t, err := parseTarget(strings.TrimSpace(text))
		if err != nil {
			return nil, err
		}
		if len(targets) > 0 && t.scheme != targets[0].scheme {
			return nil, fmt.Errorf("%s and %s in one list: write URLs of one kind", targets[0].scheme, t.scheme)
		}
		targets = append(targets, t)
	}
	return targets, nil
}

func parseTarget(text string) (target, error) {
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" {
		return target{}, fmt.Errorf("%q is no URL: write it as mysql://app@db-server-1:3306/app", redact(text))
	}
	port, known := defaultPorts[u.Scheme]
	if !known {
		return target{}, fmt.Errorf("scheme %q is unknown: write one of %s", u.Scheme, schemes())
	}
	if _, set := u.User.Password(); set {
		return target{}, fmt.Errorf("%q has a password in it: write it to a file and name that in ..._PASSWORD_FILE", redact(text))
	}
	if u.Port() != "" {
		port = u.Port()
	}
	t := target{
		scheme: u.Scheme,
		host:   u.Hostname(),
		addr:   net.JoinHostPort(u.Hostname(), port),
		user:   u.User.Username(),
		path:   strings.Trim(u.Path, "/"),
		tls:    u.Query().Get("tls"),
		url:    text,
	}
	switch t.tls {
	case "":
		t.tls = "off"
	case "off", "require", "verify":
	default:
		return target{}, fmt.Errorf("tls=%q is unknown: write off, require or verify", t.tls)
	}
	return t, nil
}

func schemes() string {
	var names []string
	for name := range defaultPorts {
		names = append(names, name)
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// redact takes what may be a password out of a URL that is shown.
func redact(text string) string {
	before, rest, found := strings.Cut(text, "//")
	if _, host, credentials := strings.Cut(rest, "@"); found && credentials {
		return before + "//...@" + host
	}
	return text
}
