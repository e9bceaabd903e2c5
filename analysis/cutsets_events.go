package analysis

import "slices"

// events are what may fail in a cone, in the order in which failures are
// looked at.
type events struct {
	happens []Failure
	barred  []bool            // of an event: it is in the set in hand, or out of the search
	hits    map[int32][]int32 // of an instance: the events that take it
	lanes   map[lane]int32    // of a way between two instances: the event that cuts it
}

// events are those of the cone of a study: of the kind and the sort that the
// result was asked for.
func (s *study) events() *events {
	numbers := s.numbers()
	slices.Sort(numbers)
	e := &events{
		happens: make([]Failure, len(numbers)), barred: make([]bool, len(numbers)),
		hits: make(map[int32][]int32), lanes: make(map[lane]int32),
	}
	var struck []int32
	for i, number := range numbers {
		f := s.listed.failures[number]
		e.happens[i] = f
		if f.From != nil {
			e.lanes[lane{s.plan.number(f.From), s.plan.number(f.To)}] = int32(i)
			continue
		}
		struck = s.taken(f, struck[:0])
		for _, instance := range struck {
			e.hits[instance] = append(e.hits[instance], int32(i))
		}
	}
	return e
}

// cutSets are sets that were found, to look up whether another holds one.
type cutSets struct {
	known map[string]bool
	key   []byte // scratch
}

func (c *cutSets) add(set []int32) {
	if c.known == nil {
		c.known = make(map[string]bool)
	}
	c.key = c.key[:0]
	for _, event := range set {
		c.key = appendEvent(c.key, event)
	}
	c.known[string(c.key)] = true
}

// within tells whether one of the sets is a part of the given one and holds
// the event. Without that the set is known to hold none.
func (c *cutSets) within(set []int32, event int32) bool {
	if len(c.known) == 0 {
		return false
	}
	for part := range uint64(1) << len(set) {
		c.key = c.key[:0]
		holds := false
		for i, member := range set {
			if part>>i&1 == 1 {
				c.key = appendEvent(c.key, member)
				holds = holds || member == event
			}
		}
		if holds && c.known[string(c.key)] {
			return true
		}
	}
	return false
}

func appendEvent(key []byte, event int32) []byte {
	return append(key, byte(event), byte(event>>8), byte(event>>16), byte(event>>24))
}
