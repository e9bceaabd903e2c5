package analysis

import (
	"math"

	"github.com/loadpath/loadpath/model"
)

// A request that failed at one target is saved by another only if it comes to
// one: where more targets fail it than it is tried again, it may have met no
// others. That goes for all that it may meet: the targets in use, and those
// that a caller who finds out by itself leaves out for a while and then comes
// back to.

// triesOf is how often a request that failed is tried again elsewhere: by a
// load balancer as often as is written, or as its software does; by others as
// often as is written, else at all targets (nginx: proxy_next_upstream_tries).
func triesOf(c *model.Connection, how way) int {
	switch how {
	case byCheck, unchecked:
		return c.Tries
	case passive, byClient, unwritten:
		if retry := c.Use.Retry; retry != nil && retry.Tries != nil {
			return *retry.Tries
		}
	}
	return math.MaxInt32
}

// triesOthers tells whether a request that failed goes to another target.
func (l *link) triesOthers() bool {
	switch l.way {
	case byCheck, unchecked:
		return l.Redispatch
	case passive, byClient, unwritten, byPulling:
		return true
	}
	return false
}

// comesBack tells whether the callers come back to targets that they have
// passed over.
func (r *reading) comesBack(l *link) bool {
	return l.notices() && (l.way != unwritten || r.clientTries)
}

// mayMeet are the targets that a request may meet: those in use, and those
// passed over if all of them together are more than it is tried at.
func (r *reading) mayMeet(n *node, use []int32, h Horizon) []int32 {
	if len(r.passed) > 0 && r.failing(use, h)+r.failing(r.passed, h) > n.link.tries {
		return append(use, r.passed...)
	}
	return use
}

// failing is how many of some targets fail requests.
func (r *reading) failing(targets []int32, h Horizon) int {
	count := 0
	for _, target := range targets {
		if r.targetLoses(target, h) != None {
			count += int(r.sizeOf(target))
		}
	}
	return count
}

// saves tells whether a request that failed at one of the targets in use, in a
// way that is tried again, is answered by another.
func (r *reading) saves(n *node, use []int32, h Horizon) bool {
	return n.link.triesOthers() && r.answered(use, h) && r.failing(use, h) <= n.link.tries
}

// answered tells whether one of the targets answers everything.
func (r *reading) answered(use []int32, h Horizon) bool {
	for _, target := range use {
		if r.targetLoses(target, h) == None {
			return true
		}
	}
	return false
}

// passedOver tells whether a target is one that its callers leave out for a
// while, and come back to.
func (r *reading) passedOver(n *node, target int32, h Horizon) bool {
	return r.comesBack(n.link) && !r.takes(n, target, h)
}
