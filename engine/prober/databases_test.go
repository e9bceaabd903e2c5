package prober

import (
	"bufio"
	"bytes"
	"net"
	"testing"
	"time"
)

// greetingOf is what a MySQL server begins with.
func greetingOf(plugin string, nonce []byte, encrypts bool) []byte {
	low := byte(0)
	if encrypts {
		low = mysqlSSL >> 8
	}
	b := append([]byte{10}, "9.7.0\x00"...)
	b = append(b, 1, 0, 0, 0)
	b = append(append(b, nonce[:8]...), 0)
	b = append(b, 0, low, 45, 2, 0, 0, 0, byte(len(nonce)+1))
	b = append(b, make([]byte, 10)...)
	b = append(append(b, nonce[8:]...), 0)
	return append(b, plugin+"\x00"...)
}

func TestParseGreeting(t *testing.T) {
	nonce := []byte("12345678901234567890")
	got, err := parseGreeting(greetingOf("caching_sha2_password", nonce, true))
	if err != nil || !got.encrypts || got.plugin != "caching_sha2_password" || !bytes.Equal(got.nonce, nonce) {
		t.Errorf("%+v, %v", got, err)
	}
}

func FuzzParseGreeting(f *testing.F) {
	f.Add(greetingOf("mysql_native_password", []byte("12345678901234567890"), false))
	f.Add([]byte{10, 0})
	f.Add([]byte{10})
	f.Fuzz(func(t *testing.T, body []byte) {
		if len(body) == 0 {
			t.Skip("a packet has at least one byte")
		}
		if g, err := parseGreeting(body); err == nil && len(g.nonce) < 8 {
			t.Errorf("%q: a nonce of %d bytes", body, len(g.nonce))
		}
	})
}

// TestMySQLProof holds the proof of a password against what a server checks: of
// SHA1(SHA1(password)) it knows SHA1(nonce, that), and gets SHA1(password) back.
func TestMySQLProof(t *testing.T) {
	nonce := []byte("12345678901234567890")
	if got := mysqlProof("mysql_native_password", "", nonce); got != nil {
		t.Errorf("an empty password is proved: %x", got)
	}
	for plugin, length := range map[string]int{"mysql_native_password": 20, "caching_sha2_password": 32} {
		proof := mysqlProof(plugin, "secret", nonce)
		if len(proof) != length || bytes.Equal(proof, mysqlProof(plugin, "secret", []byte("09876543210987654321"))) {
			t.Errorf("%s: %x", plugin, proof)
		}
	}
}

// server says what is given, reading a packet or a message before each but the
// first where it begins.
func server(t *testing.T, begins bool, says ...[]byte) way {
	t.Helper()
	here, there := net.Pipe()
	t.Cleanup(func() { _ = here.Close(); _ = there.Close() })
	if err := here.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	go func() {
		buffer := make([]byte, 4096)
		for i, text := range says {
			if i > 0 || !begins {
				if _, err := there.Read(buffer); err != nil {
					return
				}
			}
			if _, err := there.Write(text); err != nil {
				return
			}
		}
		_ = there.Close()
	}()
	return way{here, bufio.NewReader(here)}
}

func packet(number byte, body ...byte) []byte {
	return append([]byte{byte(len(body)), 0, 0, number}, body...)
}

func TestMySQLPlain(t *testing.T) {
	hello := packet(0, greetingOf("caching_sha2_password", []byte("12345678901234567890"), true)...)
	insecure := packet(2, append([]byte{mysqlError, 0x57, 0x0c}, "#08004Connections using insecure transport are prohibited"...)...)
	denied := packet(2, append([]byte{mysqlError, 0x15, 0x04}, "#28000Access denied"...)...)
	for _, test := range []struct {
		name, user string
		says       [][]byte
		want       Plain
	}{
		{"who does not encrypt is sent away", "", [][]byte{hello, insecure}, PlainRefused},
		{"an account that has to encrypt", "app", [][]byte{hello, denied}, PlainRefused},
		{"passwords are taken in plain text", "", [][]byte{hello, denied}, PlainAccepted},
		{"an account that need not", "app", [][]byte{hello, append(packet(2, mysqlMore, 3), packet(3, mysqlOK)...)}, PlainAccepted},
		{"nobody there", "app", nil, PlainUnknown},
	} {
		if got, said := mysqlPlain(server(t, true, test.says...), test.user, "secret"); got != test.want {
			t.Errorf("%s: %s, %q; want %s", test.name, got, said, test.want)
		}
	}
}

func TestPostgresPlain(t *testing.T) {
	entry := append([]byte{'E', 0, 0, 0, 40}, "SFATAL\x00C28000\x00Mno pg_hba.conf entry\x00\x00"...)
	for _, test := range []struct {
		name string
		says []byte
		want Plain
	}{
		{"no entry for it", entry, PlainRefused},
		{"it asks for a password", []byte{'R', 0, 0, 0, 8}, PlainAccepted},
		{"another error", append([]byte{'E', 0, 0, 0, 40}, "SFATAL\x00C3D000\x00Mno such database\x00\x00"...), PlainAccepted},
	} {
		if got, said := postgresPlain(server(t, false, test.says), "app"); got != test.want {
			t.Errorf("%s: %s, %q; want %s", test.name, got, said, test.want)
		}
	}
	if err := postgresEncrypts(server(t, false, []byte("N"))); err == nil {
		t.Error("a server without encryption encrypts")
	}
	if err := postgresEncrypts(server(t, false, []byte("S"))); err != nil {
		t.Error(err)
	}
}
