package model

// Display is the name that people read.
func (a *Architecture) Display() string { return firstWritten(a.Title, a.Name) }

// Display is the name that people read.
func (z *Zone) Display() string { return firstWritten(z.Title, z.Name) }

// Display is the name that people read.
func (s *Service) Display() string { return firstWritten(s.Title, s.Name) }

// Display is the name that people read.
func (c *Client) Display() string { return firstWritten(c.Title, c.Name) }

// Display is the name that people read: the title where the entry is this one
// server.
func (s *Server) Display() string {
	if s.Group.Count == 0 {
		return firstWritten(s.Group.Title, s.Name)
	}
	return s.Name
}

// Display is the name that people read.
func (f *Flow) Display() string { return firstWritten(f.Title, f.Name) }
