package engine

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// WriteText writes a status for people.
func (s *Status) WriteText(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	verdict := "as drawn"
	if !s.AsDrawn {
		verdict = "not as drawn"
	}
	fmt.Fprintf(t, "%s: %s\n", s.Architecture, verdict)
	if s.Outdated {
		fmt.Fprintf(t, "the architecture has changed since; loadpath up brings that about\n")
	}
	s.writeContainers(t)
	s.writePools(t)
	s.writeDatabases(t)
	s.writeVirtualIPs(t)
	for i, c := range s.Certificates {
		if i == 0 {
			fmt.Fprintf(t, "\ncertificates\n")
		}
		note := ""
		if c.Expired {
			note = ", which is over"
		}
		fmt.Fprintf(t, "  %s\tgood until %s%s\n", c.Name, c.Expires.Format("2006-01-02 15:04"), note)
	}
	fmt.Fprintf(t, "\ndoors\n")
	for _, d := range s.Doors {
		state := "closed"
		if d.Open {
			state = "open"
		}
		fmt.Fprintf(t, "  %s/\t%s\tfor %s, to %s\n", d.URL, state, d.Client, d.Service)
	}
	return t.Flush()
}

// row writes one line of a table; nothing follows its last cell.
func row(w io.Writer, cells ...string) {
	fmt.Fprintf(w, "  %s\n", strings.TrimRight(strings.Join(cells, "\t"), "\t"))
}

func (s *Status) writeContainers(w io.Writer) {
	last := "-"
	for _, c := range s.Containers {
		if c.Server != last {
			last = c.Server
			fmt.Fprintf(w, "\n%s\n", cmp.Or(c.Server, "beside the servers"))
		}
		note := c.Since
		if c.Stale {
			note += ", out of date: loadpath up"
		}
		if c.Stranded {
			note += ", its network is gone and nobody reaches it: loadpath up"
		}
		row(w, c.Name, string(c.State), strings.TrimPrefix(note, ", "))
	}
	for i, name := range s.Unexpected {
		if i == 0 {
			fmt.Fprintf(w, "\nnot in the architecture\n")
		}
		fmt.Fprintf(w, "  %s\n", name)
	}
}

func (s *Status) writePools(w io.Writer) {
	for _, p := range s.Pools {
		fmt.Fprintf(w, "\n%s shares %s\n", p.Balancer, p.Connection)
		if p.Unknown != "" {
			fmt.Fprintf(w, "  unknown: %s\n", p.Unknown)
		}
		for _, t := range p.Targets {
			takes := "waits"
			if t.Takes {
				takes = "takes requests"
			}
			row(w, t.Instance, t.Sees, takes)
		}
	}
}

func (s *Status) writeDatabases(w io.Writer) {
	for _, d := range s.Databases {
		fmt.Fprintf(w, "\n%s\n", d.Service)
		for _, m := range d.Members {
			note := m.Trouble
			if m.Role == "primary" && d.Drawn != "" && m.Instance != d.Drawn && note == "" {
				note = "drawn at " + d.Drawn
			}
			if m.Lag != nil && note == "" {
				note = fmt.Sprintf("%d s behind", *m.Lag)
			}
			row(w, m.Instance, m.Role, note)
		}
	}
}

func (s *Status) writeVirtualIPs(w io.Writer) {
	for i, v := range s.VirtualIPs {
		if i == 0 {
			fmt.Fprintf(w, "\nvirtual IPs\n")
		}
		note := strings.Join(v.Holders, ", ")
		switch len(v.Holders) {
		case 0:
			note = "nobody has it"
		case 1:
		default:
			note += ": more than one has it"
		}
		row(w, v.Service, v.Address, note)
	}
}
