package prober

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
)

// The words of PostgreSQL before a session, as its documentation has them
// (Frontend/Backend Protocol, Message Formats).
const (
	postgresSSL     = 80877103 // the code of SSLRequest
	postgresVersion = 3 << 16  // that of protocol 3.0
)

// postgresEncrypts asks for encryption. The answer is one byte: S or N.
func postgresEncrypts(w way) error {
	if _, err := w.Write(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, 8), postgresSSL)); err != nil {
		return err
	}
	answer, err := w.read.ReadByte()
	switch {
	case err != nil:
		return err
	case answer != 'S':
		return errors.New("the server does not encrypt")
	}
	return nil
}

// postgresPlain begins a session without encryption. A server that asks for the
// password, or for none, would go on; one that wants encryption says that it has
// no entry for such a connection.
func postgresPlain(w way, user string) (Plain, string) {
	if user == "" {
		user = "loadpath"
	}
	body := binary.BigEndian.AppendUint32(nil, postgresVersion)
	body = append(body, "user\x00"+user+"\x00database\x00"+user+"\x00\x00"...)
	if _, err := w.Write(append(binary.BigEndian.AppendUint32(nil, uint32(len(body)+4)), body...)); err != nil {
		return PlainRefused, err.Error()
	}
	head := make([]byte, 5)
	if _, err := io.ReadFull(w, head); err != nil {
		return PlainRefused, err.Error()
	}
	if head[0] != 'E' {
		return PlainAccepted, "it goes on in plain text"
	}
	text := make([]byte, min(binary.BigEndian.Uint32(head[1:]), 4096))
	n, _ := io.ReadFull(w, text)
	code, message := postgresError(text[:n])
	// 28000, "no entry for host ..., no encryption", comes before any password.
	if code == "28000" {
		return PlainRefused, message
	}
	return PlainAccepted, message
}

// postgresError reads the fields of an error: its code and its message.
func postgresError(fields []byte) (code, message string) {
	for _, field := range bytes.Split(fields, []byte{0}) {
		switch {
		case len(field) == 0:
		case field[0] == 'C':
			code = string(field[1:])
		case field[0] == 'M':
			message = string(field[1:])
		}
	}
	return code, strings.TrimSpace(fmt.Sprintf("%s %s", code, message))
}
