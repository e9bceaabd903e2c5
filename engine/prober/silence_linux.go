package prober

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"syscall"
)

// Silence is made with a neighbour entry: whatever goes to a peer goes to a link
// address that nobody has, and the switch between the two drops it. Nobody is
// told, so that it is as if the cable were cut. A permanent entry stays whatever
// the peer announces. See ip-neighbour(8) and rtnetlink(7).

// deadLink is a link address that is nobody's: one that is given locally.
var deadLink = []byte{0x02, 0x00, 0x00, 0x00, 0xde, 0xad}

// Of linux/neighbour.h, what package syscall does not have.
const (
	attributeDestination = 1    // NDA_DST
	attributeLink        = 2    // NDA_LLADDR
	statePermanent       = 0x80 // NUD_PERMANENT
)

// neighbour is the struct ndmsg of linux/neighbour.h.
type neighbour struct {
	Family    uint8
	_         uint8
	_         uint16
	Interface int32
	State     uint16
	Flags     uint8
	Type      uint8
}

// silence lets nothing reach the peers, as often as it is called.
func silence(peers []netip.Addr) error {
	return eachNeighbour(peers, func(k *kernel, peer netip.Addr, index int) error {
		return k.ask(syscall.RTM_NEWNEIGH, syscall.NLM_F_CREATE|syscall.NLM_F_REPLACE, peer, index, deadLink)
	})
}

// unsilence takes that back: the entry goes, and the peer is looked for anew. A
// peer that was never silenced is none the worse.
func unsilence(peers []netip.Addr) error {
	return eachNeighbour(peers, func(k *kernel, peer netip.Addr, index int) error {
		err := k.ask(syscall.RTM_DELNEIGH, 0, peer, index, nil)
		if errors.Is(err, syscall.ENOENT) {
			return nil
		}
		return err
	})
}

// eachNeighbour finds the interface at which each peer is. One that is at none
// cannot be reached anyhow.
func eachNeighbour(peers []netip.Addr, do func(*kernel, netip.Addr, int) error) error {
	k, err := openKernel()
	if err != nil {
		return err
	}
	defer k.close()
	for _, peer := range peers {
		indexes, err := interfacesOf(peer)
		if err != nil {
			return err
		}
		for _, index := range indexes {
			if err := do(k, peer, index); err != nil {
				return fmt.Errorf("%s: %w", peer, err)
			}
		}
	}
	return nil
}

// interfacesOf are the interfaces with an address in the same network as the
// peer.
func interfacesOf(peer netip.Addr) ([]int, error) {
	all, err := net.Interfaces()
	if err != nil {
		return nil, err
	}
	var found []int
	for _, i := range all {
		addresses, err := i.Addrs()
		if err != nil {
			return nil, err
		}
		for _, a := range addresses {
			p, err := netip.ParsePrefix(a.String())
			if err == nil && p.Bits() < p.Addr().BitLen() && i.Flags&net.FlagLoopback == 0 && p.Contains(peer) {
				found = append(found, i.Index)
				break
			}
		}
	}
	return found, nil
}

// kernel is a netlink socket to the routing part of the kernel.
type kernel struct {
	socket   int
	sequence uint32
}

func openKernel() (*kernel, error) {
	socket, err := syscall.Socket(syscall.AF_NETLINK, syscall.SOCK_RAW|syscall.SOCK_CLOEXEC, syscall.NETLINK_ROUTE)
	if err != nil {
		return nil, os.NewSyscallError("socket", err)
	}
	return &kernel{socket: socket}, nil
}

func (k *kernel) close() { _ = syscall.Close(k.socket) }

// ask changes a neighbour entry and waits for the kernel's word.
func (k *kernel) ask(kind, flags uint16, peer netip.Addr, index int, link []byte) error {
	k.sequence++
	family := uint8(syscall.AF_INET)
	if peer.Is6() {
		family = syscall.AF_INET6
	}
	var body bytes.Buffer
	// A buffer takes all that is written to it.
	_ = binary.Write(&body, binary.NativeEndian, neighbour{Family: family, Interface: int32(index), State: statePermanent})
	attribute(&body, attributeDestination, peer.AsSlice())
	if link != nil {
		attribute(&body, attributeLink, link)
	}
	var message bytes.Buffer
	_ = binary.Write(&message, binary.NativeEndian, syscall.NlMsghdr{
		Len: uint32(syscall.NLMSG_HDRLEN + body.Len()), Type: kind,
		Flags: syscall.NLM_F_REQUEST | syscall.NLM_F_ACK | flags, Seq: k.sequence,
	})
	message.Write(body.Bytes())
	if err := syscall.Sendto(k.socket, message.Bytes(), 0, &syscall.SockaddrNetlink{Family: syscall.AF_NETLINK}); err != nil {
		return os.NewSyscallError("sendto", err)
	}
	return k.word()
}

// word is what the kernel says of the last request: an error number, below 0, or
// 0.
func (k *kernel) word() error {
	answer := make([]byte, os.Getpagesize())
	n, _, err := syscall.Recvfrom(k.socket, answer, 0)
	if err != nil {
		return os.NewSyscallError("recvfrom", err)
	}
	messages, err := syscall.ParseNetlinkMessage(answer[:n])
	if err != nil {
		return os.NewSyscallError("netlink", err)
	}
	for _, m := range messages {
		if m.Header.Seq != k.sequence || m.Header.Type != syscall.NLMSG_ERROR || len(m.Data) < 4 {
			continue
		}
		if number := int32(binary.NativeEndian.Uint32(m.Data)); number != 0 {
			return syscall.Errno(-number)
		}
		return nil
	}
	return errors.New("the kernel gave no answer")
}

// attribute adds a struct rtattr with its value, up to a multiple of four bytes.
func attribute(b *bytes.Buffer, kind uint16, value []byte) {
	_ = binary.Write(b, binary.NativeEndian, syscall.RtAttr{Len: uint16(syscall.SizeofRtAttr + len(value)), Type: kind})
	b.Write(value)
	for b.Len()%syscall.RTA_ALIGNTO != 0 {
		b.WriteByte(0)
	}
}
