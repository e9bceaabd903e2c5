package prober

import (
	"bytes"
	"crypto/tls"
	"encoding/json"
	"encoding/pem"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"
)

// patience is more than anything on this machine takes.
const patience = 20 * time.Second

func addressOf(t *testing.T, a net.Addr) netip.AddrPort {
	t.Helper()
	return netip.MustParseAddrPort(a.String())
}

// order is the answer to an order, as the program gives it.
func order(t *testing.T, o Order) Answer {
	t.Helper()
	text, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := Serve(bytes.NewReader(text), &out); err != nil {
		t.Fatal(err)
	}
	var answer Answer
	if err := json.Unmarshal(out.Bytes(), &answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

func TestConnect(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	open := addressOf(t, listener.Addr())
	defer listener.Close()
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	shut := addressOf(t, closed.Addr())
	_ = closed.Close()
	got := order(t, Order{Connect: &Connect{Addresses: []netip.AddrPort{open, shut}, Within: patience}})
	if !slices.Equal(got.Reached, []Reached{Connected, Refused}) {
		t.Errorf("%+v", got)
	}
}

func TestParseSockets(t *testing.T) {
	const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid
   0: 0100007F:2382 00000000:0000 0A 00000000:00000000 00:00000000 00000000 65534
   1: 1400800A:01BB 00000000:0000 0A 00000000:00000000 00:00000000 00000000   101
   2: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0
   3: 1400800A:C001 1500800A:0CEA 01 00000000:00000000 00:00000000 00000000     0
`
	const table6 = `  sl  local_address                         remote_address                        st
   0: 00000000000000000000000000000000:0CEA 00000000000000000000000000000000:0000 0A
   1: 0000000000000000FFFF00001400800A:1F90 00000000000000000000000000000000:0000 0A
   2: 00000000000000000000000001000000:1F91 00000000000000000000000000000000:0000 0A
`
	for text, want := range map[string]string{
		table: "10.128.0.20:443 0.0.0.0:80", table6: "[::]:3306 10.128.0.20:8080",
	} {
		found, err := parseSockets(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, at := range found {
			got = append(got, at.String())
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%v, want %s", got, want)
		}
	}
	for _, text := range []string{"\n 0: 0100:1 x 0A", "\n 0: 0100007F:XYZ x 0A", "\n 0: 0100007F x 0A"} {
		if found, err := parseSockets(strings.NewReader(text)); err == nil {
			t.Errorf("%q is read as %v", text, found)
		}
	}
}

// web is a server that takes some versions of TLS.
func web(t *testing.T, least, most uint16) (*httptest.Server, string) {
	t.Helper()
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte(r.Host)) }))
	s.Config.ErrorLog = log.New(io.Discard, "", 0) // it complains of what is tried here
	s.TLS = &tls.Config{MinVersion: least, MaxVersion: most}
	s.StartTLS()
	t.Cleanup(s.Close)
	return s, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw}))
}

func TestNegotiate(t *testing.T) {
	for _, test := range []struct {
		least, most uint16
		want        string
	}{
		{tls.VersionTLS12, tls.VersionTLS13, "1.2 1.3"}, {tls.VersionTLS13, tls.VersionTLS13, "1.3"}, {tls.VersionTLS10, tls.VersionTLS12, "1.0 1.1 1.2"},
	} {
		server, roots := web(t, test.least, test.most)
		got := order(t, Order{TLS: &TLS{Address: addressOf(t, server.Listener.Addr()), Protocol: "https", Name: "example.com", Roots: roots, Within: patience}})
		if got.TLS == nil {
			t.Fatal(got.Error)
		}
		var taken []string
		for _, v := range got.TLS.Versions {
			if v.Refused == "" {
				taken = append(taken, v.Version)
			}
		}
		if strings.Join(taken, " ") != test.want || got.TLS.Unverified != "" || got.TLS.Plain != PlainRefused || !slices.Contains(got.TLS.Names, "example.com") {
			t.Errorf("want %s: %+v", test.want, got.TLS)
		}
	}
}

// TestNotTrusted: a certificate for another name, and one that nobody signed.
func TestNotTrusted(t *testing.T) {
	server, roots := web(t, tls.VersionTLS12, tls.VersionTLS13)
	for _, o := range []TLS{{Name: "example.org", Roots: roots}, {Name: "example.com"}} {
		o.Address, o.Protocol, o.Within = addressOf(t, server.Listener.Addr()), "https", patience
		if got := order(t, Order{TLS: &o}); got.TLS == nil || got.TLS.Unverified == "" {
			t.Errorf("%s with roots %v is trusted: %+v", o.Name, o.Roots != "", got)
		}
	}
}

// TestPlain: a server without TLS takes plain text and no handshake.
func TestPlain(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	got := order(t, Order{TLS: &TLS{Address: addressOf(t, server.Listener.Addr()), Protocol: "https", Name: "x", Within: patience}})
	if got.TLS == nil || got.TLS.Plain != PlainAccepted || slices.ContainsFunc(got.TLS.Versions, func(v Version) bool { return v.Refused == "" }) {
		t.Errorf("%+v", got)
	}
}

func TestHTTP(t *testing.T) {
	server, roots := web(t, tls.VersionTLS12, tls.VersionTLS13)
	got := order(t, Order{HTTP: &HTTP{URL: server.URL, Host: "here", Name: "example.com", Roots: roots, Within: patience}})
	if got.HTTP == nil || got.HTTP.Status != 200 || string(got.HTTP.Body) != "here" {
		t.Errorf("%+v", got)
	}
	away := httptest.NewServer(http.RedirectHandler("https://elsewhere/", http.StatusFound))
	defer away.Close()
	if got := order(t, Order{HTTP: &HTTP{URL: away.URL, Within: patience}}); got.HTTP == nil || got.HTTP.Status != 302 || got.HTTP.Location != "https://elsewhere/" {
		t.Errorf("%+v", got)
	}
}

// TestServe: orders are done one by one, and one that cannot be done does not
// end the others.
func TestServe(t *testing.T) {
	var out bytes.Buffer
	if err := Serve(strings.NewReader(`{} {"listening":true}`), &out); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 2 || !strings.Contains(lines[0], "error") || strings.Contains(lines[1], "error") {
		t.Errorf("%q", lines)
	}
	if err := Serve(strings.NewReader("{"), &out); err == nil {
		t.Error("half an order is no error")
	}
}
