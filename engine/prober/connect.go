package prober

import (
	"errors"
	"net"
	"net/netip"
	"os"
	"sync"
	"syscall"
)

// atOnce is how many connections are tried at the same time.
const atOnce = 128

// all tries all addresses.
func (c *Connect) all() []Reached {
	results := make([]Reached, len(c.Addresses))
	tokens := make(chan struct{}, atOnce)
	var tries sync.WaitGroup
	for i, address := range c.Addresses {
		tokens <- struct{}{}
		tries.Go(func() {
			defer func() { <-tokens }()
			results[i] = c.one(address)
		})
	}
	tries.Wait()
	return results
}

func (c *Connect) one(address netip.AddrPort) Reached {
	connection, err := net.DialTimeout("tcp", address.String(), c.Within)
	if err != nil {
		return reachedBy(err)
	}
	_ = connection.Close()
	return Connected
}

// reachedBy is what an error of a connection says. That an address has no host
// is known after some seconds of nobody answering for it: there is a way, and
// nobody on it.
func reachedBy(err error) Reached {
	switch {
	case errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, syscall.ECONNRESET):
		return Refused
	case errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, syscall.ETIMEDOUT), errors.Is(err, syscall.EHOSTUNREACH):
		return Silent
	}
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		return Silent
	}
	return Unreachable
}
