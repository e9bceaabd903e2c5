package main

import (
	"context"
	"net"
	"time"
)

// A patientDialer opens connections on which no answer is waited for longer than
// response. The PostgreSQL driver has no such limit of its own: when a context
// ends, it asks the server to cancel, and a server that hangs does not.
type patientDialer struct{ response time.Duration }

func (d patientDialer) Dial(network, address string) (net.Conn, error) {
	return d.DialContext(context.Background(), network, address)
}

func (d patientDialer) DialTimeout(network, address string, limit time.Duration) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	return d.DialContext(ctx, network, address)
}

func (d patientDialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return &patientConn{Conn: conn, response: d.response}, nil
}

type patientConn struct {
	net.Conn
	response time.Duration
	limit    time.Time // the driver's own, while it connects
}

func (c *patientConn) SetDeadline(limit time.Time) error {
	c.limit = limit
	return c.Conn.SetDeadline(limit)
}

func (c *patientConn) Read(b []byte) (int, error) {
	deadline := time.Now().Add(c.response)
	if !c.limit.IsZero() && c.limit.Before(deadline) {
		deadline = c.limit
	}
	if err := c.SetReadDeadline(deadline); err != nil {
		return 0, err
	}
	return c.Conn.Read(b)
}
