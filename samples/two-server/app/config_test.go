package main

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestReadConfig(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(secret, []byte("s3cret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := readConfig([]string{
		"INSTANCE=app@server-1",
		"LISTEN=10.0.0.2:8000,10.0.1.2:8000",
		"DB_READS_URL=mysql://app@db-2/app?tls=verify,mysql://app@db-1:3307/app",
		"DB_WRITES_URL=mysql://app@db-1:3307/app",
		"DB_PASSWORD_FILE=" + secret,
		"DB_CHOOSE=client",
		"DB_CONNECT_TIMEOUT=500ms",
		"PAGE_CACHE_URL=redis://cache-1",
		"PAGE_CACHE_OPTIONAL=true",
		"HEALTH=/healthz=;/deep=db.reads,page-cache",
	})
	if err != nil {
		t.Fatal(err)
	}
	db1 := target{scheme: "mysql", host: "db-1", addr: "db-1:3307", user: "app", path: "app", tls: "off", url: "mysql://app@db-1:3307/app"}
	db2 := target{scheme: "mysql", host: "db-2", addr: "db-2:3306", user: "app", path: "app", tls: "verify", url: "mysql://app@db-2/app?tls=verify"}
	cache := target{scheme: "redis", host: "cache-1", addr: "cache-1:6379", tls: "off", url: "redis://cache-1"}
	want := config{
		instance: "app@server-1",
		listen:   []string{"10.0.0.2:8000", "10.0.1.2:8000"},
		uses: []use{
			{name: "db", reads: []target{db2, db1}, writes: []target{db1}, client: true, password: "s3cret", connect: 500 * time.Millisecond, response: 3 * time.Second},
			{name: "page-cache", reads: []target{cache}, writes: []target{cache}, optional: true, connect: time.Second, response: 3 * time.Second},
		},
		health: map[string][]string{"/healthz": nil, "/deep": {"db.reads", "page-cache"}},
	}
	if !reflect.DeepEqual(c, want) {
		t.Errorf("got\n%+v\nwant\n%+v", c, want)
	}
}

func TestReadConfigRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		env  string
		want string
	}{
		"a password in a URL":      {"DB_URL=mysql://app:s3cret@db-1/app", "DB_PASSWORD_FILE"},
		"an unknown scheme":        {"DB_URL=oracle://db-1", `scheme "oracle" is unknown: write one of amqp, http, https, mysql, postgresql, redis`},
		"no URL":                   {"DB_URL=db-1", "is no URL"},
		"two kinds in one list":    {"DB_URL=mysql://a/b,postgresql://c/d", "URLs of one kind"},
		"an unknown TLS mode":      {"DB_URL=mysql://a/b?tls=yes", "write off, require or verify"},
		"an unknown choice":        {"DB_URL=mysql://a/b DB_CHOOSE=any", "write fixed or client"},
		"an unknown mode":          {"MODE=cron", "write server or worker"},
		"a duration without unit":  {"DB_URL=mysql://a/b DB_RESPONSE_TIMEOUT=3", "write a duration"},
		"a check of what is not":   {"DB_URL=mysql://a/b HEALTH=/x=cache", "write one of db, db.reads, db.writes, db.connect"},
		"a check without a path":   {"HEALTH=db", "write /path=use,use"},
		"a pattern as a path":      {"HEALTH=/{x}=", "write /path=use,use"},
		"half a certificate":       {"TLS_CERT_FILE=/a", "write both or none"},
		"a secret that is missing": {"DB_URL=mysql://a/b DB_PASSWORD_FILE=/nowhere", "DB_PASSWORD_FILE"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := readConfig(strings.Fields(test.env))
			if err == nil || !strings.Contains(strings.ReplaceAll(err.Error(), "..._", "DB_"), test.want) {
				t.Errorf("error %v, want one with %q", err, test.want)
			}
			if err != nil && strings.Contains(err.Error(), "s3cret") {
				t.Errorf("the password is in the message: %v", err)
			}
		})
	}
}

// No URL, however odd, makes it panic or shows the password that is in it.
func FuzzParseTarget(f *testing.F) {
	for _, seed := range []string{"mysql://app@db-1:3306/app?tls=verify", "redis://:Pa55word@x", "http://a/%zz", "amqp://[::1]:5672", "//Pa55word@x@y"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		parsed, err := parseTarget(text)
		if err == nil && (parsed.host == "" || parsed.addr == "" || defaultPorts[parsed.scheme] == "") {
			t.Errorf("%q gave %+v", text, parsed)
		}
		if err != nil && strings.HasPrefix(text, "redis://:Pa55word@") && strings.Contains(err.Error(), "Pa55word") {
			t.Errorf("%q: %v", text, err)
		}
	})
}
