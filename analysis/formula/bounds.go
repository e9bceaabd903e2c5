package formula

import "math/bits"

// Interval is a probability, or what it is proved to lie between.
type Interval struct{ Lower, Upper float64 }

// Exact tells whether the two bounds are one figure.
func (i Interval) Exact() bool { return i.Lower == i.Upper }

// effort is about how many words may be worked out for bounds.
const effort = 1 << 25

// states sums up what the states with few failures lose.
type states struct {
	formula *Formula
	words   *words
	q       []float64
	events  []uint64
	chance  [64]float64 // of the states in work
	filled  int

	total, partial, anything sum // partial: a part and not all
	// tail is the probability of all states that were not looked at.
	tail float64
}

// sum is the probability of the states in which something holds, and of those
// of them in which each event has happened.
type sum struct {
	all  float64
	with []float64
}

// affordable is how many failures at once may be looked at, at least one.
func (f *Formula) affordable() int {
	n := len(f.Events)
	most := 1
	cost := float64(len(f.circuit.gates)+n) / 64
	for count, next := float64(n+1), float64(n+1); most < n; most++ {
		next *= float64(n-most) / float64(most+1)
		if count += next; count*cost > effort {
			break
		}
	}
	return most
}

// lookAtFew works out all states with at most so many failures. The bounds
// that follow hold for any function: what those states lose, and that plus the
// probability of all the others.
func (f *Formula) lookAtFew(q []float64, most int) *states {
	n := len(q)
	s := &states{formula: f, words: newWords(f.circuit, f.total, f.partial), q: q, events: make([]uint64, n)}
	for _, at := range []*sum{&s.total, &s.partial, &s.anything} {
		at.with = make([]float64, n)
	}
	s.tail = moreThan(most, q)
	intact := 1.0
	for _, p := range q {
		intact *= 1 - p
	}
	s.walk(most, intact)
	s.flush()
	return s
}

// walk visits the sets of at most so many events.
func (s *states) walk(most int, chance float64) {
	chosen := make([]int, 0, most)
	chances := append(make([]float64, 0, most+1), chance)
	s.add(chosen, chance)
	for next := 0; ; {
		switch {
		case next < len(s.q) && len(chosen) < most:
			chosen = append(chosen, next)
			chances = append(chances, chances[len(chances)-1]*s.q[next]/(1-s.q[next]))
			s.add(chosen, chances[len(chances)-1])
			next++
		case len(chosen) == 0:
			return
		default:
			next = chosen[len(chosen)-1] + 1
			chosen, chances = chosen[:len(chosen)-1], chances[:len(chances)-1]
		}
	}
}

func (s *states) add(chosen []int, chance float64) {
	for _, i := range chosen {
		s.events[i] |= 1 << s.filled
	}
	s.chance[s.filled] = chance
	if s.filled++; s.filled == 64 {
		s.flush()
	}
}

// flush works out the states that were collected.
func (s *states) flush() {
	s.words.work(s.events)
	f, w := s.formula, s.words
	there := ^uint64(0)
	if s.filled < 64 {
		there = 1<<s.filled - 1
	}
	total, anything := w.value[f.total]&there, (w.value[f.partial]|w.value[f.total])&there
	s.sum(&s.total, total)
	s.sum(&s.anything, anything)
	s.sum(&s.partial, anything&^total)
	clear(s.events)
	s.filled = 0
}

func (s *states) sum(to *sum, where uint64) {
	for rest := where; rest != 0; rest &= rest - 1 {
		to.all += s.chance[bits.TrailingZeros64(rest)]
	}
	for i, happened := range s.events {
		for rest := where & happened; rest != 0; rest &= rest - 1 {
			to.with[i] += s.chance[bits.TrailingZeros64(rest)]
		}
	}
}

// bounds of a probability whose lower bound was summed up.
func (s *states) bounds(at *sum) Interval {
	return Interval{at.all, min(at.all+s.tail, 1)}
}

// estimate is the Birnbaum importance of every event, as far as the states
// tell: P(f|e) - P(f|not e).
func (s *states) estimate(at *sum) quantity {
	result := quantity{probability: at.all, birnbaum: make([]float64, len(s.q))}
	for i, q := range s.q {
		if q > 0 {
			result.birnbaum[i] = at.with[i]/q - (at.all-at.with[i])/(1-q)
		}
	}
	return result
}

// moreThan is the probability that more than so many independent events
// happen, as a sum of what is positive: no digits cancel.
func moreThan(most int, q []float64) float64 {
	exactly := make([]float64, most+1)
	exactly[0] = 1
	more := 0.0
	for _, p := range q {
		more += exactly[most] * p
		for j := most; j > 0; j-- {
			exactly[j] = exactly[j]*(1-p) + exactly[j-1]*p
		}
		exactly[0] *= 1 - p
	}
	return more
}
