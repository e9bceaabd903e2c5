package analysis

import "slices"

// tellTime fills in how long an outcome takes until everything automatic has
// happened, and how long all is lost, where that ends by itself.
func (r *reading) tellTime(o *Outcome, base Amount) {
	root := r.waits()[spot{r.root, none}]
	o.Window = windowOf(&root.all, o.Lost[BeforeFailover] <= base)
	if max(o.Lost[BeforeFailover], o.Meanwhile) == Total && o.Lost[AfterFailover] != Total {
		o.AllLost = windowOf(&root.some, o.Lost[BeforeFailover] != Total)
	}
}

// windowOf is a course as people go through it. Where something is lost later
// only, because of a health check, the time until then is no part of it.
func windowOf(c *course, later bool) Window {
	w := Window{Length: c.length}
	unknown := c.unknown
	var after, before, beside []Part
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
		if after = append(after, c.again...); len(c.again) > 0 {
			before = earlier(before, c.seen)
		}
	}
	slices.Reverse(after) // the innermost comes first
	w.Parts = append(w.Parts, after...)
	if later && !unknown {
		for _, part := range before {
			w.Length -= part.Length
			w.Parts = append(w.Parts, part.as(Before))
		}
	}
	for _, part := range beside {
		w.Parts = append(w.Parts, part.as(Alongside))
	}
	return w
}

// earlier are the parts of what is over first; nothing is known of a span that
// is not.
func earlier(x, y []Part) []Part {
	switch sx, sy := inTurn(x), inTurn(y); {
	case sy.unknown:
		return x
	case len(x) == 0 || sx.longerThan(sy):
		return y
	}
	return x
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
