package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"os"
)

// clientTLS is how a target is spoken to in TLS, and nil where it is not.
func clientTLS(t target, caFile string) (*tls.Config, error) {
	if t.tls == "off" && t.scheme != "https" {
		return nil, nil
	}
	c := &tls.Config{ServerName: t.host, MinVersion: tls.VersionTLS12, InsecureSkipVerify: t.tls == "require"}
	if caFile == "" {
		return c, nil
	}
	text, err := os.ReadFile(caFile)
	if err != nil {
		return nil, fmt.Errorf("CA_FILE: %w", err)
	}
	c.RootCAs = x509.NewCertPool()
	if !c.RootCAs.AppendCertsFromPEM(text) {
		return nil, fmt.Errorf("CA_FILE: %s has no certificate in it", caFile)
	}
	return c, nil
}
