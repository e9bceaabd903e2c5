package prober

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"strings"
	"time"
)

// versions are those of TLS, the oldest first.
var versions = [...]struct {
	name   string
	number uint16
}{{"1.0", tls.VersionTLS10}, {"1.1", tls.VersionTLS11}, {"1.2", tls.VersionTLS12}, {"1.3", tls.VersionTLS13}}

// way is a connection with what was read ahead of it.
type way struct {
	net.Conn
	read *bufio.Reader
}

func (w way) Read(p []byte) (int, error) { return w.read.Read(p) }

// open connects, and says what has to be said before the way is encrypted.
func (t *TLS) open() (net.Conn, error) {
	w, err := t.dial()
	if err != nil {
		return nil, err
	}
	switch t.Protocol {
	case "mysql", "mariadb":
		err = mysqlEncrypts(w)
	case "postgresql", "postgres":
		err = postgresEncrypts(w)
	}
	if err != nil {
		_ = w.Close()
		return nil, err
	}
	return w, nil
}

func (t *TLS) dial() (way, error) {
	connection, err := net.DialTimeout("tcp", t.Address.String(), t.Within)
	if err != nil {
		return way{}, err
	}
	return way{connection, bufio.NewReader(connection)}, connection.SetDeadline(time.Now().Add(t.Within))
}

// negotiate tries every version on a connection of its own, then whether the
// certificate is to be trusted, then plain text.
func (t *TLS) negotiate() (*Negotiated, error) {
	if t.Protocol == "" {
		return nil, errors.New("no protocol is given")
	}
	found := &Negotiated{}
	for _, v := range versions {
		tried := Version{Version: v.name}
		if state, err := t.handshake(v.number); err != nil {
			tried.Refused = err.Error()
		} else {
			tried.Cipher = tls.CipherSuiteName(state.CipherSuite)
			found.show(state, t)
		}
		found.Versions = append(found.Versions, tried)
	}
	found.Plain, found.Said = t.plain()
	return found, nil
}

// handshake agrees on one version. All ciphers are offered, weak ones too: what
// the other side takes is to be seen. The certificate is looked at afterwards,
// so that one that is not to be trusted is seen as well.
func (t *TLS) handshake(version uint16) (tls.ConnectionState, error) {
	connection, err := t.open()
	if err != nil {
		return tls.ConnectionState{}, err
	}
	defer connection.Close()
	var ciphers []uint16
	for _, suite := range append(tls.CipherSuites(), tls.InsecureCipherSuites()...) {
		ciphers = append(ciphers, suite.ID)
	}
	client := tls.Client(connection, &tls.Config{
		ServerName: t.Name, InsecureSkipVerify: true, MinVersion: version, MaxVersion: version, CipherSuites: ciphers,
	})
	if err := client.Handshake(); err != nil {
		return tls.ConnectionState{}, err
	}
	return client.ConnectionState(), nil
}

// show notes the certificate that was shown, and whether it is to be trusted.
func (n *Negotiated) show(state tls.ConnectionState, t *TLS) {
	leaf := state.PeerCertificates[0]
	n.Names = append([]string{}, leaf.DNSNames...)
	for _, address := range leaf.IPAddresses {
		n.Names = append(n.Names, address.String())
	}
	n.Issuer, n.Expires = leaf.Issuer.CommonName, leaf.NotAfter.UTC()
	between := x509.NewCertPool()
	for _, c := range state.PeerCertificates[1:] {
		between.AddCert(c)
	}
	n.Unverified = ""
	if _, err := leaf.Verify(x509.VerifyOptions{DNSName: t.Name, Roots: pool(t.Roots), Intermediates: between}); err != nil {
		n.Unverified = err.Error()
	}
}

// pool are the authorities that are trusted: none but those that are given.
func pool(roots string) *x509.CertPool {
	p := x509.NewCertPool()
	p.AppendCertsFromPEM([]byte(roots))
	return p
}

// plain tries to talk without encryption.
func (t *TLS) plain() (Plain, string) {
	w, err := t.dial()
	if err != nil {
		return PlainUnknown, err.Error()
	}
	defer w.Close()
	switch t.Protocol {
	case "mysql", "mariadb":
		return mysqlPlain(w, t.User, t.Password)
	case "postgresql", "postgres":
		return postgresPlain(w, t.User)
	}
	words, known := greetings[t.Protocol]
	if !known {
		return PlainUnknown, ""
	}
	return words.exchange(w)
}

// greeting is the first thing that is said in a plain protocol, and what the
// answer of who understands it begins with.
type greeting struct{ say, hear string }

// greetings are known of the protocols that are encrypted from the first byte.
var greetings = map[string]greeting{
	"http": overHTTP, "https": overHTTP, "h2": overHTTP, "grpc": overHTTP,
	"redis": {"PING\r\n", "+-"}, "memcached": {"version\r\n", "VE"}, "amqp": {"AMQP\x00\x00\x09\x01", "\x01"},
}

var overHTTP = greeting{"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "H"}

// exchange says the greeting and reads a line. Whoever speaks TLS answers with
// an alert, with nothing, or, as web servers do, with 400 in plain words: that
// is no.
func (g greeting) exchange(w way) (Plain, string) {
	if _, err := w.Write([]byte(g.say)); err != nil {
		return PlainRefused, err.Error()
	}
	line, err := w.read.ReadString('\n')
	switch {
	case line == "":
		return PlainRefused, err.Error()
	case !strings.ContainsRune(g.hear, rune(line[0])):
		return PlainRefused, "no words of its protocol"
	case strings.HasPrefix(line, "HTTP/") && strings.Contains(line, " 400"):
		return PlainRefused, strings.TrimSpace(line)
	case line[0] < ' ':
		return PlainAccepted, "it goes on in plain text"
	}
	return PlainAccepted, strings.TrimSpace(line)
}
