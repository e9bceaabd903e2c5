package prober

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Capabilities of a MySQL client, and how it begins, as the manual of the
// client/server protocol has them (Connection Phase).
const (
	mysqlProtocol41 = 0x00000200
	mysqlSSL        = 0x00000800
	mysqlSecure     = 0x00008000
	mysqlPlugins    = 0x00080000

	mysqlClient  = mysqlProtocol41 | mysqlSecure | mysqlPlugins
	mysqlCharset = 45 // utf8mb4
)

// The first byte of a packet of the server's.
const (
	mysqlOK     = 0x00
	mysqlMore   = 0x01
	mysqlSwitch = 0xfe
	mysqlError  = 0xff
)

// mysqlGreeting is what a server begins with.
type mysqlGreeting struct {
	encrypts bool
	nonce    []byte
	plugin   string
}

// mysqlRead reads a packet: three bytes of length, its number, and so much.
func mysqlRead(r io.Reader) (body []byte, number byte, err error) {
	head := make([]byte, 4)
	if _, err := io.ReadFull(r, head); err != nil {
		return nil, 0, err
	}
	body = make([]byte, int(head[0])|int(head[1])<<8|int(head[2])<<16)
	if _, err = io.ReadFull(r, body); err == nil && len(body) == 0 {
		err = errors.New("the server sent an empty packet")
	}
	return body, head[3], err
}

func mysqlWrite(w io.Writer, number byte, body []byte) error {
	head := []byte{byte(len(body)), byte(len(body) >> 8), byte(len(body) >> 16), number}
	_, err := w.Write(append(head, body...))
	return err
}

// mysqlGreeted reads the server's greeting.
func mysqlGreeted(r io.Reader) (mysqlGreeting, error) {
	body, _, err := mysqlRead(r)
	if err != nil {
		return mysqlGreeting{}, err
	}
	if body[0] == mysqlError {
		return mysqlGreeting{}, errors.New(mysqlSaid(body))
	}
	return parseGreeting(body)
}

// parseGreeting reads a greeting of protocol 10: the version up to a zero byte, a
// number of four bytes, eight bytes of nonce, a filler, half of the
// capabilities, the character set, the state, the other half, the length of the
// nonce, ten bytes that mean nothing here, the rest of the nonce, the plugin.
func parseGreeting(body []byte) (mysqlGreeting, error) {
	bad := errors.New("this is no greeting of a MySQL server")
	version := bytes.IndexByte(body, 0)
	if body[0] != 10 || version < 0 || len(body) < version+1+31 {
		return mysqlGreeting{}, bad
	}
	rest := body[version+1:]
	g := mysqlGreeting{nonce: bytes.Clone(rest[4:12])}
	capabilities := uint32(binary.LittleEndian.Uint16(rest[13:])) | uint32(binary.LittleEndian.Uint16(rest[18:]))<<16
	g.encrypts = capabilities&mysqlSSL != 0
	second := max(13, int(rest[20])-8)
	if len(rest) < 31+second {
		return mysqlGreeting{}, bad
	}
	g.nonce = append(g.nonce, rest[31:31+second-1]...) // its last byte is a zero
	plugin, _, _ := bytes.Cut(rest[31+second:], []byte{0})
	g.plugin = string(plugin)
	return g, nil
}

// mysqlHello is the beginning of a client's answer: what it can do.
func mysqlHello(capabilities uint32) []byte {
	body := binary.LittleEndian.AppendUint32(nil, capabilities)
	body = binary.LittleEndian.AppendUint32(body, 1<<24-1)
	return append(append(body, mysqlCharset), make([]byte, 23)...)
}

// mysqlEncrypts asks for encryption, after which the handshake of TLS follows.
func mysqlEncrypts(w way) error {
	greeting, err := mysqlGreeted(w)
	switch {
	case err != nil:
		return err
	case !greeting.encrypts:
		return errors.New("the server does not encrypt")
	}
	return mysqlWrite(w, 1, mysqlHello(mysqlClient|mysqlSSL))
}

// mysqlSaid is the text of an error: after the first byte its number, then "#"
// and five letters of state, then words.
func mysqlSaid(body []byte) string {
	if len(body) < 3 {
		return "the server says no"
	}
	text := body[3:]
	if len(text) >= 6 && text[0] == '#' {
		text = text[6:]
	}
	return fmt.Sprintf("%d: %s", binary.LittleEndian.Uint16(body[1:]), text)
}
