package compose_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestNames runs an architecture whose services, servers and callers have the
// names of what programs have for themselves, and the longest ones there are:
// each application writes and reads, and nobody has the password of another.
func TestNames(t *testing.T) {
	l := started(t, "names", 8001, 8002, 8003)
	for number, writer := range map[int]string{8000: "root", 8001: "public", 8002: "default", 8003: "as-long-as-no-account-may-be-in-mysql"} {
		text := fmt.Sprintf("through %d", number)
		site := fmt.Sprintf("http://127.0.0.1:%d/notes", l.o.Ports[number])
		l.becomes(func() (bool, string) {
			response, err := http.PostForm(site, url.Values{"text": {text}})
			if err != nil {
				return false, err.Error()
			}
			defer response.Body.Close()
			return response.StatusCode == http.StatusCreated, response.Status
		})
		l.becomes(func() (bool, string) {
			response, err := http.Get(site)
			if err != nil {
				return false, err.Error()
			}
			defer response.Body.Close()
			body, err := io.ReadAll(response.Body)
			return err == nil && strings.Contains(string(body), fmt.Sprintf(`"text":%q,"written_by":"%s@`, text, writer)), string(body)
		})
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
