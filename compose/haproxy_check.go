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
	case "mysql":
		lines = append(lines, mysqlCheck(mysqlQuestion(connection))...)
		server += " on-marked-down shutdown-sessions" // who was the primary a moment ago takes no more
	default:
		s.refuse(connection.Use.Path.Field("check").Field("type"), "a check of type %s is not run yet: write tcp, http or mysql", check.Type)
	}
	return lines, server
}
