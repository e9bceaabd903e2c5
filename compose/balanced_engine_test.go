package compose_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// notes writes a note at a site, and waits until it is read there, as written by
// an instance whose name begins so.
func (l *live) notes(number int, text, writer string) {
	l.t.Helper()
	site := fmt.Sprintf("http://127.0.0.1:%d/notes", l.o.Ports[number])
	l.becomes(func() (bool, string) {
		response, err := http.PostForm(site, url.Values{"text": {text}})
		if err != nil {
			return false, err.Error()
		}
		defer response.Body.Close()
		return response.StatusCode == http.StatusCreated, fmt.Sprintf("a note at %d is answered %s", number, response.Status)
	})
	l.becomes(func() (bool, string) {
		response, err := http.Get(site)
		if err != nil {
			return false, err.Error()
		}
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		return err == nil && strings.Contains(string(body), fmt.Sprintf(`"text":%q,"written_by":"%s`, text, writer)), string(body)
	})
}

// TestBalancedStores: load balancers hand connections on to stores, encrypted from
// end to end with the ciphers that are written; each asks its store in the store's
// own words, and leaves out one that hangs.
func TestBalancedStores(t *testing.T) {
	requireStacks(t)
	l := started(t, "balanced", 8001, 8002)
	for _, number := range []int{8000, 8001, 8002} {
		l.notes(number, "first", "")
	}
	const states = `exec 3<>/dev/tcp/127.0.0.1/8404; printf 'GET /metrics HTTP/1.0\r\n\r\n' >&3; grep 'server_status.* 1$' <&3`
	for store, members := range map[string]string{"pdb": "pdb.db-1", "mdb": "mdb.db-1", "ydb": "ydb.db-1", "cache": "cache.db-1"} {
		balancer := "to-" + store + ".lb-1"
		l.bash(balancer, states, fmt.Sprintf(`server=%q,state="UP"`, members))
		l.must("docker", "pause", l.id(members))
		l.bash(balancer, states, fmt.Sprintf(`server=%q,state="DOWN"`, members))
		l.must("docker", "unpause", l.id(members))
		l.bash(balancer, states, fmt.Sprintf(`server=%q,state="UP"`, members))
	}
	for _, number := range []int{8000, 8001, 8002} {
		l.notes(number, "second", "")
	}
	for container, ask := range map[string]string{
		"ydb.db-1": `MYSQL_PWD=$(cat /run/secrets/ydb_third) mysql -h127.0.0.1 -P3306 -uthird --tls-version=TLSv1.2 -Nse "SHOW STATUS LIKE 'Ssl_cipher'"`,
		"mdb.db-1": `MYSQL_PWD=$(cat /run/secrets/mdb_other) mariadb -h127.0.0.1 -uother --ssl-ca=/certificates/ca.pem --tls-version=TLSv1.2 -Nse "SHOW STATUS LIKE 'Ssl_cipher'"`,
	} {
		l.eventually(container, ask, "ECDHE-ECDSA-")
		if said, err := l.in(container, strings.Replace(ask, "TLSv1.2", "TLSv1.2 --ssl-cipher=ECDHE-ECDSA-AES128-SHA256", 1)); err == nil {
			t.Errorf("%s takes a cipher that is not in its profile: %s", container, said)
		}
	}
}

// bash waits until a script of bash says something.
func (l *live) bash(container, script, want string) {
	l.t.Helper()
	l.eventually(container, "bash -c '"+strings.ReplaceAll(script, "'", `'\''`)+"'", want)
}
