package compose

import (
	"cmp"
	"fmt"
	"strconv"

	"github.com/loadpath/loadpath/model"
)

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
		s.checkPath(connection.Use.Path.Field("check").Field("path"), path)
		lines = append(lines, "option httpchk", "http-check send meth GET uri "+path+" ver HTTP/1.1 hdr Host "+connection.To.Name)
		if check.Status != 0 {
			lines = append(lines, "http-check expect status "+strconv.Itoa(check.Status))
		}
	case "tcp":
	case "mysql", "postgresql", "redis":
		asked, suffix := s.storeCheck(connection, check)
		lines, server = append(lines, asked...), server+suffix
	default:
		s.refuse(connection.Use.Path.Field("check").Field("type"), "a check of type %s is not run: write tcp, http, mysql, postgresql or redis", check.Type)
	}
	return lines, server
}

// storeCheck speaks a store's own protocol. A router asks for the role; HAProxy
// itself waits to be greeted, or asked for a password, which tells a server that
// hangs from one that works, and not a replica from the primary.
func (s *stack) storeCheck(connection *model.Connection, check *model.Check) (lines []string, server string) {
	if own := connection.To.Defaults.Protocol; own != check.Type {
		s.refuse(connection.Use.Path.Field("check").Field("type"), "%s does not answer a check of type %s: write %q", connection.To.Name, check.Type, cmp.Or(own, "tcp"))
		return nil, ""
	}
	switch {
	case s.asksRole(connection):
		// Who was the primary a moment ago takes no more.
		return mysqlCheck(mysqlQuestion(connection)), " on-marked-down shutdown-sessions"
	case check.Type == "mysql":
		return []string{"option mysql-check"}, ""
	case check.Type == "postgresql":
		return []string{"option pgsql-check user _check"}, ""
	}
	if s.oneWay(connection.To) {
		server = " check-ssl verify none"
	}
	// Whoever is not logged in gets no answer to a PING.
	return []string{"option tcp-check", `tcp-check send AUTH\ _check\ none\r\nPING\r\n`, "tcp-check expect string +PONG", `tcp-check send QUIT\r\n`}, server
}
