package prober

import (
	"bufio"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"strings"
)

// stateListen is how Linux writes that a socket listens, in /proc/net/tcp.
const stateListen = "0A"

// listening are the TCP ports that are open in this network, in their order, but
// for those that only this network itself reaches.
func listening() ([]netip.AddrPort, error) {
	var found []netip.AddrPort
	for _, path := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		file, err := os.Open(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue // a kernel without IPv6
		} else if err != nil {
			return nil, err
		}
		some, err := parseSockets(file)
		_ = file.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		found = append(found, some...)
	}
	slices.SortFunc(found, netip.AddrPort.Compare)
	return slices.Compact(found), nil
}

// parseSockets reads the sockets that listen from a table of the kernel's. Its
// first line has titles; the second column is the local address, the fourth the
// state.
func parseSockets(r io.Reader) ([]netip.AddrPort, error) {
	var found []netip.AddrPort
	lines := bufio.NewScanner(r)
	for first := true; lines.Scan(); first = false {
		fields := strings.Fields(lines.Text())
		if first || len(fields) < 4 || fields[3] != stateListen {
			continue
		}
		at, err := parseSocket(fields[1])
		if err != nil {
			return nil, err
		}
		if !at.Addr().IsLoopback() {
			found = append(found, at)
		}
	}
	return found, lines.Err()
}

// parseSocket reads "0100007F:1F90": an address in words of four bytes, each in
// the machine's order, and a port.
func parseSocket(text string) (netip.AddrPort, error) {
	host, number, _ := strings.Cut(text, ":")
	bytes, err := hex.DecodeString(host)
	if err != nil || len(bytes) != 4 && len(bytes) != 16 {
		return netip.AddrPort{}, fmt.Errorf("%q is no address of a socket", text)
	}
	for i := 0; i < len(bytes); i += 4 {
		binary.NativeEndian.PutUint32(bytes[i:], binary.BigEndian.Uint32(bytes[i:]))
	}
	port, err := strconv.ParseUint(number, 16, 16)
	if err != nil {
		return netip.AddrPort{}, fmt.Errorf("%q is no address of a socket", text)
	}
	address, _ := netip.AddrFromSlice(bytes)
	return netip.AddrPortFrom(address.Unmap(), uint16(port)), nil
}
