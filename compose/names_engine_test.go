package compose_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestNames runs an architecture whose services, servers and callers have the
// names of what programs have for themselves, and the longest ones there are:
// each application writes and reads, and nobody has the password of another.
func TestNames(t *testing.T) {
	requireStacks(t)
	l := started(t, "names", 8001, 8002, 8003)
	for number, writer := range map[int]string{8000: "root", 8001: "public", 8002: "default", 8003: "as-long-as-no-account-may-be-in-mysql"} {
		l.notes(number, "by "+writer, writer+"@")
	}
	for container, account := range map[string]string{"mysql.1": "root", "1.1": "public"} {
		program := map[string]string{"mysql.1": "mysql", "1.1": "mariadb"}[container]
		service, _, _ := strings.Cut(container, ".")
		said, err := l.in(container, fmt.Sprintf("MYSQL_PWD=$(cat /run/secrets/%s_%s) %s --protocol=socket -uroot -e 'SELECT 1'", service, account, program))
		if err == nil || !strings.Contains(said, "Access denied") {
			t.Errorf("the password of %s is the administrator's of %s: %q", account, container, said)
		}
	}
}
