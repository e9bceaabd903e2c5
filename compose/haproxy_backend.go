package compose

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// backend shares requests between the targets of a connection.
func (s *stack) backend(w *config, c *Container, connection *model.Connection) {
	use := connection.Use
	lines := []string{"mode http", "balance " + haproxyAlgorithm(connection)}
	if !speaksHTTP(connection.Protocol) {
		lines[0] = "mode tcp"
		lines = append(lines, "timeout server "+milliseconds(cmp.Or(use.Timeout.Idle, haproxySession)))
	}
	lines = append(lines, s.haproxyTimeouts(connection)...)
	lines = append(lines, haproxyRetries(connection)...)
	server := ""
	if check := roleCheck(connection); check != nil {
		options, suffix := s.haproxyCheck(connection, check)
		lines, server = append(lines, options...), suffix
	}
	if connection.AllBackups {
		lines = append(lines, "option allbackups")
	}
	cookie := use.Balance != nil && use.Balance.Sticky == "cookie" && speaksHTTP(connection.Protocol)
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

// haproxyTimeouts are those that are written. Where HAProxy does not see
// requests it cannot wait for a response.
func (s *stack) haproxyTimeouts(c *model.Connection) []string {
	t := c.Use.Timeout
	if !speaksHTTP(c.Protocol) {
		t.Response = 0
	}
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
