package prober

import (
	"net"
	"net/netip"
	"testing"
)

// TestInterfacesOf finds no interface for what is in no network of this machine,
// and silences nothing then.
func TestInterfacesOf(t *testing.T) {
	nowhere := netip.MustParseAddr("240.0.0.1") // reserved (RFC 1112)
	found, err := interfacesOf(nowhere)
	if err != nil || len(found) > 0 {
		t.Fatalf("%v, %v", found, err)
	}
	if err := silence([]netip.Addr{nowhere}); err != nil {
		t.Error(err)
	}
	if err := unsilence([]netip.Addr{nowhere}); err != nil {
		t.Error(err)
	}
	if _, err := net.InterfaceByName("lo"); err != nil {
		t.Skip("there is no loopback")
	}
	if found, err := interfacesOf(netip.MustParseAddr("127.0.0.2")); err != nil || len(found) > 0 {
		t.Errorf("the loopback: %v, %v", found, err)
	}
}
