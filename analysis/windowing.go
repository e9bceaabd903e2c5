package analysis

import "slices"

// tellTime fills in how long an outcome takes until everything automatic has
// happened, and how long all is lost, where that ends by itself.
func (r *reading) tellTime(o *Outcome, base Amount) {
	root := r.waits()[spot{r.root, none}]
	o.Window = windowOf(&root.all)
	if o.Lost[BeforeFailover] <= base {
		r.beginLater(&o.Window, base+1)
	}
	if max(o.Lost[BeforeFailover], o.Meanwhile) != Total || o.Lost[AfterFailover] == Total {
		return
	}
	o.AllLost = windowOf(&root.some)
	if o.Lost[BeforeFailover] != Total {
		r.beginLater(&o.AllLost, Total)
	}
}

// beginLater takes the time out of a window until so much is lost: until a health
// check has noticed, mostly.
func (r *reading) beginLater(w *Window, lost Amount) {
	if !w.Known() || r.meanwhile == nil || r.begins[lost] == 0 {
		return
	}
	for i := range r.nodes {
		n := &r.nodes[i]
		if n.link == nil || r.takesToChange(n) != r.begins[lost] {
			continue
		}
		w.Length -= r.begins[lost]
		for _, part := range r.changeParts(n) {
			w.Parts = append(w.Parts, part.as(Before))
		}
		return
	}
}

// windowOf is a course as people go through it.
func windowOf(c *course) Window {
	w := Window{Length: c.length}
	var after, beside []Part
	leading := true
	for ; c != nil; c = c.behind {
		if leading && (c.leads || c.behind == nil) {
			w.Parts = append(w.Parts, c.own...)
			leading = false
			beside = append(beside, c.again...)
			continue
		}
		beside = append(beside, c.own...)
		if !leading {
			beside = append(beside, c.again...)
			continue
		}
		after = append(after, c.again...)
	}
	slices.Reverse(after) // the innermost comes first
	w.Parts = append(w.Parts, after...)
	for _, part := range beside {
		w.Parts = append(w.Parts, part.as(Alongside))
	}
	return w
}

// end is how long after the failure a window ends, as far as that is known.
func (w Window) end() span {
	s := span{length: w.Length, unknown: !w.Known()}
	for _, part := range w.Parts {
		if part.Counts == Before {
			s.length += part.Length
		}
	}
	return s
}
