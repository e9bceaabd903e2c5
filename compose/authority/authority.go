// Package authority is the certificate authority of one project: it issues the
// certificates that the listeners of a stack show, and nothing else trusts it.
package authority

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"net/netip"
	"time"
)

// Valid is how long what is issued is good for, from the day before.
const Valid = 825 * 24 * time.Hour

// Authority signs certificates.
type Authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

// New makes an authority. Its name says what it is for; now is the time from
// which it is good.
func New(name string, now time.Time) (*Authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template, err := template(name, now)
	if err != nil {
		return nil, err
	}
	template.IsCA, template.BasicConstraintsValid, template.MaxPathLenZero = true, true, true
	template.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(der)
	return &Authority{certificate, key}, err
}

// Read is an authority from its certificate and key in PEM.
func Read(certificate, key []byte) (*Authority, error) {
	block, _ := pem.Decode(certificate)
	private, _ := pem.Decode(key)
	if block == nil || private == nil {
		return nil, errors.New("no certificate and key in PEM")
	}
	c, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return nil, err
	}
	k, err := x509.ParseECPrivateKey(private.Bytes)
	if err != nil {
		return nil, err
	}
	return &Authority{c, k}, nil
}

// PEM is the authority's certificate and key.
func (a *Authority) PEM() (certificate, key []byte, err error) {
	return encode(a.certificate.Raw, a.key)
}

// Issue makes a certificate for names and addresses, and its key, in PEM.
func (a *Authority) Issue(name string, hosts []string, addresses []netip.Addr, now time.Time) (certificate, key []byte, err error) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	template, err := template(name, now)
	if err != nil {
		return nil, nil, err
	}
	template.DNSNames = hosts
	for _, address := range addresses {
		template.IPAddresses = append(template.IPAddresses, net.IP(address.AsSlice()))
	}
	template.KeyUsage = x509.KeyUsageDigitalSignature
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}
	der, err := x509.CreateCertificate(rand.Reader, template, a.certificate, private.Public(), a.key)
	if err != nil {
		return nil, nil, err
	}
	return encode(der, private)
}

func template(name string, now time.Time) (*x509.Certificate, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return nil, err
	}
	from := now.Add(-24 * time.Hour)
	return &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: name},
		NotBefore: from, NotAfter: from.Add(Valid),
	}, nil
}

func encode(der []byte, key *ecdsa.PrivateKey) (certificate, private []byte, err error) {
	raw, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return nil, nil, err
	}
	certificate = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	return certificate, pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: raw}), nil
}

// Covers tells whether a certificate in PEM was issued by an authority, is good
// for all the names and addresses, and stays so for another month.
func Covers(certificate, ca []byte, names []string, now time.Time) bool {
	block, _ := pem.Decode(certificate)
	roots := x509.NewCertPool()
	if block == nil || !roots.AppendCertsFromPEM(ca) {
		return false
	}
	c, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return false
	}
	if _, err := c.Verify(x509.VerifyOptions{Roots: roots, CurrentTime: now.Add(30 * 24 * time.Hour)}); err != nil {
		return false
	}
	for _, name := range names {
		if c.VerifyHostname(name) != nil {
			return false
		}
	}
	return true
}
