package prober

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"encoding/binary"
	"encoding/pem"
	"errors"
)

// mysqlInsecure is the error of a server that takes nobody without encryption
// (ER_SECURE_TRANSPORT_REQUIRED). It comes before any password.
const mysqlInsecure = 3159

// mysqlPlain logs in without encryption. Whether an account must encrypt is seen
// only once its password is right; without an account it is seen whether the
// server takes passwords in plain text at all.
func mysqlPlain(w way, user, password string) (Plain, string) {
	greeting, err := mysqlGreeted(w)
	if err != nil {
		return PlainUnknown, err.Error()
	}
	named := user != ""
	if !named {
		user = "loadpath"
	}
	hello := append(mysqlHello(mysqlClient), user+"\x00"...)
	proof := mysqlProof(greeting.plugin, password, greeting.nonce)
	hello = append(append(hello, byte(len(proof))), proof...)
	hello = append(hello, greeting.plugin+"\x00"...)
	if err := mysqlWrite(w, 1, hello); err != nil {
		return PlainRefused, err.Error()
	}
	last, err := mysqlProve(w, greeting, password)
	switch {
	case err != nil:
		return PlainUnknown, err.Error()
	case last[0] == mysqlOK:
		return PlainAccepted, "an account logs in"
	case named || len(last) >= 3 && binary.LittleEndian.Uint16(last[1:]) == mysqlInsecure:
		return PlainRefused, mysqlSaid(last)
	}
	return PlainAccepted, mysqlSaid(last)
}

// mysqlProve goes on until the server says yes or no.
func mysqlProve(w way, greeting mysqlGreeting, password string) ([]byte, error) {
	for range 6 { // a server has few questions
		body, number, err := mysqlRead(w)
		if err != nil {
			return nil, err
		}
		var answer []byte
		switch {
		case body[0] == mysqlOK, body[0] == mysqlError:
			return body, nil
		case body[0] == mysqlSwitch:
			plugin, nonce, _ := bytes.Cut(body[1:], []byte{0})
			greeting.plugin, greeting.nonce = string(plugin), bytes.TrimSuffix(nonce, []byte{0})
			answer = mysqlProof(greeting.plugin, password, greeting.nonce)
		case body[0] == mysqlMore && len(body) == 2 && body[1] == 3:
			continue // it knows the password: yes or no follows
		case body[0] == mysqlMore && len(body) == 2 && body[1] == 4:
			answer = []byte{2} // it does not: the password goes there, sealed with its key
		case body[0] == mysqlMore:
			if answer, err = mysqlSealed(body[1:], password, greeting.nonce); err != nil {
				return nil, err
			}
		default:
			return nil, errors.New("the server asks what is not understood")
		}
		if err := mysqlWrite(w, number+1, answer); err != nil {
			return nil, err
		}
	}
	return nil, errors.New("the server asks on and on")
}

// mysqlProof shows that the password is known, without saying it: for
// mysql_native_password SHA1(password) XOR SHA1(nonce, SHA1(SHA1(password))), for
// caching_sha2_password SHA256(password) XOR SHA256(SHA256(SHA256(password)),
// nonce).
func mysqlProof(plugin, password string, nonce []byte) []byte {
	switch {
	case password == "":
		return nil
	case plugin == "mysql_native_password":
		once := sha1.Sum([]byte(password))
		twice := sha1.Sum(once[:])
		mixed := sha1.Sum(append(bytes.Clone(nonce), twice[:]...))
		return xored(once[:], mixed[:])
	}
	once := sha256.Sum256([]byte(password))
	twice := sha256.Sum256(once[:])
	mixed := sha256.Sum256(append(twice[:], nonce...))
	return xored(once[:], mixed[:])
}

// mysqlSealed is the password for the server's public key.
func mysqlSealed(key []byte, password string, nonce []byte) ([]byte, error) {
	block, _ := pem.Decode(key)
	if block == nil || len(nonce) == 0 {
		return nil, errors.New("the server shows no key")
	}
	parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	public, isRSA := parsed.(*rsa.PublicKey)
	if !isRSA {
		return nil, errors.New("the server's key is of no known kind")
	}
	text := []byte(password + "\x00")
	pad := bytes.Repeat(nonce, len(text)/len(nonce)+1)
	return rsa.EncryptOAEP(sha1.New(), rand.Reader, public, xored(text, pad), nil)
}

func xored(a, b []byte) []byte {
	mixed := make([]byte, len(a))
	for i := range a {
		mixed[i] = a[i] ^ b[i]
	}
	return mixed
}
