package compose

import (
	"fmt"
	"net/netip"

	"github.com/loadpath/loadpath/model"
)

// Project is a stack, ready to be written.
type Project struct {
	// Name is the project's name, which containers, networks and volumes
	// bear.
	Name         string
	Architecture *model.Architecture
	// Containers are in the order of the architecture, those of a server
	// together; Networks in the order in which they were needed.
	Containers []*Container
	Networks   []*Network
	// Doors are where clients come in.
	Doors      []Door
	VirtualIPs []VirtualIP
	// Secrets and Certificates are made once, when the project is first
	// written.
	Secrets      []Secret
	Certificates []Certificate
	// Trusting are the containers that are given the authority's certificate.
	Trusting []string
	// Files are all others, in the order of their paths.
	Files []File
	// Omitted is what the architecture says and the stack does not run.
	Omitted []Note
}

// File is one file of the project.
type File struct {
	// Path is relative to the project's folder, with slashes.
	Path    string
	Content []byte
	// Executable: it is a program.
	Executable bool
}

// Secret is a password. Nothing but its name is ever in a file that is not its
// own.
type Secret struct {
	// Name is what the file below secrets/ is called.
	Name string
}

// Copy is where a container's copy of a secret lies in the project's folder: it
// belongs to the user that the container runs as.
func (s Secret) Copy(container string) string { return "handed/" + container + "/" + s.Name }

// Certificate is what a listener shows, issued by the project's own authority.
type Certificate struct {
	// Name is what the folder below certificates/ is called: the instance.
	Name string
	// Hosts are the names, Addresses the IP addresses that it is good for.
	Hosts     []string
	Addresses []netip.Addr
	// Owner is the numeric user that must read its key; 0 for root, -1 where
	// that is not known.
	Owner int
}

// Door is where a client comes in, on 127.0.0.1.
type Door struct {
	Client    string
	Container string
	// Service is the entry, Port its port, HostPort the one on 127.0.0.1.
	Service  string
	Port     int
	HostPort int
	TLS      bool
}

// Note is something about the architecture that the reader must know.
type Note struct {
	Path model.Path
	Text string
}

// Problem is why an architecture cannot be run, and what to write instead.
type Problem struct {
	Path    model.Path
	Message string
}

// Unsupported is all that keeps an architecture from being run.
type Unsupported []Problem

// Error names the first problem and how many more there are.
func (u Unsupported) Error() string {
	text := fmt.Sprintf("%s: %s", u[0].Path, u[0].Message)
	if len(u) > 1 {
		text += fmt.Sprintf(" (and %d more)", len(u)-1)
	}
	return text
}

// Options are what the architecture does not say.
type Options struct {
	// Folder is where the architecture lies, for what is built or served from
	// beside it; relative to the project's folder, with slashes.
	Folder string
	// Subnet is where the networks' addresses are taken from; a default that
	// depends on the name where it is not valid.
	Subnet netip.Prefix
	// Ports are the ports on 127.0.0.1, by the port of the entry, where they
	// are to be others than HostPort says.
	Ports map[int]int
}
