package engine

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/loadpath/loadpath/compose"
)

// Status is the running stack held against its architecture.
type Status struct {
	Architecture string `json:"architecture"`
	// AsDrawn: everything runs, and is as the architecture says.
	AsDrawn bool `json:"asDrawn"`
	// Outdated: the project's folder is not what the architecture says now.
	Outdated     bool              `json:"outdated,omitempty"`
	Containers   []ContainerStatus `json:"containers"`
	Unexpected   []string          `json:"unexpected,omitempty"`
	Pools        []Pool            `json:"pools,omitempty"`
	Databases    []Database        `json:"databases,omitempty"`
	VirtualIPs   []VirtualIP       `json:"virtualIPs,omitempty"`
	Certificates []Certificate     `json:"certificates,omitempty"`
	Doors        []DoorStatus      `json:"doors"`
}

// ContainerStatus is one container of the stack.
type ContainerStatus struct {
	// Name is the instance, or what stands beside the architecture.
	Name   string `json:"name"`
	Server string `json:"server,omitempty"`
	State  State  `json:"state"`
	// Since is the engine's word for how long.
	Since string `json:"since,omitempty"`
	Image string `json:"image,omitempty"`
	// Stale: it does not run as the project says, or from an image that its
	// name does not stand for any more.
	Stale bool `json:"stale,omitempty"`
	// Stranded: its network is not there any more, and nobody reaches it.
	Stranded bool `json:"stranded,omitempty"`
}

// Database is the members of a database with a primary.
type Database struct {
	Service string `json:"service"`
	// Drawn is where the architecture has the primary; empty where the members
	// choose it themselves.
	Drawn   string           `json:"drawn,omitempty"`
	Members []DatabaseMember `json:"members"`
}

// DatabaseMember is one of them, as it says itself.
type DatabaseMember struct {
	Instance string `json:"instance"`
	// Role is primary, replica, or unknown where it cannot be asked.
	Role string `json:"role"`
	// Lag is how many seconds a replica is behind; absent where it does not
	// know.
	Lag *int `json:"lagSeconds,omitempty"`
	// Trouble is what is wrong with it, in its own words where it has some.
	Trouble string `json:"trouble,omitempty"`
}

// Certificate is one that a listener shows.
type Certificate struct {
	Name    string    `json:"name"`
	Expires time.Time `json:"expires"`
	// Expired: it is not good any more.
	Expired bool `json:"expired,omitempty"`
}

// DoorStatus is a way in.
type DoorStatus struct {
	Client  string `json:"client"`
	Service string `json:"service"`
	URL     string `json:"url"`
	Open    bool   `json:"open"`
}

// Doors are the ways into a project, in its order, none of them open.
func Doors(p *compose.Project) []DoorStatus {
	var doors []DoorStatus
	for _, d := range p.Doors {
		doors = append(doors, DoorStatus{Client: d.Client, Service: d.Service, URL: address(d)})
	}
	return doors
}

// Status looks at everything that runs. Nothing is changed. The project is that
// of the architecture as it is now, whatever the folder has.
func (e *Engine) Status(ctx context.Context, s *Stack) (*Status, error) {
	s.settlePrimaries()
	p, err := s.Project()
	if err != nil {
		return nil, err
	}
	there, err := e.containers(ctx, s.Architecture.Name)
	if err != nil {
		return nil, err
	}
	status := &Status{Architecture: s.Architecture.Name, Certificates: certificates(s, p)}
	if len(there) > 0 {
		status.Outdated = differs(s.Folder, p)
		if status.Containers, err = e.inspect(ctx, s, p, there); err != nil {
			return nil, err
		}
		status.Pools = e.pools(ctx, p, there)
		status.Databases = e.databases(ctx, s, p, there)
		status.VirtualIPs = e.virtualIPs(ctx, p, there)
	} else {
		for _, c := range p.Containers {
			status.Containers = append(status.Containers, ContainerStatus{Name: displayed(c), Server: serverOf(c), State: Absent})
		}
	}
	for _, r := range there {
		if r.labels[compose.LabelRole] == roleProber {
			continue // it is gone in a moment
		}
		if !slices.ContainsFunc(p.Containers, func(c *compose.Container) bool { return c.Name == r.service }) || r.labels[labelOneOff] == "True" {
			status.Unexpected = append(status.Unexpected, printable(r.service))
		}
	}
	status.Doors = Doors(p)
	for i, d := range p.Doors {
		held := find(there, d.Container)
		status.Doors[i].Open = held.up() && slices.Contains(held.ports, d.HostPort)
	}
	status.AsDrawn = status.asDrawn()
	return status, ctx.Err()
}

// inspect is what each container does, and whether it is up to date.
func (e *Engine) inspect(ctx context.Context, s *Stack, p *compose.Project, there []running) ([]ContainerStatus, error) {
	stale := make(map[string]bool)
	if _, err := os.Stat(filepath.Join(s.Folder, "compose.yaml")); err == nil {
		if stale, err = e.stale(ctx, s, there); err != nil {
			return nil, err
		}
	}
	lost, err := e.stranded(ctx, there)
	if err != nil {
		return nil, err
	}
	var found []ContainerStatus
	for _, c := range p.Containers {
		r := find(there, c.Name)
		status := ContainerStatus{Name: displayed(c), Server: serverOf(c), State: stateOf(c, r)}
		if r != nil {
			status.Since, status.Image = printable(r.status), printable(r.image)
			status.Stale, status.Stranded = stale[c.Name], lost[r.id]
			if c.Image != "" && !status.Stale {
				image, err := e.docker.ImageInspect(ctx, c.Image)
				status.Stale = err == nil && image.ID != r.imageID
			}
		}
		found = append(found, status)
	}
	return found, nil
}

// differs tells whether the project's folder is not what the architecture would
// make of it now.
func differs(folder string, p *compose.Project) bool {
	for _, file := range p.Files {
		content, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(file.Path)))
		if err != nil || string(content) != string(file.Content) {
			return true
		}
	}
	return false
}

func serverOf(c *compose.Container) string {
	if c.Server == nil {
		return ""
	}
	return c.Server.Name
}

// certificates are those that the stack shows.
func certificates(s *Stack, p *compose.Project) []Certificate {
	var found []Certificate
	for _, c := range p.Certificates {
		text, err := os.ReadFile(filepath.Join(s.Folder, "certificates", c.Name, "cert.pem"))
		if err != nil {
			continue // it is made by up
		}
		block, _ := pem.Decode(text)
		if block == nil {
			continue
		}
		if parsed, err := x509.ParseCertificate(block.Bytes); err == nil {
			found = append(found, Certificate{c.Name, parsed.NotAfter.UTC(), s.Now.After(parsed.NotAfter)})
		}
	}
	return found
}

// asDrawn tells whether nothing differs from the architecture. A replica that is
// behind is none: that is what it does.
func (s *Status) asDrawn() bool {
	for _, c := range s.Containers {
		if !c.State.good() || c.Stale || c.Stranded {
			return false
		}
	}
	for _, v := range s.VirtualIPs {
		if len(v.Holders) != 1 {
			return false
		}
	}
	for _, d := range s.Databases {
		for _, m := range d.Members {
			if m.Trouble != "" || d.Drawn != "" && (m.Role == "primary") != (m.Instance == d.Drawn) {
				return false
			}
		}
	}
	for _, d := range s.Doors {
		if !d.Open {
			return false
		}
	}
	for _, c := range s.Certificates {
		if c.Expired {
			return false
		}
	}
	return !s.Outdated && len(s.Unexpected) == 0
}
