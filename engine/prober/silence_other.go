//go:build !linux

package prober

import (
	"errors"
	"net/netip"
)

// errOnlyLinux: the program runs in containers, and containers run Linux.
var errOnlyLinux = errors.New("addresses can be silenced on Linux only")

func silence([]netip.Addr) error   { return errOnlyLinux }
func unsilence([]netip.Addr) error { return errOnlyLinux }
